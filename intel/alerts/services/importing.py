"""Importing a watchlist: an alert in force for each of its entries, and again for each of its editions."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import F
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.audience import chosen_groups
from agencies.markings.classification import Classification
from agencies.models import Agency
from agencies.references import next_references
from hub.kit.rows import many
from intel.alerts.entries import AlertEntry, checked
from intel.alerts.life import LIFE
from intel.alerts.models import ActionRequested, Alert
from intel.alerts.services.writing import SERIES
from intel.alerts.signals import alerts_changed
from intel.alerts.states import IN_FORCE, State
from intel.reports.models import RiskArea
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject
from intel.subjects.services import register_many

_BATCH = 1000

_GRANT = """
    insert into alerts_alertgrant (content_object_id, group_id, permission_id)
    select alert, audience, %s from unnest(%s::bigint[]) alert cross join unnest(%s::int[]) audience
    on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """One entry of a list: the subject, with `source` and `source_ref`, and why it is listed."""

    subject: SubjectEntry
    reason: str


@dataclass(slots=True)
class Imported:
    """What became of a list: alerts that are new, changed with their subject, as before, or withdrawn as not listed any more.

    `extended` are those of the changed and the same that are valid longer now.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    withdrawn: int = 0
    extended: int = 0
    alerts: list[int] = field(default_factory=list)


@atomic
def import_watchlist(*, by: Viewer, listed: Sequence[ListedSubject], source: str, audience: Collection[int] = (),
                     own_agency_only: bool = False, valid_days: int = 365, withdraw_missing: bool = False,
                     on_progress: Callable[[str, int], None] | None = None) -> Imported:
    """Issue an alert for each entry of a list that has none in force; take over what the list says anew of the others.

    The whole list in one transaction: an edition is in force or it is not. The alerts have no author but the list; the
    viewer answers for them as their issuer. Those of entries that the list still has are valid for `valid_days` from now on,
    or they would all end in one night. Those of entries that the list does not have any more stay in force unless
    `withdraw_missing`. Raises NotAllowed, Invalid.
    """
    require(by, "alerts.import_watchlist")
    groups = chosen_groups(audience, own_agency_only=own_agency_only, by=by, act="alerts.view_alert")
    tell = on_progress or (lambda step, rows: None)
    tell("subjects", 0)
    before = dict(Subject.objects.filter(owner_agency=by.agency_id, source=source).values_list("pk", "revision"))
    with many():
        subjects = register_many(by=by, entries=[one.subject for one in listed], groups=groups)
    tell("subjects", len(subjects))
    in_force = Alert.objects.filter(owner_agency=by.agency_id, subject__source=source, state__in=IN_FORCE)
    held = dict(in_force.values_list("subject", "pk"))
    taken = set(in_force.filter(imported=True).values_list("pk", flat=True))
    fresh = [(one, subject) for one, subject in zip(listed, subjects, strict=True) if subject.pk not in held]
    revised = [held[s.pk] for s in subjects if s.pk in held and before.get(s.pk) != s.revision]
    with many():
        made = _issue(fresh, groups, valid_days, by, source)
    listed_before = {held[s.pk] for s in subjects if s.pk in held}
    _share_all(taken & listed_before, groups)
    extended = _extend(taken & listed_before, valid_days)
    tell("alerts", len(made))
    gone = _end(taken - listed_before, by, source) if withdraw_missing else []
    result = Imported(new=len(made), changed=len(revised), same=len(subjects) - len(made) - len(revised),
                      withdrawn=len(gone), extended=extended, alerts=made)
    audit.record("watchlist.imported", by=by, source=source, new=result.new, changed=result.changed, same=result.same,
                 withdrawn=result.withdrawn, extended=extended, audience=sorted(groups))
    if made or gone:
        alerts_changed.send(Alert, ids=[*made, *gone])
    return result


def _issue(fresh: list[tuple[ListedSubject, Subject]], groups: set[int], valid_days: int, by: Viewer,
           source: str) -> list[int]:
    today, now = timezone.localdate(), timezone.now()
    agency = Agency.objects.get(pk=by.agency_id)
    entry = checked(AlertEntry(
        reason="list", risk_area=RiskArea.OTHER, action_requested=ActionRequested.DOCUMENTARY_CHECK, valid_from=today,
        valid_until=today + timedelta(days=valid_days), classification=Classification.UNCLASSIFIED.value), cleared=by.cleared)
    references = next_references(agency, year=today.year, series=SERIES, count=len(fresh))
    columns = entry.columns() | {"state": State.ACTIVE, "issued_by_id": by.user_id, "issued_at": now, "imported": True}
    alerts = Alert.objects.bulk_create(
        [Alert(reference=reference, owner_agency=agency, unit_id=by.unit_id, subject=subject,
               **columns | {"reason": one.reason, "classification": subject.classification})
         for reference, (one, subject) in zip(references, fresh, strict=True)], batch_size=_BATCH)
    LIFE.begin(alerts, by=by, reason=_("Listed by %(source)s.") % {"source": source})
    made = [alert.pk for alert in alerts]
    _share_all(made, groups)
    return made


def _extend(alerts: Collection[int], valid_days: int) -> int:
    """Let alerts be valid for so many days from today, where they end earlier; how many they were."""
    until = timezone.localdate() + timedelta(days=valid_days)
    return Alert.objects.filter(pk__in=alerts, valid_until__lt=until).update(
        valid_until=until, revision=F("revision") + 1, updated_at=timezone.now())


def _end(alerts: Collection[int], by: Viewer, source: str) -> list[int]:
    """Withdraw the alerts that a list does not have any more."""
    return LIFE.move_all(Alert.objects.filter(pk__in=alerts), to=State.WITHDRAWN, by=by, action="alert.unlisted",
                         reason=_("Not listed by %(source)s any more.") % {"source": source})


def _share_all(alerts: Collection[int], groups: set[int]) -> None:
    """Let the groups see alerts besides whoever sees them already."""
    view = Permission.objects.get(content_type__app_label="alerts", codename="view_alert")
    if alerts and groups:
        with connection.cursor() as cursor:
            cursor.execute(_GRANT, [view.pk, sorted(alerts), sorted(groups)])
