"""What intelligence is about."""

from django.apps import AppConfig

from agencies.labels import Carried, Labelled


class SubjectsConfig(AppConfig):
    name = "intel.subjects"
    label = "subjects"
    labels = (
        Labelled("subjects_subject", act="subjects.view_subject", grants="subjects_subjectgrant"),
        Carried("subjects_subjectname", by="subject_id", of="subjects_subject"),
        Carried("subjects_subjectidentifier", by="subject_id", of="subjects_subject"),
        Carried("subjects_subjectproposal", by="subject_id", of="subjects_subject"),
    )

    def ready(self) -> None:
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from agencies.roles import Role

        allow("subjects.view_subject", *OFFICE)
        allow("subjects.add_subject", *WRITERS)
        allow("subjects.change_subject", *WRITERS)
        allow("subjects.share_subject", *WRITERS, Role.RELEASE_AUTHORITY)
        allow("subjects.approve_subject", *APPROVERS)
