"""New versions of what was approved, of alerts and reports alike: who begins one, of what, and how many wait at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from hub.kit.errors import Conflict, NotAllowed, NotFound, WrongState
from intel.alerts import services as alerts
from intel.reports import services as reports
from tests.alerts import writing as alert_writing
from tests.reports import writing as report_writing
from tests.world import World


@dataclass(frozen=True)
class Kind:
    """Alerts or reports: the name under which services take one, its services, and what makes one in each state."""

    name: str
    plural: str
    services: Any
    writing: Any
    out: Callable[..., Any]
    puts_out: Callable[..., Any]

    def revise(self, viewer: Any, row: Any, *, revision: int | None = None) -> Any:
        """Begin a new version of it."""
        act = getattr(self.services, f"revise_{self.name}")
        return act(by=viewer, revision=row.revision if revision is None else revision, **{self.name: row})


KINDS = [Kind("alert", "alerts", alerts, alert_writing, alert_writing.issued, alerts.issue),
         Kind("report", "reports", reports, report_writing, report_writing.disseminated, reports.disseminate)]
OF_EACH = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@OF_EACH
@pytest.mark.parametrize(("person", "refusal"), [
    ("ana", None), ("hugo", None), ("bruno", None), ("carla", NotAllowed), ("fabio", NotAllowed), ("elena", NotAllowed),
    ("ivan", NotFound)])
def test_who_begins_a_new_version(world: World, kind: Kind, person: str, refusal: Any) -> None:
    row, viewer = kind.out(world, audience=("PB",)), world.viewers[person]
    with looking_as(viewer):
        if refusal is None:
            assert kind.revise(viewer, row).replaces_id == row.pk
        else:
            with pytest.raises(refusal):
                kind.revise(viewer, row)


@OF_EACH
@pytest.mark.parametrize("made", ["draft", "submitted"])
def test_what_is_not_out_has_no_new_version(world: World, kind: Kind, made: str) -> None:
    row = getattr(kind.writing, made)(world)
    with looking_as(world.ana), pytest.raises(WrongState):
        kind.revise(world.ana, row)


@OF_EACH
def test_one_new_version_waits_at_a_time(world: World, kind: Kind) -> None:
    row = kind.out(world)
    new = kind.writing.revised(world, row)
    with looking_as(world.hugo), pytest.raises(Conflict):
        kind.revise(world.hugo, row)
    with looking_as(world.ana):
        kind.services.withdraw(by=world.ana, reason="No hace falta.", revision=new.revision, **{kind.name: new})
    with looking_as(world.hugo):
        assert kind.revise(world.hugo, row)


@OF_EACH
def test_an_old_revision_is_a_conflict(world: World, kind: Kind) -> None:
    row = kind.out(world)
    with looking_as(world.ana), pytest.raises(Conflict):
        kind.revise(world.ana, row, revision=row.revision - 1)


@OF_EACH
def test_a_partner_who_sees_the_new_version_only_learns_of_no_other(world: World, kind: Kind) -> None:
    old = kind.out(world)
    groups = reader_groups([world.agencies["PB"]], act=f"{kind.plural}.view_{kind.name}")
    new = kind.writing.revised(world, old, audience=groups)
    with looking_as(world.bruno):
        kind.puts_out(by=world.bruno, revision=new.revision, **{kind.name: new})
    seen = world.api(world.carla).get(f"/api/v1/{kind.plural}/{new.pk}/").json()
    assert (seen["replaces"], seen["replaced_by"]) == (None, None)
    assert old.reference not in world.client(world.carla).get(f"/{kind.plural}/{new.pk}/").content.decode()
    assert world.api(world.bruno).get(f"/api/v1/{kind.plural}/{new.pk}/").json()["replaces"] == old.pk
