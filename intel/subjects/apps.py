"""What intelligence is about."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "intel.subjects"
    label = "subjects"

    def ready(self) -> None:
        from agencies.access.acts import DESK, OFFICE, allow

        allow("subjects.view_subject", *OFFICE)
        allow("subjects.add_subject", *DESK)
        allow("subjects.change_subject", *DESK)
        allow("subjects.share_subject", *OFFICE)
