"""Alerts of the tests, made through the real steps."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.access.grants import reader_groups
from intel.alerts.entries import AlertEntry
from intel.alerts.models import Alert
from intel.alerts.services import draft_alert, edit_alert, issue, revise_alert, submit
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject
from tests.world import World

COMPANY = SubjectEntry(kind="ORGANISATION", label="Importadora Sajama S.R.L.", names=(("ALIAS", "Sajama Import"),),
                       identifiers=(("tax", "1020703023", "BO"),))
PERSON = SubjectEntry(kind="PERSON", label="Rosa Condori Mamani", birth_dates=("1971-03",))


def entry(**given: Any) -> AlertEntry:
    """What an alert says."""
    today = timezone.localdate()
    return AlertEntry(**{"reason": "Subvaluación reiterada de textiles.", "risk_area": "UNDERVALUATION",
                         "action_requested": "PHYSICAL_EXAMINATION", "valid_from": today,
                         "valid_until": today + timedelta(days=90), **given})


def draft(world: World, by: Viewer | None = None, *, audience: tuple[str, ...] = (), subject: Subject | None = None,
          new_subject: SubjectEntry = COMPANY, reports: tuple[int, ...] = (), **given: Any) -> Alert:
    """A draft by Ana, or by somebody else, for the agencies given (none: only her own)."""
    by = by or world.ana
    with looking_as(by):
        return draft_alert(by=by, subject=subject, new_subject=None if subject else new_subject, entry=entry(**given),
                           audience=reader_groups([world.agencies[code] for code in audience], act="alerts.view_alert"),
                           own_agency_only=not audience, reports=reports)


def submitted(world: World, **given: Any) -> Alert:
    """An alert of Ana's that waits for Bruno."""
    alert = draft(world, **given)
    with looking_as(world.ana):
        return submit(by=world.ana, alert=alert, revision=alert.revision)


def issued(world: World, **given: Any) -> Alert:
    """An alert of Ana's that Bruno put in force."""
    alert = submitted(world, **given)
    with looking_as(world.bruno):
        return issue(by=world.bruno, alert=alert, revision=alert.revision)


def revised(world: World, alert: Alert, **changes: Any) -> Alert:
    """A new version by Ana of an alert in force, which waits for Bruno."""
    with looking_as(world.ana):
        new = revise_alert(by=world.ana, alert=alert, revision=alert.revision)
        new = edit_alert(by=world.ana, alert=new, revision=new.revision, **changes or {"reason": "Ahora también por calzado."})
        return submit(by=world.ana, alert=new, revision=new.revision)
