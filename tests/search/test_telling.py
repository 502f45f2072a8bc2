"""A saved search tells its person of what is new and fits: once, in their own eyes, as they are now, and of nothing of theirs."""

from typing import Any

import pytest
from django.db import connection, transaction
from lxml import html

from agencies.access import as_service, looking_as
from agencies.access.grants import reader_groups, share
from agencies.audit.models import Event
from agencies.notices.services import see_all
from agencies.roles import Role
from agencies.work import kinds, running
from intel.reports.models import ReportGrant
from intel.search import metrics, settling
from intel.search.models import News, SavedSearch
from intel.search.tasks import tell
from intel.trade.models import Trader
from tests.notices.told import words
from tests.reports import writing
from tests.screening import making
from tests.world import as_operator, engaged, person

API = "/api/v1/saved-searches/"
NEW = "“Fardos”: 1 thing is new or changed: Fardos nuevos."


@pytest.fixture
def world(transactional_db: None, small_world: Any) -> Any:
    """Each act in a transaction of its own: what is new is what was committed."""
    return small_world.put()


def watch(world: Any, *who: str, q: str = "fardos", **given: str) -> list[dict[str, Any]]:
    return [world.api(world.viewers[one]).post(API, {"name": "Fardos", "q": q, "tells": True, **given}).json() for one in who]


def a_round() -> None:
    """What beat and the workers do."""
    running.run_due(kinds.BULK)
    tell()
    running.run_due(kinds.NOTICES)


def told(viewer: Any) -> list[str]:
    return [said for said in words(viewer) if said.startswith("“")]


def shared(world: Any, report: Any, *codes: str) -> None:
    """By Bruno, with the readers of these agencies alone."""
    with looking_as(world.bruno):
        groups = reader_groups([world.agencies[code] for code in codes], act="reports.view_report")
        share(report, groups=groups, grant=ReportGrant)


def test_it_tells_once_of_what_is_new_and_fits(world: Any) -> None:
    writing.disseminated(world, title="Fardos de antes", audience=("PB",))
    watch(world, "carla")
    a_round()
    assert told(world.carla) == []
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    writing.disseminated(world, title="Otra cosa", audience=("PB",))
    a_round()
    assert told(world.carla) == [NEW]
    a_round()
    assert told(world.carla) == [NEW]
    assert told(world.celia) == []


def test_it_tells_of_what_was_changed(world: Any) -> None:
    feed = making.feed(world.ana)
    row = making.trader(world.ana, feed, "Comercial Potrerillos Ltda")
    watch(world, "hugo")
    with looking_as(world.ana):
        Trader.objects.filter(pk=row.pk).update(address="Depósito de fardos, Oruro")
    a_round()
    assert told(world.hugo) == ["“Fardos”: 1 thing is new or changed: Comercial Potrerillos Ltda."]


def test_of_what_is_hidden_nobody_is_told_until_it_is_shared(world: Any) -> None:
    watch(world, "carla", "diego", "elena")
    report = writing.disseminated(world, title="Fardos nuevos")
    a_round()
    assert [told(who) for who in (world.carla, world.diego, world.elena)] == [[], [], []]
    shared(world, report, "PB")
    a_round()
    assert [told(who) for who in (world.carla, world.diego, world.elena)] == [[NEW], [], []]


def test_that_others_see_it_too_is_no_news_to_who_saw_it(world: Any) -> None:
    report = writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    watch(world, "carla", "diego")
    shared(world, report, "PB", "SIN")
    a_round()
    assert (told(world.carla), told(world.diego)) == ([], [NEW])


def test_who_was_let_see_it_first_is_told_though_others_follow_in_the_same_round(world: Any) -> None:
    report = writing.disseminated(world, title="Fardos nuevos")
    watch(world, "carla", "diego")
    shared(world, report, "PB")
    shared(world, report, "PB", "SIN")
    a_round()
    assert (told(world.carla), told(world.diego)) == ([NEW], [NEW])


def test_nobody_is_told_of_their_own(world: Any) -> None:
    feed = making.feed(world.ana)
    watch(world, "ana", "hugo")
    making.trader(world.ana, feed, "Fardos nuevos")
    a_round()
    assert (told(world.ana), told(world.hugo)) == ([], [NEW])


def test_what_is_found_by_a_misspelt_name_is_told_once_when_it_can_be_found(world: Any) -> None:
    feed = making.feed(world.ana)
    watch(world, "hugo", q="potrerilos")
    watch(world, "bruno", q="potrerillos")
    making.trader(world.ana, feed, "Comercial Potrerillos Ltda")
    a_round()
    a_round()
    [[said], [same]] = told(world.hugo), told(world.bruno)
    assert said == same == "“Fardos”: 1 thing is new or changed: Comercial Potrerillos Ltda."


@pytest.mark.parametrize("lost", ["groups", "is_active", "clearance"])
def test_who_may_no_more_is_told_no_more(world: Any, lost: str) -> None:
    viewer = engaged(world.agencies["PB"], "paula", Role.ANALYST)
    world.viewers["paula"] = viewer
    watch(world, "paula", "carla")
    with as_operator():
        row = person(viewer)
        if lost == "groups":
            row.groups.clear()
        else:
            type(row).objects.filter(pk=row.pk).update(**{lost: False if lost == "is_active" else "UNCLASSIFIED"})
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",), classification="CONFIDENTIAL")
    a_round()
    assert told(world.carla) == [NEW]
    assert told(viewer) == [] and not news_of(viewer)


