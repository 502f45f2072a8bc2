"""Work that is done later, in workers."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "agencies.work"
    label = "work"

    def ready(self) -> None:
        from agencies.access.acts import allow
        from agencies.roles import Role

        allow("work.administer_work", Role.AGENCY_ADMINISTRATOR)
