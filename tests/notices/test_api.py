"""Notices, the inbox and what one chooses, through the API."""

import pytest

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.notices.models import Notice
from tests.notices.told import words, work_done
from tests.reports import writing
from tests.world import engaged


@pytest.fixture
def api(world):
    def client(who):
        return world.client(world.viewers[who])
    return client


def test_notices_are_listed_with_words_and_address_and_nothing_more(world, api):
    auditor = engaged(world.agencies["PB"], "pepa", "AUDITOR")
    report = writing.disseminated(world, audience=("PB",))
    work_done()
    answer = api("carla").get("/api/v1/notices/").json()["results"]
    assert [(one["words"], one["address"], one["agency"], one["topic"], one["seen_at"]) for one in answer] == [
        (f"AN shared report {report.reference} with you.", f"/reports/{report.pk}/", "AN", "SHARED", None)]
    assert report.title not in str(answer)
    assert api("diego").get("/api/v1/notices/").json()["results"] == []
    with looking_as(auditor):
        assert Event.objects.filter(action="notice.listed").exists()


def test_one_is_looked_at_all_are_and_one_is_put_away(world, api):
    writing.disseminated(world, audience=("PB",))
    writing.disseminated(world, audience=("PB",))
    work_done()
    carla = api("carla")
    first, second = (one["id"] for one in carla.get("/api/v1/notices/").json()["results"])
    assert carla.post(f"/api/v1/notices/{first}/see/").status_code == 204
    assert [one["id"] for one in carla.get("/api/v1/notices/?seen=NEW").json()["results"]] == [second]
    assert carla.post("/api/v1/notices/see-all/").json() == {"count": 1}
    assert carla.post(f"/api/v1/notices/{second}/put-away/").status_code == 204
    assert [one["id"] for one in carla.get("/api/v1/notices/").json()["results"]] == [first]
    for action in ("see", "put-away"):
        assert api("celia").post(f"/api/v1/notices/{first}/{action}/").status_code == 404
    with looking_as(world.carla):
        assert Notice.objects.count() == 2


@pytest.mark.parametrize("query", ["?topic=NONE", "?seen=²", "?cursor=x"])
def test_a_filter_that_cannot_be_used_is_refused(world, api, query):
    assert api("carla").get(f"/api/v1/notices/{query}").status_code == 400


def test_one_chooses_of_what_one_is_told(world, api):
    carla = api("carla")
    before = carla.get("/api/v1/notice-preferences/").json()
    chosen = carla.post("/api/v1/notice-preferences/", {"topics": [{"topic": "SHARED", "on_page": False, "mail": "NEVER"}]},
                        content_type="application/json").json()
    assert [one["topic"] for one in chosen] == [one["topic"] for one in before]
    assert [one for one in chosen if one not in before] == [{"topic": "SHARED", "on_page": False, "mail": "NEVER"}]
    writing.disseminated(world, audience=("PB",))
    work_done()
    assert words(world.carla) == [] and words(world.celia)


@pytest.mark.parametrize("topics", [
    [], [{"topic": "ALL", "on_page": True, "mail": "NEVER"}], [{"topic": "SHARED", "on_page": True}],
    [{"topic": "SHARED", "on_page": True, "mail": "DAILY", "person": "celia"}],
    [{"topic": "SHARED", "on_page": True, "mail": "DAILY"}, {"topic": "SHARED", "on_page": True, "mail": "NEVER"}]])
def test_what_cannot_be_chosen_is_refused_as_a_whole(world, api, topics):
    carla = api("carla")
    before = carla.get("/api/v1/notice-preferences/").json()
    assert carla.post("/api/v1/notice-preferences/", {"topics": topics}, content_type="application/json").status_code == 400
    assert carla.get("/api/v1/notice-preferences/").json() == before


def test_the_inbox_is_that_of_the_page(world, api):
    report = writing.submitted(world)
    waits = api("bruno").get("/api/v1/inbox/").json()["rows"]
    assert [(row["reference"], row["mine"], row["address"]) for row in waits] == [
        (report.reference, True, f"/reports/{report.pk}/")]
    assert api("ana").get("/api/v1/inbox/?tab=others").json()["rows"][0]["reference"] == report.reference
    assert api("carla").get("/api/v1/inbox/?tab=others").json()["rows"] == []
    assert api("bruno").get("/api/v1/inbox/?tab=all").status_code == 400
    with looking_as(world.fabio):
        assert Event.objects.filter(action="inbox.read").count() == 2


def test_who_has_no_inbox_and_who_is_not_signed_in_are_told_so(world, api, client):
    assert client.get("/api/v1/inbox/").status_code == client.get("/api/v1/notices/").status_code == 401
    assert api("fabio").get("/api/v1/inbox/").status_code == 403
