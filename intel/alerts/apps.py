"""What to look for."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "intel.alerts"
    label = "alerts"

    def ready(self) -> None:
        from agencies.access.acts import APPROVERS, DESK, OFFICE, allow
        from agencies.roles import Role

        allow("alerts.view_alert", *OFFICE)
        allow("alerts.add_alert", *DESK)
        allow("alerts.change_alert", *DESK)
        allow("alerts.issue_alert", *APPROVERS)
        allow("alerts.import_watchlist", Role.ANALYST, Role.SUPERVISOR)
