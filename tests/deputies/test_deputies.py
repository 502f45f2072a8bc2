"""Letting a colleague decide in one's name for a while: who may be one, and when that ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.deputies import services
from agencies.deputies.models import Delegation
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired
from tests.deputies.making import ACT, again, delegated, in_force, person
from tests.releases.test_watching import only
from tests.sql import taken
from tests.world import as_operator, engaged


@pytest.mark.parametrize("who", ["ana", "hugo", "fabio", "gala"])
def test_only_who_holds_it_delegates_it(world: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        delegated(world, world.ivan, world.viewers[who])


def test_a_deputy_delegates_it_no_further(world: Any) -> None:
    hugo = in_force(world, world.hugo)
    with pytest.raises(NotAllowed, match="not delegated on"):
        delegated(world, world.ana, hugo)
    with looking_as(hugo), pytest.raises(Error, match="row-level security"), transaction.atomic():
        now = timezone.now()
        Delegation.objects.create(owner_agency_id=hugo.agency_id, act=ACT, authority_id=hugo.user_id, deputy_id=world.ana.user_id,
                                  begins_at=now, ends_at=now + timedelta(days=1), reason="x")


def test_it_takes_a_fresh_sign_in(world: Any) -> None:
    with pytest.raises(StepUpRequired):
        delegated(world, world.hugo, replace(world.bruno, fresh=False))


@pytest.mark.parametrize(("to", "words"), [
    ("carla", "another person of your agency"), ("bruno", "another person"), ("fabio", "administers or audits"),
    ("gala", "administers or audits"), ("frida", "None of their roles")])
def test_not_everybody_is_a_deputy(world: Any, to: str, words: str) -> None:
    if to == "frida":
        world.viewers["frida"] = engaged(world.agencies["AN"], "frida", Role.FRONT_LINE)
    with pytest.raises(Invalid, match=words) as refusal:
        delegated(world, world.viewers[to])
    assert refusal.value.field == "deputy"


@pytest.mark.parametrize(("given", "field"), [
    ({"ends_at": timezone.now() - timedelta(days=1), "begins_at": timezone.now() - timedelta(days=2)}, "ends_at"),
    ({"ends_at": timezone.now() + timedelta(days=300)}, "ends_at"), ({"reason": " "}, "reason"),
    ({"begins_at": timezone.now() + timedelta(days=400), "ends_at": timezone.now() + timedelta(days=401)}, "begins_at"),
    ({"act": "agencies.administer_users"}, "act"), ({"act": "nothing"}, "act")])
def test_bad_input_says_where(world: Any, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        delegated(world, world.hugo, **given)
    assert refusal.value.field == field


def moved(begins: str, ends: str) -> None:
    """So much later it is."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for switch in ("disable trigger user", "no force row level security"):
            cursor.execute(f"alter table deputies_delegation {switch}")
        cursor.execute("update deputies_delegation set begins_at = begins_at - %s::interval, ends_at = ends_at - %s::interval",
                       [begins, ends])
        for switch in ("force row level security", "enable trigger user"):
            cursor.execute(f"alter table deputies_delegation {switch}")


def test_it_begins_and_ends_by_the_clock(world: Any) -> None:
    assert not in_force(world, world.hugo, since=timedelta(hours=1)).may(ACT)
    moved("2 hours", "2 hours")
    assert again(world.hugo).may(ACT)
    moved("9 days", "5 days")
    assert not again(world.hugo).may(ACT)


@pytest.mark.parametrize("who", ["bruno", "hugo"])
def test_either_ends_it_early(world: Any, who: str) -> None:
    row = delegated(world, world.hugo)
    by = world.viewers[who]
    with looking_as(world.ana), pytest.raises(NotAllowed):
        services.end(by=world.ana, delegation=row)
    with looking_as(by):
        services.end(by=by, delegation=row)
        with pytest.raises(Conflict):
            services.end(by=by, delegation=row)
    assert not again(world.hugo).may(ACT)
    assert only(world, "delegation.ended") == [{"bruno": "hugo", "hugo": "bruno"}[who]]


@pytest.mark.parametrize("who", ["bruno", "hugo"])
def test_when_either_leaves_it_has_ended(world: Any, who: str) -> None:
    from agencies.people import activate, deactivate

    row = delegated(world, world.hugo)
    with looking_as(world.gala):
        deactivate(by=world.gala, person=person(world.viewers[who]))
    with looking_as(world.ana):
        row = Delegation.objects.get(pk=row.pk)
        assert row.ended_at is not None and row.ended_by_id is None
    with looking_as(world.gala):
        activate(by=world.gala, person=person(world.viewers[who]))
    assert not again(world.hugo).may(ACT)


def test_it_counts_no_longer_than_the_authority_has_the_act(world: Any) -> None:
    assert in_force(world, world.hugo).may(ACT)
    engaged(world.agencies["AN"], "hilda", Role.RELEASE_AUTHORITY)
    assert not again(world.bruno).may(ACT), "a supervisor stands in no more"
    assert not again(world.hugo).may(ACT)


def test_nobody_becomes_an_auditor_meanwhile(world: Any) -> None:
    from agencies.models import AgencyRole

    delegated(world, world.hugo)
    with as_operator(), pytest.raises(Error, match="who administers, who audits"), transaction.atomic():
        person(world.hugo).groups.add(AgencyRole.objects.get(agency=world.agencies["AN"], role="AUDITOR").group_id)


