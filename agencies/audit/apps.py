from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "agencies.audit"
    label = "audit"

    def ready(self) -> None:
        from agencies.access.acts import allow
        from agencies.roles import Role

        allow("audit.view_event", Role.AUDITOR)
        allow("audit.view_leaving", Role.SUPERVISOR)
        allow("audit.count_acts", Role.HUB_AUDITOR)
