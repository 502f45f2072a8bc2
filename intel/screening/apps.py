"""When to match, and the matches kept."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "intel.screening"
    label = "screening"

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, allow

        allow("screening.view_match", *OFFICE)
