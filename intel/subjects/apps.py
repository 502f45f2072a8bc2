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
        from agencies.access.acts import APPROVERS, DESK, OFFICE, allow

        allow("subjects.view_subject", *OFFICE)
        allow("subjects.add_subject", *DESK)
        allow("subjects.change_subject", *DESK)
        allow("subjects.share_subject", *OFFICE)
        allow("subjects.approve_subject", *APPROVERS)
