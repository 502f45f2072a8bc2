"""What people are told of reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.kit.room import Tells, Topic

_PAGE: dict[str, Any] = {"of": "reports.report", "page": "reports:detail", "listed": "reports:list"}

TELLS = (
    Tells("report.submitted", Topic.DECISIONS, **_PAGE, holders="reports.disseminate_report",
          words=_("Report %(reference)s waits for a second person.")),
    Tells("report.returned", Topic.STEPS, **_PAGE, writer="held_by_id", words=_("Your report %(reference)s was returned.")),
    Tells("report.disseminated", Topic.STEPS, **_PAGE, writer="author_id",
          words=_("Your report %(reference)s was disseminated."),
          several=_("%(count)s reports that you wrote were disseminated.")),
    Tells("report.dropped", Topic.STEPS, **_PAGE, writer="author_id", words=_("Your report %(reference)s was dropped.")),
    Tells("report.own_withdrawn", Topic.STEPS, **_PAGE, after="report.withdrawn", writer="author_id",
          words=_("Your report %(reference)s was withdrawn.")),
    Tells("report.shared", Topic.SHARED, **_PAGE, after="report.disseminated", audience=True,
          words=_("%(agency)s shared report %(reference)s with you."),
          several=_("%(count)s reports were shared with you.")),
    Tells("report.withdrawn", Topic.SHARED, **_PAGE, audience=True,
          words=_("%(agency)s withdrew report %(reference)s.")),
)
