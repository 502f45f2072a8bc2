"""What is known: intelligence reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "intel.reports"
    label = "reports"

    def ready(self) -> None:
        from agencies.access.acts import APPROVERS, DESK, OFFICE, allow
        from hub.kit import panels
        from intel.reports.panels import reports_on_subject

        allow("reports.view_report", *OFFICE)
        allow("reports.add_report", *DESK)
        allow("reports.change_report", *DESK)
        allow("reports.disseminate_report", *APPROVERS)
        panels.register("subjects.subject", reports_on_subject)
