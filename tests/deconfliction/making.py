"""Alerts that collide, for the tests: made by their agencies, found by the worker."""

from typing import Any

from django.utils import timezone

from agencies.access import Viewer, as_service, looking_as
from agencies.models import Agency
from agencies.roles import Role
from agencies.services import found_agency
from agencies.work import kinds, running
from agencies.work.models import Work
from intel.alerts.models import Alert
from intel.deconfliction.kinds import COMPARE
from intel.deconfliction.models import Collision, Side
from tests.screening import making
from tests.world import as_operator, engaged

DISCREET, SPECIFIC = "DISCREET_CHECK", "SPECIFIC_CHECK"
PLATE = ("plate", "4821-KLP", "BO")


def coordinator() -> Viewer:
    """Victor, of the body that keeps the hub."""
    with as_operator():
        keeper = Agency.objects.filter(kind="HUB").first() or found_agency(code="CEN", name="Central", kind="HUB")
    return engaged(keeper, "victor", Role.COORDINATOR, clearance="UNCLASSIFIED")


def alert(by: Viewer, action: str, *identifiers: tuple[str, str, str], **given: Any) -> Alert:
    """An alert in force on a vehicle of the plate, if nothing else is said."""
    return making.alert(by, given.pop("label", f"Camión {by.agency_code}"), kind=given.pop("kind", "VEHICLE"),
                        identifiers=identifiers or (PLATE,), action_requested=action, **given)


def collide(world: Any) -> tuple[Alert, Alert]:
    """Customs watches a lorry, police has it stopped."""
    alerts = alert(world.ana, DISCREET), alert(world.carla, SPECIFIC)
    compared()
    return alerts


def compared() -> int:
    """The quarter of an hour is over: the worker compares and tells."""
    with as_service("tests"):
        Work.objects.filter(kind=COMPARE).update(not_before=timezone.now())
    return running.run_due(kinds.NOTICES)


def side(viewer: Viewer) -> Side:
    """The only thing that the viewer's agency was told."""
    with looking_as(viewer):
        return Side.objects.get()


def sides(viewer: Viewer) -> list[tuple[str, str, str]]:
    """What the viewer's agency was told: state, own alert, the other one of its own."""
    with looking_as(viewer):
        return [(one.state, one.alert.reference, one.beside.reference if one.is_within else "")
                for one in Side.objects.select_related("alert", "beside").order_by("told_at", "id")]


def collisions(viewer: Viewer) -> list[tuple[str, str, str]]:
    """What the coordinator sees: state and the two agencies."""
    with looking_as(viewer):
        return [(one.state, one.first_agency.code, one.second_agency.code)
                for one in Collision.objects.select_related("first_agency", "second_agency").order_by("told_at", "id")]
