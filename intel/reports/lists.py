"""The list of reports: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from hub.kit.several import RowAct
from intel.reports import services
from intel.reports.filters import ReportFilter
from intel.reports.selectors import newest

#: A report is disseminated one by one: by a second person, after a fresh sign-in.
SEVERAL = (
    RowAct("withdraw", _("Withdraw"), "ban", lambda report, **given: services.withdraw(report=report, **given),
           ("reports.change_report", "reports.disseminate_report"), done=_("The report is withdrawn."), with_reason=True),
)

REPORTS = Listing("reports", _("Reports"), page="reports:list", act="reports.view_report", of="report", rows=newest,
                  filters=ReportFilter, several=SEVERAL, detail="reports:detail", columns=(
    column("reference", _("Report"), "reference", fixed=True),
    column("title", _("Title"), "title", "risk_area", agency="owner_agency.code"),
    column("grade", _("Grade"), "grading_scheme", "source_grade", "information_grade"),
    column("marking", _("Marking"), "classification", "tlp", "handling_codes", "handling_conditions", fixed=True),
    column("state", _("State"), "state"),
    column("reported", _("Reported"), "reported_at"),
))
