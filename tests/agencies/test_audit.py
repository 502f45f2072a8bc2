"""The audit log: only added to, read by auditors within their scope, and looking is recorded too."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import as_service, looking_as
from agencies.audit import record
from agencies.audit.models import Event
from agencies.models import User


@pytest.fixture
def told(world):
    """Ana does something; Carla does something with what is customs', and something of her own."""
    with looking_as(world.ana):
        record("report.read", by=world.ana, on=User.objects.get(username="hugo"), terms="punti")
    with looking_as(world.carla):
        record("alert.read", by=world.carla, on=User.objects.get(username="ana"))
        record("report.searched", by=world.carla, terms="secreto")
    return world


def log(viewer):
    with looking_as(viewer):
        return [(event.actor_id, event.action) for event in Event.objects.order_by("id")]


def test_an_auditor_sees_what_the_agencys_people_did_and_what_was_done_with_its_own(told):
    assert log(told.fabio) == [(told.ana.user_id, "report.read"), (told.carla.user_id, "alert.read")]


@pytest.mark.parametrize("person", ["ana", "bruno", "gala", "carla", "elena"])
def test_nobody_else_reads_it(told, person):
    assert log(told.viewers[person]) == []
    assert told.client(told.viewers[person]).get("/audit/").status_code == 403
    assert told.api(told.viewers[person]).get("/api/v1/audit/").status_code == 403


@pytest.mark.parametrize("statement", [
    "update audit_event set action = 'x'", "delete from audit_event", "truncate audit_event"])
@pytest.mark.parametrize("role", ["hub_application", "hub_service", "hub_owner"])
def test_update_and_delete_are_refused_to_everybody(told, statement, role):
    with looking_as(told.fabio), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        if role == "hub_owner":  # whom the policies hold too: what the table itself refuses has to be tried on a row
            cursor.execute("reset role")
            cursor.execute("alter table audit_event no force row level security")
        else:
            cursor.execute(f"set local role {role}")
        cursor.execute(statement)
    assert len(log(told.fabio)) == 2


@pytest.mark.parametrize("forged", [{"actor_id": None}, {"agency_id": 1}])
def test_nobody_writes_in_the_name_of_another(told, forged):
    with looking_as(told.ana), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        record("report.read", by=told.carla)
    with pytest.raises(DatabaseError, match="row-level security"), as_service("test"):
        record("report.read", by=told.ana)


@pytest.mark.parametrize(("query", "seen"), [
    ("", ["report.read", "alert.read"]), ("?person=Carla", ["alert.read"]), ("?action=report.", ["report.read"]),
    ("?action=read", []), ("?kind=agencies.user", ["report.read", "alert.read"]), ("?kind=reports.report", []),
    ("?object=Hugo", ["report.read"]), ("?since=2020-01-01", ["report.read", "alert.read"]), ("?until=2020-01-01", []),
    ("?since=yesterday", []), ("?number=0", []), ("?number=many", []),
])
def test_it_is_narrowed_by_person_action_object_and_period(told, query, seen):
    page = told.client(told.fabio).get(f"/audit/{query}")
    assert page.status_code == 200
    for action in ("report.read", "alert.read"):
        assert (f"<code>{action}</code>" in page.content.decode()) is (action in seen)
    if "yesterday" not in query and "many" not in query:
        rows = told.api(told.fabio).get(f"/api/v1/audit/{query}").json()["results"]
        assert {row["action"] for row in rows} & {"report.read", "alert.read"} == set(seen)


def test_looking_into_the_log_is_recorded(told):
    client = told.client(told.fabio)
    client.get("/audit/?person=Ana")
    with looking_as(told.fabio):
        searched = Event.objects.get(action="audit.searched")
        assert (searched.actor_id, searched.detail["filters"]) == (told.fabio.user_id, {"person": "Ana"})
    assert client.get(f"/audit/{searched.pk}/").status_code == 200
    told.api(told.fabio).get(f"/api/v1/audit/{searched.pk}/")
    with looking_as(told.fabio):
        assert Event.objects.filter(action="audit.read").count() == 2


def test_an_event_of_another_agency_is_absent(told):
    with looking_as(told.carla):
        record("report.read", by=told.carla)
    with looking_as(told.fabio):
        latest = Event.objects.latest("id").pk
    hidden, absent = (told.client(told.fabio).get(f"/audit/{pk}/") for pk in (latest + 2, 987654321))
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_what_is_refused_and_rolled_back_leaves_no_event_but_the_refusal(told):
    told.client(told.fabio).get("/reports/")
    with looking_as(told.fabio):
        own = Event.objects.filter(actor_id=told.fabio.user_id)
        assert [(event.action, event.detail["path"]) for event in own] == [("request.refused", "/reports/")]