def test_it_counts_no_longer_than_the_deputy_works_on_such_things(world: Any) -> None:
    from agencies.models import AgencyRole

    assert in_force(world, world.hugo).may(ACT)
    with as_operator():
        person(world.hugo).groups.set([AgencyRole.objects.get(agency=world.agencies["AN"], role="FRONT_LINE").group_id])
    assert not again(world.hugo).may(ACT)


def test_of_what_is_not_lent_nothing_is_gained(world: Any) -> None:
    """Who writes to the database as the application lends nothing but what rooms say may be lent."""
    with looking_as(world.bruno):
        insert(world, act="releases.send_release")
    assert not again(world.hugo).may("releases.send_release")


def insert(world: Any, **given: Any) -> None:
    now = timezone.now()
    with transaction.atomic():
        Delegation.objects.create(**{
            "owner_agency_id": world.bruno.agency_id, "act": ACT, "authority_id": world.bruno.user_id, "reason": "x",
            "deputy_id": world.hugo.user_id, "begins_at": now, "ends_at": now + timedelta(days=1), **given})


@pytest.mark.parametrize(("given", "rule"), [
    ({"deputy_id": "bruno"}, "delegation_is_to_another"), ({"deputy_id": "carla"}, "row-level security"),
    ({"authority_id": "ana"}, "row-level security"), ({"authority_id": "celia"}, "row-level security"),
    ({"owner_agency_id": "carla"}, "row-level security"), ({"act": "agencies.administer_users"}, "row-level security"),
    ({"deputy_id": "fabio"}, "duties_exclude_each_other|are different people"), ({"reason": ""}, "delegation_says_why"),
    ({"ends_at": timedelta(days=93)}, "delegation_is_not_for_long"), ({"ends_at": -timedelta(days=1)}, "delegation_ends_after"),
    ({"ended_at": timedelta(0)}, "row-level security")])
def test_the_database_holds_it(world: Any, given: dict[str, Any], rule: str) -> None:
    def meant(name: str, value: Any) -> Any:
        if isinstance(value, timedelta):
            return timezone.now() + value
        if name == "owner_agency_id":
            return world.viewers[value].agency_id
        return world.viewers[value].user_id if name.endswith("_id") else value

    with looking_as(world.bruno), pytest.raises(Error, match=rule):
        insert(world, **{name: meant(name, value) for name, value in given.items()})


def test_two_at_once_lend_it_once(world: Any) -> None:
    delegated(world, world.hugo)
    with pytest.raises(Conflict, match="in this time already"):
        delegated(world, world.hugo, since=timedelta(days=3), ends_at=timezone.now() + timedelta(days=9))
    with looking_as(world.bruno), pytest.raises(Error, match="delegation_is_made_once"):
        insert(world)
    delegated(world, world.hugo, since=timedelta(days=5), ends_at=timezone.now() + timedelta(days=9))
    delegated(world, world.ana)


@pytest.mark.parametrize(("who", "sees"), [("ana", 1), ("fabio", 1), ("carla", 0), ("elena", 0)])
def test_its_agency_alone_reads_who_deputises(world: Any, who: str, sees: int) -> None:
    delegated(world, world.hugo)
    with looking_as(world.viewers[who]):
        assert Delegation.objects.count() == sees


@pytest.mark.parametrize("statement", [
    "update deputies_delegation set ends_at = ends_at + interval '90 days'", "delete from deputies_delegation",
    "update deputies_delegation set deputy_id = authority_id", "update deputies_delegation set ended_at = null"])
@pytest.mark.parametrize("who", ["bruno", "hugo", "gala"])
def test_it_stays_as_it_was_made(world: Any, who: str, statement: str) -> None:
    delegated(world, world.hugo)

    def all_of_it() -> list[Any]:
        with looking_as(world.ana):
            return list(Delegation.objects.values())

    before = all_of_it()
    with looking_as(world.viewers[who]):
        taken(statement)
    assert all_of_it() == before


def test_on_its_page_and_by_program(world: Any) -> None:
    begins, ends = (timezone.localtime() + timedelta(days=days) for days in (0, 3))
    given = {"act": ACT, "deputy": world.hugo.user_id, "begins_at": begins.strftime("%Y-%m-%dT%H:%M"),
             "ends_at": ends.strftime("%Y-%m-%dT%H:%M"), "reason": "Vacaciones."}
    assert "Delegate" in world.client(world.bruno).get("/deputies/").content.decode()
    assert 'name="deputy"' not in world.client(world.ana).get("/deputies/").content.decode()
    assert world.client(world.gala).get("/deputies/").status_code == 403
    assert world.client(world.ana).post("/deputies/", given).status_code == 403
    assert world.client(world.bruno).post("/deputies/", given).status_code == 302
    [row] = world.api(world.ana).get("/api/v1/delegations/").json()["results"]
    assert (row["authority"], row["deputy"]) == ("bruno", "hugo")
    assert world.client(world.hugo).post(f"/deputies/{row['id']}/end/").status_code == 302
    said = given | {"deputy": "hugo", "begins_at": begins.isoformat(), "ends_at": ends.isoformat()}
    assert world.api(world.bruno).post("/api/v1/delegations/", said).json()["type"].endswith("step_up_required")
    made = world.api(world.bruno, signed_in=True).post("/api/v1/delegations/", said)
    assert made.status_code == 201, made.content
    assert world.api(world.bruno).post(f"/api/v1/delegations/{made.json()['id']}/end/").status_code == 200
    answer = world.api(world.bruno, signed_in=True).post("/api/v1/delegations/", said | {"deputy": "carla"})
    assert answer.status_code == 400 and "deputy" in answer.content.decode()
