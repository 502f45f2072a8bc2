"""Reads of alerts that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.access import audience_of
from agencies.access.audience import AgencyAudience, by_agency
from intel.alerts.models import Alert, AlertGrant, AlertReport
from intel.reports.models import Report
from intel.subjects.models import Subject, SubjectIdentifier, SubjectName


def newest() -> QuerySet[Alert]:
    """Every visible alert whose subject is visible too, newest first."""
    return Alert.objects.select_related("owner_agency", "unit", "subject__owner_agency").order_by("-id")


def saying(alerts: QuerySet[Alert], terms: str) -> QuerySet[Alert]:
    """Those whose reference, reason, or subject's names or identifiers hold all of the words, whatever their accents."""
    for term in terms.split():
        named = SubjectName.objects.filter(subject=OuterRef("subject"), name__unaccent__icontains=term)
        numbered = SubjectIdentifier.objects.filter(subject=OuterRef("subject"), value__icontains=term)
        alerts = alerts.filter(Q(reference__icontains=term) | Q(reason__unaccent__icontains=term)
                               | Exists(named.order_by()) | Exists(numbered.order_by()))
    return alerts


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


def audience_by_agency(alert: Alert) -> list[AgencyAudience]:
    """Whom it is shared with, as far as the viewer may know."""
    return by_agency(audience_of(alert, grant=AlertGrant), act="alerts.view_alert")