def test_its_words_go_with_the_right_to_read_them(world: Any) -> None:
    watch(world, "carla")
    report = writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    writing.disseminated(world, title="Fardos viejos", audience=("PB",))
    a_round()
    assert told(world.carla) == ["“Fardos”: 2 things are new or changed: Fardos viejos; Fardos nuevos."]
    shared(world, report)
    assert told(world.carla) == ["“Fardos”: 1 thing is new or changed: Fardos viejos."]
    [news] = news_of(world.carla)
    assert "viejos" not in str(news.__dict__)


def test_what_waits_for_its_reader_grows(world: Any) -> None:
    watch(world, "carla")
    for n in range(5):
        writing.disseminated(world, title=f"Fardos {n}", audience=("PB",))
        a_round()
    assert told(world.carla) == ["“Fardos”: 5 things are new or changed: Fardos 4; Fardos 3; Fardos 2 and more."]
    with looking_as(world.carla):
        see_all()
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    assert len(told(world.carla)) == 2 and told(world.carla)[0] == NEW


def test_the_notice_leads_to_what_is_new(world: Any) -> None:
    writing.disseminated(world, title="Fardos de antes", audience=("PB",))
    watch(world, "carla")
    report = writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    [notice] = [one for one in world.api(world.carla).get("/api/v1/notices/").json()["results"] if one["kind"] == "search.news"]
    assert notice["words"] == NEW
    page = html.fromstring(world.client(world.carla).get(notice["address"], follow=True).content)
    [link] = page.xpath("//ul[contains(@class, 'search-found')]//a")
    assert link.get("href") == f"/reports/{report.pk}/"
    number = notice["object_id"]
    found = world.api(world.carla).get("/api/v1/search/", {"q": "fardos", "new": number}).json()["results"]
    assert [row["id"] for row in found] == [report.pk]
    for viewer in (world.celia, world.ana):
        assert world.api(viewer).get("/api/v1/search/", {"q": "fardos", "new": number}).status_code == 400
        assert world.client(viewer).get(notice["address"]).status_code == 404


def test_it_is_turned_on_and_off_on_the_page_and_in_the_api(world: Any) -> None:
    client, program = world.client(world.carla), world.api(world.carla)
    client.post("/search/saved/?q=fardos", {"name": "Fardos", "tells": "yes"})
    [row] = program.get(API).json()
    assert row["tells"] is True
    client.post(f"/search/saved/{row['id']}/tell/", {"tells": "no"})
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    assert program.get(API).json()[0]["tells"] is False and told(world.carla) == []
    assert program.patch(f"{API}{row['id']}/", {"tells": True}).json()["tells"] is True
    a_round()
    assert told(world.carla) == [], "what came while it was off is no news"
    assert world.api(world.celia).patch(f"{API}{row['id']}/", {"tells": False}).status_code == 404


def test_what_was_found_is_noted_and_counted_and_nothing_else(world: Any) -> None:
    auditor = engaged(world.agencies["PB"], "pilar", Role.AUDITOR)
    watch(world, "carla")
    checked, found = metrics.CHECKED._value.get(), metrics.TOLD._value.get()
    a_round()
    assert not events(auditor)
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    assert [(event.object_type, event.detail, event.actor_id) for event in events(auditor)] == [
        ("search.news", {"found": 1}, None)]
    assert (metrics.CHECKED._value.get() - checked, metrics.TOLD._value.get() - found) == (2, 1)


def test_workers_read_neither_what_people_look_for_nor_what_they_found(world: Any) -> None:
    [row] = watch(world, "carla")
    with as_service("test"):
        assert list(SavedSearch.objects.order_by().values_list("person_id", flat=True)) == [world.carla.user_id]
    for statement in ("select given from search_saved", "select things from search_news"):
        with pytest.raises(Exception, match="permission denied"), as_service("test"), connection.cursor() as cursor:
            cursor.execute(statement)
    world.api(world.carla).patch(f"{API}{row['id']}/", {"tells": False})
    with as_service("test"):
        assert not SavedSearch.objects.exists()


def test_a_database_that_was_restored_from_a_copy_tells_from_then_on(world: Any) -> None:
    [row] = watch(world, "carla")
    with looking_as(world.carla):
        SavedSearch.objects.filter(pk=row["id"]).update(heard="900000000:900000000:")
    writing.disseminated(world, title="Fardos de antes", audience=("PB",))
    a_round()
    assert told(world.carla) == []
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    assert told(world.carla) == [NEW]


def test_what_was_written_in_the_database_that_it_was_copied_from_is_nothing_new(world: Any) -> None:
    writing.disseminated(world, title="Fardos de antes", audience=("PB",))
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("update search_entry set changed = 900000000, said = 900000000")
    with as_operator():
        settling.settle_search()
    watch(world, "carla")
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    assert told(world.carla) == [NEW]


def test_what_cannot_be_asked_any_more_tells_nothing_and_keeps_nothing_else_from_it(world: Any) -> None:
    [row] = watch(world, "carla")
    with looking_as(world.carla):
        SavedSearch.objects.filter(pk=row["id"]).update(given={"q": "fardos", "agency": "XX"}, name="A")
    watch(world, "carla")
    writing.disseminated(world, title="Fardos nuevos", audience=("PB",))
    a_round()
    assert told(world.carla) == [NEW]


def news_of(viewer: Any) -> list[News]:
    """All that there are of a person, whatever they may read by now."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("alter table search_news no force row level security")
        found = list(News.objects.filter(person_id=viewer.user_id))
        cursor.execute("alter table search_news force row level security")
    return found


def events(viewer: Any) -> list[Event]:
    with looking_as(viewer):
        return list(Event.objects.filter(action="search.told"))
