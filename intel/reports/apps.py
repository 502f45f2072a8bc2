"""What is known: intelligence reports."""

from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Citable, Cites, Labelled
from hub.kit.handing import HandedOver
from hub.kit.room import MenuEntry, Panel, Room, Section, Waiting
from intel.reports.tells import TELLS


class ReportsConfig(Room):
    name = "intel.reports"
    label = "reports"
    lists = ("intel.reports.lists.REPORTS",)
    labels = (
        Labelled("reports_report", act="reports.view_report", grants="reports_reportgrant",
                 shared_when="r.disseminated_at is not null"),
        Carried("reports_paragraph", by="report_id", of="reports_report"),
        Citable("reports_paragraph", kind="reports.paragraph", act="reports.view_report",
                labels={"label_id": "reports.view_report"}, classification="classification"),
        Cites("reports_citation", by="paragraph_id", of="reports_paragraph", act="reports.view_report"),
        Carried("reports_reportstep", by="report_id", of="reports_report"),
        Carried("reports_reportsubject", by="report_id", of="reports_report"),
        Carried("reports_reportsubject", by="subject_id", of="subjects_subject", columns={"subject_label_id": "label_id"}),
        Carried("reports_reportlink", by="source_id", of="reports_report"),
        Carried("reports_reportlink", by="target_id", of="reports_report", columns={"target_label_id": "label_id"}),
    )
    menu = (MenuEntry(_("Reports"), "reports:list", "file-text", "reports.view_report", "r", Section.INTELLIGENCE, rank=2),)
    places = ("reports.report",)
    panels = (
        Panel("subjects.subject", "reports/_on_subject.html", "intel.reports.panels.on_subject"),
        Panel("home.narrow", "reports/_home.html", "intel.reports.panels.at_home", rank=2),
    )
    tells = TELLS
    waiting = (
        Waiting(_("Reports to disseminate"), "intel.reports.waiting.to_disseminate", page="reports:list"),
        Waiting(_("Reports given back"), "intel.reports.waiting.returned", page="reports:list"),
    )
    tones = {"green": "DISSEMINATED", "blue": "SUBMITTED"}
    enums = {
        "ReportStateEnum": "intel.reports.states.State",
        "ReportLinkKindEnum": "intel.reports.models.ReportLink.Kind",
        "ReportSubjectRoleEnum": "intel.reports.models.ReportSubject.Role",
        "ReportLevelEnum": "intel.reports.models.Report.Level",
        "RiskAreaEnum": "intel.reports.models.RiskArea",
    }

    handed = (HandedOver("reports.report", words=_("Draft reports"), act="reports.change_report", page="reports:detail",
                         while_in=("DRAFT", "SUBMITTED"), author="author"),)

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, OFFICE, WRITERS, allow
        from agencies.sharing import catching_up
        from hub.kit import citing
        from intel.reports.citing import PARAGRAPH
        from intel.reports.models import ReportGrant
        from intel.reports.resting import require_consent
        from intel.reports.states import State

        allow("reports.view_report", *OFFICE)
        allow("reports.add_report", *WRITERS)
        allow("reports.change_report", *WRITERS)
        allow("reports.disseminate_report", *APPROVERS)
        citing.register(PARAGRAPH)
        catching_up.register(catching_up.Given(ReportGrant, {"state": State.DISSEMINATED}, check=require_consent))
