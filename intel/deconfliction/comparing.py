"""The worker's part: alerts that changed are compared, at the next step of the clock, and those concerned are told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from agencies import audit
from agencies.access import as_service, now_looking
from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify, notify_of_several
from agencies.roles import HUB
from agencies.work import queue
from intel.alerts.models import Alert
from intel.alerts.states import State as AlertState
from intel.deconfliction.kinds import COMPARE
from intel.deconfliction.models import Collision, Incompatible, Side
from intel.deconfliction.settings import STEP

_COMPARE = "select what, row_id, agency_id from deconfliction_compare(%s, %s, %s)"


def note_changes(alerts: Collection[int]) -> None:
    """Have these alerts compared at the next step, whoever changed them, in the present transaction."""
    queue.enqueue(COMPARE, alerts, not_before=step_at(timezone.now()) + STEP)


def step_at(moment: datetime) -> datetime:
    """The last step of the clock that is over."""
    return datetime.fromtimestamp(moment.timestamp() // STEP.total_seconds() * STEP.total_seconds(), tz=moment.tzinfo)


def compare(alerts: Sequence[int]) -> None:
    """Compare alerts with all in force, and tell whom it concerns. For the service; safe to repeat: told is once.

    A function of the database knows which alerts collide. What comes back are the rows that it made or ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, [list(alerts), timezone.localdate(), step_at(timezone.now())])
        rows = cursor.fetchall()
    for what, action, act in (("told", "collision.told", "deconfliction.answer_side"),
                              ("within", "collision.found_within", "deconfliction.view_side"),
                              ("ended", "collision.ended", "deconfliction.view_side")):
        _tell_sides(Side.objects.filter(pk__in=[pk for said, pk, _agency in rows if said == what]), action, act)
    for what, action in (("found", "collision.found"), ("over", "collision.over")):
        tell_coordinator(Collision.objects.filter(pk__in=[pk for said, pk, _agency in rows if said == what]), action)


def tell_closed(collisions: Sequence[int]) -> None:
    """Tell the agencies that the coordinator closed these. For the service."""
    _tell_sides(Side.objects.filter(collision__in=collisions), "collision.put_to_rest", "deconfliction.view_side")


def tell_coordinator(collisions: Iterable[Collision], action: str) -> None:
    """Tell whoever coordinates of these collisions, and note it."""
    rows = list(collisions)
    for row in rows:
        audit.record(action, by=now_looking(), on=row)
    for keeper in Agency.objects.filter(kind=HUB):
        notify_of_several(action, on=rows, to=to_holders("deconfliction.view_collision", agency_id=keeper.pk))


def tell_coordinator_of_answer(side: Side) -> None:
    """One of the two agencies answered: who coordinates is told which agency, and not of what."""
    for keeper in Agency.objects.filter(kind=HUB):
        notify("collision.answered", on=side, to=to_holders("deconfliction.view_collision", agency_id=keeper.pk))


def follow_calendar() -> int:
    """Have everything in force that must not be noticed compared: what the date alone changes, and what was missed."""
    with as_service("deconfliction"):
        ids = in_question()
        note_changes(ids or [0])  # of none, those that collided end
        return len(ids)


def in_question() -> list[int]:
    """The alerts in force that must not be noticed: of each pair that collides, one is of them. For the service."""
    discreet = Alert.objects.filter(state=AlertState.ACTIVE, action_requested__in=Incompatible.objects.values("discreet"))
    return list(discreet.values_list("pk", flat=True))


def _tell_sides(sides: Iterable[Side], action: str, act: str) -> None:
    of_agency: dict[int, list[Side]] = {}
    for side in sides:
        audit.record(action, by=now_looking(), on=side)
        of_agency.setdefault(side.owner_agency_id, []).append(side)
    for agency, rows in of_agency.items():
        notify_of_several(action, on=rows, to=to_holders(act, agency_id=agency))
