"""Reads of measures and onward notices, and of what is to be looked at anew. Row policies leave what the viewer may see."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies.access import Viewer
from agencies.markings.models import Code
from intel.alerts.models import Alert
from intel.alerts.selectors import newest as alerts
from intel.alerts.states import IN_FORCE
from intel.alerts.states import State as AlertState
from intel.protection.models import Measure, OnwardNotice
from intel.reports.models import Report, ReportSubject
from intel.reports.selectors import newest as reports
from intel.reports.states import State as ReportState
from intel.subjects.models import Subject
from intel.subjects.selectors import newest as subjects

#: How many rows of a kind the page of what is to be looked at shows.
SHOWN = 50

_ENDED = (AlertState.EXPIRED, AlertState.WITHDRAWN, AlertState.EXECUTED)


def measures() -> QuerySet[Measure]:
    """The measures of the viewer's agency, newest first."""
    return Measure.objects.select_related("subject", "asked_by", "decided_by").order_by("-id")


def measures_on(subject: Subject) -> list[Measure]:
    """Those on one subject."""
    return list(measures().filter(subject=subject))


def onward() -> QuerySet[OnwardNotice]:
    """What the viewer's agency told others, and was told, newest first."""
    return OnwardNotice.objects.select_related("owner_agency", "told_agency", "followed_by").order_by("-id")


@dataclass(frozen=True, slots=True)
class ToReview:
    """What is held on natural persons without a legal or suspicion basis, and what was not looked at for longer than it should.

    `days` say after how many: codes of the scheme `review`; none is overdue under a code that is not there.
    """

    alerts: QuerySet[Alert]
    reports: QuerySet[Report]
    subjects: QuerySet[Subject]
    overdue_alerts: QuerySet[Alert]
    overdue_reports: QuerySet[Report]
    overdue_subjects: QuerySet[Subject]
    days: dict[str, int]


def to_review(by: Viewer) -> ToReview:
    """Of the viewer's own agency only."""
    days = {code.code: code.amount or 0 for code in Code.objects.filter(scheme="review", amount__isnull=False)}
    own = {"owner_agency": by.agency_id}
    on_person = ReportSubject.objects.filter(report=OuterRef("pk"), subject__kind=Subject.Kind.PERSON)
    held_alerts, held_reports = alerts().filter(**own).exclude(state__in=_ENDED), reports().filter(**own).exclude(
        state=ReportState.WITHDRAWN)
    persons = subjects().filter(**own, kind=Subject.Kind.PERSON, erased_at__isnull=True)
    no_basis = Q(legal_basis="") | Q(suspicion_basis="")
    looked_for = Alert.objects.filter(subject=OuterRef("pk")).exclude(state__in=_ENDED)
    named = ReportSubject.objects.filter(subject=OuterRef("pk")).exclude(report__state=ReportState.WITHDRAWN)
    return ToReview(
        alerts=held_alerts.filter(no_basis, subject__kind=Subject.Kind.PERSON),
        reports=held_reports.filter(no_basis & Exists(on_person.order_by())),
        subjects=persons.filter(~Exists(looked_for.order_by()), ~Exists(named.order_by())),
        overdue_alerts=_over(held_alerts.filter(state__in=IN_FORCE), "issued_at", days.get("ALERT")),
        overdue_reports=_over(held_reports.filter(state=ReportState.DISSEMINATED), "disseminated_at", days.get("REPORT")),
        overdue_subjects=_over(persons, "updated_at", days.get("SUBJECT")), days=days)


def _over(rows: QuerySet, column: str, days: int | None) -> QuerySet:  # type: ignore[type-arg]
    """Those that were last looked at longer ago; the oldest first."""
    if days is None:
        return rows.none()
    return rows.filter(**{f"{column}__lt": timezone.now() - timedelta(days=days)}).order_by(column, "id")
