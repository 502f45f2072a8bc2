"""Reads of alerts that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from agencies.access import audience_of
from agencies.access.audience import AgencyAudience, by_agency, in_words
from hub.kit.differences import Difference, differences
from intel.alerts.entries import AlertEntry
from intel.alerts.models import Alert, AlertGrant, AlertReport
from intel.alerts.states import State
from intel.reports.models import Report
from intel.subjects.models import Subject


def newest() -> QuerySet[Alert]:
    """Every visible alert whose subject is visible too, newest first.

    Nothing is joined: what a row of a list shows besides is fetched for the rows of a page alone, not for all that are put
    in order (of 50,000 alerts that the viewer sees: 5,000 buffers instead of 350,000). An alert is seen with its subject only.
    """
    return Alert.objects.prefetch_related("owner_agency", "unit", "subject__owner_agency").order_by("-id")


def on_subject(subject: Subject) -> QuerySet[Alert]:
    """The visible alerts on a subject, newest first."""
    return newest().filter(subject=subject)


def resting_on(report: Report) -> QuerySet[Alert]:
    """The visible alerts that rest on a report, newest first."""
    links = AlertReport.objects.filter(alert=OuterRef("pk"), report=report)
    return newest().filter(Exists(links.order_by()))


def reports_of(alert: Alert) -> list[Report]:
    """The visible reports an alert rests on, in the order in which they were named."""
    links = alert.report_links.select_related("report__owner_agency").order_by("id")
    return [link.report for link in links]


def new_version_of(alert: Alert) -> Alert | None:
    """The visible alert that is to take its place, or took it."""
    return newest().filter(replaces=alert).exclude(state=State.WITHDRAWN, issued_at=None).first()


def old_version_of(alert: Alert) -> Alert | None:
    """The alert whose place it takes, if the viewer sees that one."""
    return newest().filter(pk=alert.replaces_id).first() if alert.replaces_id else None


def changes_to(old: Alert, new: Alert) -> list[Difference]:
    """What the new version says otherwise than the old one: its text, its audience, the visible reports it rests on."""
    found = differences(Alert, AlertEntry.of(old).columns(), AlertEntry.of(new).columns())
    around = [Difference(words, of(old), of(new)) for words, of in (
        (_("Who may see it"), lambda alert: in_words(audience_by_agency(alert))),
        (_("Reports it rests on"), lambda alert: ", ".join(report.reference for report in reports_of(alert))))]
    return found + [one for one in around if one.before != one.after]


def audience_by_agency(alert: Alert) -> list[AgencyAudience]:
    """Whom it is shared with, as far as the viewer may know."""
    return by_agency(audience_of(alert, grant=AlertGrant), act="alerts.view_alert")
