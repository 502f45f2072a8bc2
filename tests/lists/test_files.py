"""A long list is written by a worker, part by part, for who asked alone: complete and without doubles though it is killed."""

import csv
import io
from typing import Any

import pytest
from django.utils import timezone

from agencies.access import Viewer, as_service, looking_as
from agencies.access.signing import recognised
from agencies.audit.models import Event
from agencies.lists import exporting, files
from agencies.lists.models import Export, ExportPart
from agencies.lists.states import State
from agencies.lists.tables import asked
from agencies.work import queue
from agencies.work.kinds import kind_of
from agencies.work.running import run_due
from hub.kit.errors import Invalid, WrongState
from hub.kit.room import listings
from tests.reports import writing as reports
from tests.screening import making
from tests.world import as_operator


@pytest.fixture
def long(world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Seven traders where two are many."""
    monkeypatch.setattr(exporting, "SHORT", 2)
    monkeypatch.setattr(files, "BATCH", 2)
    feed = making.feed(world.ana, to=(world.agencies["PB"],))
    for number in range(7):
        making.trader(world.ana, feed, f"Comercial {number}")
    return world


def ask(by: Any, name: str = "traders", format: str = "csv", **given: str) -> Export:
    with looking_as(by):
        return files.ask(asked(listings()[name], given, by=by), by=by, format=format)


def now(by: Any, export: Export) -> Export:
    with looking_as(by):
        return Export.objects.get(pk=export.pk)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig").split("\n", 1)[1])))


def take(by: Any, export: Export) -> list[dict[str, str]]:
    with looking_as(by):
        content = files.taken(export, by=by)
    assert content is not None
    return rows(content)


def test_a_long_list_is_asked_for_on_its_page_followed_and_taken(long: Any) -> None:
    client = long.client(long.ana)
    answer = client.post("/lists/traders/export/?sort=name", {"format": "csv"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Waiting" in page and "every 2s" in page and "Take the file" not in page
    run_due("exports")
    page = client.get(answer["Location"]).content.decode()
    assert "Take the file" in page and "every 2s" not in page
    taken = client.post(f"{answer['Location']}take/")
    assert [row["name"] for row in rows(taken.content)] == [f"Comercial {number}" for number in range(7)]
    with looking_as(long.fabio):
        events = Event.objects.filter(action__startswith="list.").order_by("pk").values_list("action", "detail__rows")
        each = Event.objects.filter(action="trader.exported").values_list("object_id", flat=True)
        assert [*events] == [("list.export_asked", None), ("list.exported", 7), ("list.file_taken", 7)]
        assert len(each) == len(set(each)) == 7


@pytest.mark.parametrize("dies_at", range(6))
def test_killed_anywhere_it_goes_on_and_no_row_is_missing_or_doubled(
        long: Any, monkeypatch: pytest.MonkeyPatch, dies_at: int) -> None:
    export = ask(long.ana, sort="name")
    steps = [0]
    originals = {name: getattr(files, name) for name in ("_begun", "_written_on", "_finish")}

    def dying(name: str) -> Any:
        def step(*given: Any) -> Any:
            steps[0] += 1
            if steps[0] == dies_at + 1:
                raise KeyboardInterrupt
            return originals[name](*given)
        return step

    for name in originals:
        monkeypatch.setattr(files, name, dying(name))
    with pytest.raises(KeyboardInterrupt):
        run_due("exports")
    with looking_as(long.ana):
        assert Export.objects.get(pk=export.pk).state != State.DONE
    _forgotten()
    run_due("exports")
    assert [row["name"] for row in take(long.ana, export)] == [f"Comercial {number}" for number in range(7)]
    with looking_as(long.fabio):
        each = Event.objects.filter(action="trader.exported").values_list("object_id", flat=True)
        assert len(each) == len(set(each)) == 7
    assert now(long.ana, export).rows_written == now(long.ana, export).rows_total == 7


def _forgotten() -> None:
    """The minute of silence after which another worker takes it up is over."""
    from agencies.work.models import Work

    with as_service("test"):
        Work.objects.filter(kind=files.WRITE).update(held_until=timezone.now())


def test_what_came_meanwhile_is_not_in_it_and_what_was_renamed_is_there_once(long: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(long.ana, sort="name")
    original = files._written_on

    def meanwhile(of: Any, pk: int, by: Any) -> bool:
        if now(long.ana, export).rows_written == 2:
            with looking_as(long.ana):
                from intel.trade.models import Feed, Trader

                Trader.objects.create(feed=Feed.objects.get(), external_ref="new", name="Aaa nuevo")
                Trader.objects.filter(name="Comercial 1").update(name="Zzz antes Comercial 1")
        return original(of, pk, by)

    monkeypatch.setattr(files, "_written_on", meanwhile)
    run_due("exports")
    assert [row["name"] for row in take(long.ana, export)] == [f"Comercial {number}" for number in range(7)]


def test_nobody_else_sees_or_takes_it(long: Any) -> None:
    export = ask(long.ana)
    run_due("exports")
    for who in ("bruno", "carla", "gala", "fabio"):
        viewer = long.viewers[who]
        assert long.client(viewer).get(f"/lists/files/{export.pk}/").status_code == 404
        assert long.client(viewer).post(f"/lists/files/{export.pk}/take/").status_code == 404
        assert long.api(viewer).get(f"/api/v1/list-exports/{export.pk}/file/").status_code == 404
        with looking_as(viewer):
            assert not Export.objects.exists() and not ExportPart.objects.exists()


def test_what_may_not_be_seen_any_more_is_in_no_file_that_is_taken_afterwards(
        world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "SHORT", 0)
    for number, marking in enumerate(("RESTRICTED", "CONFIDENTIAL", "RESTRICTED")):
        reports.disseminated(world, title=f"Para la policía {number}", audience=("PB",), classification=marking)
    export = ask(world.carla, "reports")
    run_due("exports")
    assert len(take(world.carla, export)) == 3
    carla = _cleared_for_less(world)
    client = world.client(carla)
    answer = client.post(f"/lists/files/{export.pk}/take/")
    assert answer.status_code == 302 and b"Para la" not in answer.content
    assert now(carla, export).state == State.WAITING
    run_due("exports")
    assert [row["title"] for row in take(carla, export)] == ["Para la policía 2", "Para la policía 0"]
    assert now(carla, export).marking.startswith("RESTRICTED")
    with looking_as(carla):
        assert "Para la policía 1" not in str([part.lines for part in ExportPart.objects.all()])


def _cleared_for_less(world: Any) -> Viewer:
    with as_operator():
        world.users["carla"].clearance = "RESTRICTED"
        world.users["carla"].save()
    return recognised(username="carla").confirmed()


def test_who_may_not_open_the_list_any_more_takes_nothing_and_reads_why(long: Any) -> None:
    from dataclasses import replace

    export = ask(long.ana)
    run_due("exports")
    without = replace(long.ana, acts=long.ana.acts - {"trade.view_trader"})
    with looking_as(without), pytest.raises(Exception, match="nothing here"):
        files.taken(export, by=without)


def test_it_can_be_cancelled_before_and_while_it_is_written_and_removed_after(long: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = long.client(long.ana)
    waiting, running, done = ask(long.ana), ask(long.ana), ask(long.ana)
    assert client.post(f"/lists/files/{waiting.pk}/remove/").status_code == 409
    assert client.post(f"/lists/files/{waiting.pk}/cancel/").status_code == 302
    original = files._written_on

    def cancelled(of: Any, pk: int, by: Any) -> bool:
        if pk == running.pk and now(long.ana, running).rows_written:
            with looking_as(long.ana):
                files.cancel(running, by=long.ana)
        return original(of, pk, by)

    monkeypatch.setattr(files, "_written_on", cancelled)
    run_due("exports")
    assert [now(long.ana, one).state for one in (waiting, running, done)] == ["CANCELLED", "CANCELLED", "DONE"]
    with looking_as(long.ana):
        assert not ExportPart.objects.filter(export__in=[waiting, running]).exists()
    assert client.post(f"/lists/files/{done.pk}/cancel/").status_code == 409
    assert client.post(f"/lists/files/{done.pk}/remove/").status_code == 302
    assert client.get(f"/lists/files/{done.pk}/").status_code == 404


def test_more_rows_than_a_file_may_have_are_told(long: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "most", lambda: 6)
    export = ask(long.ana)
    run_due("exports")
    assert (now(long.ana, export).state, "More than 6 rows" in now(long.ana, export).reason) == (State.FAILED, True)
    assert "More than 6 rows" in long.client(long.ana).get(f"/lists/files/{export.pk}/").content.decode()


def test_one_person_has_few_under_way(long: Any) -> None:
    for _number in range(files.MOST_UNDER_WAY):
        ask(long.ana)
    with pytest.raises(Invalid, match="At most 3 files"):
        ask(long.ana)
    ask(long.hugo)


def test_its_time_is_over_after_a_day(long: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(long.ana)
    run_due("exports")
    with looking_as(long.ana):
        Export.objects.filter(pk=export.pk).update(finished_at=timezone.now() - files.LASTS)
        with pytest.raises(WrongState):
            files.taken(export, by=long.ana)
    assert "Take the file" not in long.client(long.ana).get(f"/lists/files/{export.pk}/").content.decode()


def test_by_program_it_is_asked_for_followed_and_taken(long: Any) -> None:
    api = long.api(long.ana)
    given = {"list": "traders", "format": "csv", "filters": "q=comercial&sort=-name", "columns": ["country"]}
    told = api.post("/api/v1/list-exports/", given, format="json")
    assert told.status_code == 201, told.json()
    address = f"/api/v1/list-exports/{told.json()['id']}/"
    assert api.get(f"{address}file/").status_code == 409
    run_due("exports")
    assert api.get(address).json()["state"] == "DONE"
    found = rows(api.get(f"{address}file/").content)
    assert [row["name"] for row in found] == [f"Comercial {number}" for number in reversed(range(7))]
    assert set(found[0]) == {"name", "kind", "country"}
    assert [row["id"] for row in api.get("/api/v1/list-exports/").json()["results"]] == [told.json()["id"]]
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


@pytest.mark.parametrize(("wrong", "field"), [
    ({"list": "nothing"}, "list"), ({"list": "audit"}, "list"), ({"format": "exe"}, "format"),
    ({"columns": ["nothing"]}, "columns"), ({"filters": "nothing=x"}, "filters"),
    ({"filters": "country=Bolivia"}, "country"),
    ({"more": 1}, "more")])
def test_what_cannot_be_asked_for_is_refused_and_named(long: Any, wrong: dict[str, Any], field: str) -> None:
    answer = long.api(long.ana).post("/api/v1/list-exports/", {"list": "traders", **wrong}, format="json")
    assert answer.status_code == 400 and field in answer.content.decode(), answer.content


def test_who_left_gets_nothing_written(long: Any) -> None:
    export = ask(long.ana)
    with as_operator():
        long.users["ana"].is_active = False
        long.users["ana"].save()
    run_due("exports")
    with looking_as(long.ana):
        row = Export.objects.get(pk=export.pk)
    assert (row.state, row.content) == (State.FAILED, None)


def test_a_worker_that_dies_each_time_leaves_it_failed(long: Any) -> None:
    export = ask(long.ana)
    with as_service("test"):
        row = queue.hold(kind_of(files.WRITE))
        assert row is not None
        queue.give_up(row, "dead", attempts=3)
    assert now(long.ana, export).state == State.FAILED
