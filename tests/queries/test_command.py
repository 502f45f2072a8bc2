"""`manage.py query`: one question as a person, and the answer."""

import io

import pytest
from django.core.management import CommandError, call_command

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.models import User
from agencies.roles import Role
from intel.queries import index
from intel.queries.models import Answer, Query
from tests.alerts import writing as alerts
from tests.queries.asking import asked, disclosed, opened, work
from tests.world import as_operator, engaged

ASKED = {"--as": "carla", "--purpose": "CRIMINAL_INVESTIGATION", "--basis": "Ley 1970", "--case": "LP-118/2026"}


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def answering(monkeypatch):
    """The worker answers while the command waits."""
    def works(_seconds):
        work()
        with as_service("tests"):
            for answer in Answer.objects.select_related("query"):
                opened(answer.query)

    monkeypatch.setattr("intel.queries.management.commands.query.time.sleep", works)


def run(*names, **changed):
    given = {**ASKED, **{f"--{name}": value for name, value in changed.items()}}
    out = io.StringIO()
    call_command("query", *names, *(part for pair in given.items() for part in pair), stdout=out)
    return out.getvalue()


def test_it_asks_waits_and_prints_the_answer(world, answering):
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    alerts.issued(world)
    told = run("Importadora Sajama S.R.L.", "Sajama", kind="organisation", identifier="tax:1020703023:BO")
    with looking_as(world.carla):
        query = Query.objects.get()
    assert (query.asked_by_id, query.names, query.identifiers, query.kind) == (
        world.carla.user_id, ["Importadora Sajama S.R.L.", "Sajama"], [["tax", "1020703023", "BO"]], "ORGANISATION")
    assert query.reference in told and "HIT_CONTACT_OWNER" in told and "AN-H-" in told and "contact the owner's desk" in told
    with looking_as(engaged(world.agencies["PB"], "paula", Role.AUDITOR)):
        assert set(Event.objects.filter(object_id=query.pk).values_list("action", flat=True)) == {"query.asked", "query.read"}


def test_no_hit_is_said_to_be_no_proof(world, answering):
    assert "NO_HIT" in (told := run("Nadie Jamás")) and "no proof" in told


@pytest.mark.parametrize(("changed", "names", "told"), [
    ({"as": "nobody"}, ["Rosa"], "There is no person “nobody”"), ({"as": "gala"}, ["Rosa"], "role"),
    ({"purpose": "NOSINESS"}, ["Rosa"], "purpose: "), ({"basis": " "}, ["Rosa"], "legal_basis: "), ({}, [], "names: "),
    ({"kind": "GHOST"}, ["Rosa"], "kind: "), ({"identifier": "S/N"}, ["Rosa"], "identifiers.0"),
    ({"case": "a\0b"}, ["Rosa"], "not seen"),
    ({}, ["Ro\udce9sa"], "no UTF-8"),     ({"born": "31/12/1971"}, ["Rosa"], "birth_dates.0"),
])
def test_it_refuses_cleanly_and_asks_nothing(world, changed, names, told):
    with pytest.raises(CommandError, match=told):
        run(*names, **changed)
    with as_service("tests"):
        assert not Query.objects.exists()


def test_it_has_no_more_budget_than_the_page_and_none_for_who_left(world, monkeypatch):
    monkeypatch.setattr("intel.queries.budget.A_DAY", 1)
    asked(world.carla)
    with pytest.raises(CommandError, match="1 times today"):
        run("Rosa")
    with as_operator():
        User.objects.filter(username="celia").update(is_active=False)
    with pytest.raises(CommandError, match="There is no person"):
        run("Rosa", **{"as": "celia"})
    with as_service("tests"):
        assert Query.objects.count() == 1


def test_without_an_answer_in_time_it_says_where_to_read_it(world):
    with pytest.raises(CommandError, match="has no answer after 0.2 seconds"):
        run("Rosa", wait="0.2")
    with as_service("tests"):
        assert Query.objects.count() == 1
