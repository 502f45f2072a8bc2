"""Asking on pages and in the API, and reading what may be read."""

import pytest

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from intel.queries import index
from intel.queries.models import Query
from intel.queries.settings import A_DAY
from tests.alerts import writing as alerts
from tests.queries.asking import asked, disclosed, opened, work
from tests.world import engaged

FORM = {"purpose": "TAX_CONTROL", "urgency": "NORMAL", "case_reference": "C-7/2026", "legal_basis": "Ley 2492",
        "kind": "ORGANISATION",
        "names": "Importadora Sajama S.R.L.\nSajama Import", "birth_dates": "", "countries": "bo", "addresses": "",
        "identifiers-TOTAL_FORMS": "1", "identifiers-INITIAL_FORMS": "0", "identifiers-0-kind": "tax",
        "identifiers-0-value": "1020703023", "identifiers-0-country": "BO"}
JSON = {"purpose": "TAX_CONTROL", "case_reference": "C-7/2026", "legal_basis": "Ley 2492", "kind": "ORGANISATION",
        "names": ["Importadora Sajama S.R.L."]}


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def test_one_asks_on_the_page_waits_and_reads(world):
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    alerts.issued(world)
    client = world.client(world.diego)
    sent = client.post("/queries/new/", FORM)
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "every 1s" in page and "Hit reference" not in page
    with looking_as(world.diego):
        query = Query.objects.get()
        assert (query.names, query.identifiers, query.countries) == (
            ["Importadora Sajama S.R.L.", "Sajama Import"], [["tax", "1020703023", "BO"]], ["BO"])
    work()
    opened(query)
    page = client.get(sent["Location"]).content.decode()
    assert "Hit: contact the owner" in page and "Aduana Nacional" in page and "AN-H-" in page and "every 1s" not in page
    assert "Sajama" in client.get("/queries/").content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(world):
    page = world.client(world.diego).post("/queries/new/", {**FORM, "identifiers-0-value": "S/N", "countries": "XX"})
    text = page.content.decode()
    assert page.status_code == 200 and "Sajama Import" in text and "C-7/2026" in text
    assert "cannot identify anything" in text or "no country code" in text


def test_a_program_asks_polls_and_reads(world):
    api = world.api(world.diego)
    made = api.post("/api/v1/queries/", JSON, format="json")
    assert made.status_code == 201
    told = made.json()
    assert {name: told[name] for name in told if name not in ("id", "reference", "asked_at")} == {
        "state": "PENDING", "answer": None, "hits": [], "answered_at": None}
    work()
    assert api.get(f"/api/v1/queries/{made.json()['id']}/").json()["state"] == "PENDING"
    with looking_as(world.diego):
        opened(Query.objects.get())
    answer = api.get(f"/api/v1/queries/{made.json()['id']}/").json()
    assert (answer["state"], answer["answer"], answer["hits"]) == ("ANSWERED", "NO_HIT", [])


@pytest.mark.parametrize(("changed", "field"), [
    ({"purpose": "NOSINESS"}, "purpose"), ({"purpos": "TAX_CONTROL"}, "purpos"), ({"names": []}, "names"),
    ({"case_reference": "a\u0000b"}, "case_reference"), ({"names": ["x"] * 21}, "names"),
    ({"identifiers": [{"kind": "tax", "value": "²", "country": "BO"}]}, "identifiers.0.value"),
])
def test_bad_input_is_a_400_that_says_where(world, changed, field):
    answer = world.api(world.diego).post("/api/v1/queries/", {**JSON, **changed}, format="json")
    assert answer.status_code == 400
    assert field in {error["field"] for error in answer.json()["errors"]}
    with looking_as(world.diego):
        assert not Query.objects.exists()


def test_after_the_budget_of_the_day_one_is_told_when_to_ask_again(world, monkeypatch):
    monkeypatch.setattr("intel.queries.budget.A_DAY", 2)
    api = world.api(world.diego)
    for _number in range(2):
        assert api.post("/api/v1/queries/", JSON, format="json").status_code == 201
    over = api.post("/api/v1/queries/", JSON, format="json")
    assert over.status_code == 429 and 0 < int(over["Retry-After"]) <= 86_400 and over.json()["type"].endswith("over-budget")
    assert api.post("/api/v1/queries/", {**JSON, "purpose": "JUDICIAL_PROCEEDINGS"}, format="json").status_code == 201
    assert world.api(world.carla).post("/api/v1/queries/", JSON, format="json").status_code == 201
    assert A_DAY >= 100


def test_a_mistaken_query_is_taken_back_by_its_asker_and_its_record_stays(world):
    query = asked(world.carla)
    address = f"/api/v1/queries/{query.pk}/withdraw/"
    assert world.api(world.celia).post(address, {"reason": "x"}, format="json").status_code == 403
    assert world.api(world.diego).post(address, {"reason": "x"}, format="json").status_code == 404
    assert world.api(world.carla).post(address, {"reason": " "}, format="json").status_code == 400
    done = world.api(world.carla).post(address, {"reason": "Otra persona."}, format="json")
    assert done.status_code == 200 and done.json()["withdrawn_because"] == "Otra persona."
    assert world.api(world.carla).post(address, {"reason": "x"}, format="json").status_code == 409
    with looking_as(world.carla):
        assert Query.objects.get().names == list(query.names)


def test_every_question_is_an_event_of_the_askers_agency_alone(world):
    query = asked(world.carla)
    world.client(world.carla).get(f"/queries/{query.pk}/")
    auditor = engaged(world.agencies["PB"], "paula", Role.AUDITOR)
    with looking_as(auditor):
        assert set(Event.objects.filter(object_id=query.pk).values_list("action", flat=True)) == {"query.asked", "query.read"}
    with looking_as(world.fabio):
        assert not Event.objects.filter(action__startswith="query.").exists()


@pytest.mark.parametrize(("who", "status"), [("bruno", 200), ("ana", 403), ("carla", 403), ("celia", 200)])
def test_the_desk_and_supervisors_see_what_others_asked_about_ours(world, who, status):
    it = alerts.issued(world)
    asked(world.carla, kind="ORGANISATION", names=("Importadora Sajama S.R.L.",))
    work()
    page = world.client(world.viewers[who]).get("/queries/about-ours/")
    answer = world.api(world.viewers[who]).get("/api/v1/soundings/")
    assert (page.status_code, answer.status_code) == (status, status)
    if status == 200:
        assert (it.subject.label in page.content.decode()) == (who == "bruno") == bool(answer.json()["results"])
