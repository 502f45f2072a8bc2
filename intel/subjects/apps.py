"""What intelligence is about."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Labelled
from hub.kit.room import MenuEntry, Room, Section, Waiting
from intel.subjects.tells import TELLS


class SubjectsConfig(Room):
    name = "intel.subjects"
    label = "subjects"
    lists = ("intel.subjects.lists.SUBJECTS", "intel.subjects.lists.PROPOSALS")
    labels = (
        Labelled("subjects_subject", act="subjects.view_subject", grants="subjects_subjectgrant",
                 reserved_when="not r.looked_for"),
        Carried("subjects_subjectname", by="subject_id", of="subjects_subject"),
        Carried("subjects_subjectidentifier", by="subject_id", of="subjects_subject"),
        Carried("subjects_subjectproposal", by="subject_id", of="subjects_subject"),
    )
    menu = (
        MenuEntry(_("Subjects"), "subjects:list", "user-question", "subjects.view_subject", "s", Section.INTELLIGENCE, rank=3),
    )
    places = ("subjects.subject",)
    tells = TELLS
    waiting = (Waiting(_("Subjects to decide on"), "intel.subjects.waiting.to_decide", page="subjects:proposals"),)
    tones = {"green": "APPROVED", "red": "REFUSED", "blue": "WAITING"}
    enums = {
        "SubjectKindEnum": "intel.subjects.models.Subject.Kind",
        "FurtherNameKindEnum": "intel.subjects.models.FURTHER_NAMES",
        "IdentifierKindEnum": "intel.subjects.models.IdentifierKind",
        "SubjectProposalKindEnum": "intel.subjects.models.SubjectProposal.Kind",
        "SubjectProposalStateEnum": "intel.subjects.states.State",
    }

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, FIELD, OFFICE, WRITERS, allow
        from agencies.roles import Role
        from agencies.sharing import catching_up
        from intel.subjects.models import SubjectGrant

        catching_up.register(catching_up.Given(SubjectGrant, {"approved_at__isnull": False, "use_restricted_at__isnull": True}))
        allow("subjects.view_subject", *FIELD)
        allow("subjects.view_reserved_subject", *OFFICE)
        allow("subjects.add_subject", *WRITERS)
        allow("subjects.change_subject", *WRITERS)
        allow("subjects.share_subject", *WRITERS, Role.RELEASE_AUTHORITY)
        allow("subjects.approve_subject", *APPROVERS)
        allow("subjects.restrict_subject", *APPROVERS, Role.DATA_PROTECTION)
