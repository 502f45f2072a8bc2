"""What people make of a match."""

from django.apps import AppConfig


class HitsConfig(AppConfig):
    name = "intel.hits"
    label = "hits"

    def ready(self) -> None:
        from agencies.access.acts import DESK, OFFICE, allow

        allow("hits.view_hit", *OFFICE)
        allow("hits.judge_hit", *DESK)
