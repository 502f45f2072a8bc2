"""Writing an alert: the first draft with its subject and audience, and its changes while it is a draft."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, may, require
from agencies.access.audience import chosen_groups
from agencies.access.grants import share
from agencies.models import Agency
from agencies.references import next_reference
from hub.kit.errors import Conflict, Invalid, WrongState
from hub.kit.rows import lock
from intel.alerts.entries import AlertEntry, checked
from intel.alerts.models import Alert, AlertGrant, AlertReport
from intel.alerts.states import State
from intel.reports.models import Report
from intel.subjects.models import Subject

#: The series of alerts in an agency's references: AN-A-2026-000017.
SERIES = "A"


@atomic
def draft_alert(*, by: Viewer, subject: Subject, entry: AlertEntry, audience: Collection[int] = (),
                own_agency_only: bool = False, reports: Iterable[int] = ()) -> Alert:
    """Keep a new alert on a subject of the viewer's agency as a draft. Its audience is chosen now, not later.

    `reports` are ids of visible reports it rests on. Raises NotAllowed, Invalid with the field.
    """
    require(by, "alerts.add_alert", when=subject.owner_agency_id == by.agency_id,
            otherwise=_("Raise an alert on a subject of your own agency; register one if there is none."))
    entry = checked(entry, cleared=by.cleared)
    groups = chosen_groups(audience, own_agency_only=own_agency_only, by=by)
    agency = Agency.objects.get(pk=by.agency_id)
    alert = Alert.objects.create(
        reference=next_reference(agency, year=timezone.localdate().year, series=SERIES), owner_agency=agency,
        unit_id=by.unit_id, subject=subject, created_by_id=by.user_id, **entry.columns())
    share(alert, groups=groups, grant=AlertGrant)
    _rest_on(alert, reports)
    audit.record("alert.drafted", by=by, on=alert, audience=sorted(groups))
    return alert


@atomic
def edit_alert(*, by: Viewer, alert: Alert, revision: int, audience: Collection[int] | None = None,
               own_agency_only: bool = False, **changes: Any) -> Alert:
    """Change a draft: the fields of AlertEntry that are given, and the audience; the rest stays.

    `revision` is the one the author had before their eyes. Raises NotAllowed, NotFound, WrongState, Conflict, Invalid.
    """
    require(by, "alerts.change_alert", when=_is_author(by, alert), otherwise=_("Only its author may change a draft."))
    alert = lock(alert)
    if alert.state != State.DRAFT:
        raise WrongState(_("Only a draft can be changed. Ask for it to be returned."))
    if alert.revision != revision:
        raise Conflict(_("This alert was changed while you were writing. Reload it and enter your changes again."))
    entry = checked(replace(AlertEntry.of(alert), **changes), cleared=by.cleared)
    for name, value in (entry.columns() | {"revision": alert.revision + 1}).items():
        setattr(alert, name, value)
    alert.save()
    if audience is not None or own_agency_only:
        share(alert, groups=chosen_groups(audience or (), own_agency_only=own_agency_only, by=by), grant=AlertGrant)
    audit.record("alert.changed", by=by, on=alert, revision=alert.revision)
    return alert


def can_edit(by: Viewer, alert: Alert) -> bool:
    """Whether `edit_alert` would let this person begin."""
    return may(by, "alerts.change_alert", when=_is_author(by, alert) and alert.state == State.DRAFT)


def _is_author(by: Viewer, alert: Alert) -> bool:
    return by.user_id is not None and alert.created_by_id == by.user_id


def _rest_on(alert: Alert, reports: Iterable[int]) -> None:
    wanted = list(dict.fromkeys(reports))
    visible = set(Report.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for number, report in enumerate(wanted):
        if report not in visible:
            raise Invalid(_("There is no such report."), field=f"reports.{number}")
    AlertReport.objects.bulk_create([AlertReport(alert=alert, report_id=report) for report in wanted])
