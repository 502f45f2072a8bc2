"""The list of reports: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.reports.filters import ReportFilter
from intel.reports.selectors import newest

REPORTS = Listing("reports", _("Reports"), page="reports:list", act="reports.view_report", of="report", rows=newest,
                  filters=ReportFilter, columns=(
    column("reference", _("Report"), "reference", fixed=True),
    column("title", _("Title"), "title", "risk_area", agency="owner_agency.code"),
    column("grade", _("Grade"), "grading_scheme", "source_grade", "information_grade"),
    column("marking", _("Marking"), "classification", "tlp", "handling_codes", "handling_conditions", fixed=True),
    column("state", _("State"), "state"),
    column("reported", _("Reported"), "reported_at"),
))
