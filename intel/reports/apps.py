"""What is known: intelligence reports."""

from django.apps import AppConfig

from agencies.labels import Carried, Labelled


class ReportsConfig(AppConfig):
    name = "intel.reports"
    label = "reports"
    labels = (
        Labelled("reports_report", act="reports.view_report", grants="reports_reportgrant",
                 shared_when="r.disseminated_at is not null"),
        Carried("reports_paragraph", by="report_id", of="reports_report"),
        Carried("reports_reportstep", by="report_id", of="reports_report"),
        Carried("reports_reportsubject", by="report_id", of="reports_report"),
        Carried("reports_reportsubject", by="subject_id", of="subjects_subject", columns={"subject_label_id": "label_id"}),
        Carried("reports_reportlink", by="source_id", of="reports_report"),
        Carried("reports_reportlink", by="target_id", of="reports_report", columns={"target_label_id": "label_id"}),
    )

    def ready(self) -> None:
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from hub.kit import panels
        from intel.reports.panels import reports_on_subject

        allow("reports.view_report", *OFFICE)
        allow("reports.add_report", *WRITERS)
        allow("reports.change_report", *WRITERS)
        allow("reports.disseminate_report", *APPROVERS)
        panels.register("subjects.subject", reports_on_subject)
