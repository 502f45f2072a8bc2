"""It reads uploaded files as the person who uploaded them, within limits, and says what came of each."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.models import User
from agencies.work import kinds, queue, running
from agencies.work.models import Work
from agencies.work.states import State
from hub.kit.errors import NotAllowed, WrongState
from intel.exchange import uploads
from intel.exchange.models import ImportRun
from intel.trade.models import Consignment
from tests.exchange.full_disk import no_room_after
from tests.exchange.test_read_declarations_csv import SAMPLE
from tests.screening import making
from tests.world import as_operator

TEXT = SAMPLE.read_text()
ROWS = len(TEXT.splitlines()) - 1


def upload(by, feed, content=TEXT, name="week 47.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    with looking_as(by):
        return uploads.upload(by=by, feed=feed, file_name=name, content=content)


def read(by, run) -> ImportRun:
    """The import after the importer has looked."""
    running.run_due(kinds.IMPORTS)
    with looking_as(by):
        return ImportRun.objects.get(pk=run.pk)


@pytest.fixture
def feed(world):
    return making.feed(world.bruno, to=(world.agencies["PB"],))


def limited(monkeypatch, **limits):
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, **limits))


def test_it_reads_the_file_once_and_keeps_it_no_longer(world, feed):
    run = read(world.bruno, upload(world.bruno, feed))
    assert (run.state, run.rows_read, run.rows_new, run.rows_bad, run.reason) == ("DONE", ROWS, ROWS, 0, "")
    assert run.content is None and run.finished_at is not None
    with looking_as(world.bruno):
        assert Consignment.objects.filter(feed=feed).count() == ROWS
    with as_service("test"):
        assert not Work.objects.filter(kind=uploads.UPLOAD).exists()


@pytest.mark.parametrize("who", ["carla", "celia", "ana", "gala", "fabio", "elena"])
def test_only_analysts_and_supervisors_of_the_feeds_agency_upload_into_it(world, feed, who):
    with pytest.raises(NotAllowed):
        upload(getattr(world, who), feed)
    page = world.client(world.viewers[who]).post(
        "/imports/new/", {"feed": feed.pk, "file": SimpleUploadedFile("a.csv", TEXT.encode())})
    assert page.status_code in (200, 403)
    with as_service("test"):
        assert not ImportRun.objects.exists() and not Work.objects.filter(kind=uploads.UPLOAD).exists()


def test_bad_rows_come_back_with_their_reasons_and_the_good_ones_are_kept(world, feed):
    header, first, *others = TEXT.splitlines()
    number = first.split(",")[0]
    run = read(world.bruno, upload(world.bruno, feed, "\n".join([header, "nonsense", first, *others, first])))
    assert (run.state, run.rows_new, run.rows_bad) == ("DONE", ROWS, 2)
    page = world.client(world.bruno).get(f"/imports/{run.pk}/errors/")
    returned = page.content.decode()
    assert page.status_code == 200 and "nonsense" in returned and number in returned
    assert returned.splitlines()[0].endswith("error")
    assert world.client(world.celia).get(f"/imports/{run.pk}/errors/").status_code == 404


def test_more_bad_rows_than_are_kept_are_counted(world, feed, monkeypatch):
    limited(monkeypatch, import_most_bad_rows=5)
    header = TEXT.splitlines()[0]
    run = read(world.bruno, upload(world.bruno, feed, "\n".join([header, *["x"] * 30])))
    assert (run.state, run.rows_bad) == ("DONE", 30)
    assert len(run.errors.splitlines()) == 1 + 5


@pytest.mark.parametrize(("limits", "content", "told"), [
    ({"import_most_rows": 2}, TEXT, "more than 2 rows"),
    ({"import_most_rows": 10}, "a,b\n" + "\n" * 500, "more than 41 lines"),
    ({"import_most_megabytes": 1}, gzip.compress(b"\n" * (2 << 20)), "larger than 1 MiB when unpacked (line"),
    ({"import_most_megabytes": 1}, gzip.compress(b"<a>" + b" " * (2 << 20)), "larger than 1 MiB when unpacked"),
    ({"import_most_seconds": 0}, TEXT, "not read within 0 seconds"),
    ({}, b"", "is empty"),
    ({}, b"nothing,known\n1,2\n", "the header lacks"),
])
def test_a_file_beyond_a_limit_fails_and_its_uploader_reads_why_and_what_to_do(world, feed, monkeypatch, limits, content, told):
    limited(monkeypatch, **limits)
    header = TEXT.splitlines()[0]
    content = content.replace("a,b", header) if isinstance(content, str) else content
    if content[:2] == b"\x1f\x8b" and b"<a>" not in gzip.decompress(content)[:3]:
        content = gzip.compress(header.encode() + b"\n" + gzip.decompress(content))
    run = read(world.bruno, upload(world.bruno, feed, content))
    assert run.state == "FAILED" and told in run.reason and "week 47.csv" in run.reason
    assert run.content is None
    assert told in world.client(world.bruno).get(f"/imports/{run.pk}/").content.decode()
    with as_service("test"):
        assert not Work.objects.filter(kind=uploads.UPLOAD).exists()


def test_an_upload_of_somebody_deactivated_since_fails(world, feed):
    run = upload(world.bruno, feed)
    user = world.users["bruno"]
    user.is_active = False
    with as_operator():
        user.save(update_fields=["is_active"])
    running.run_due(kinds.IMPORTS)
    with as_service("test"):
        failed = ImportRun.objects.get(pk=run.pk)
        assert (failed.state, failed.content) == ("FAILED", None) and "may not import any more" in failed.reason
        assert not Work.objects.filter(kind=uploads.UPLOAD).exists() and not Consignment.objects.exists()


def breaking(monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("a bug that tells Punti Alambres")

    monkeypatch.setattr(uploads, "import_declarations", fail)


def until_given_up():
    for _attempt in range(settings.CONFIGURATION.import_attempts + 1):
        running.run_due(kinds.IMPORTS)
        with as_service("test"):
            Work.objects.update(not_before=timezone.now())


def test_an_error_that_nobody_foresaw_is_tried_a_few_times_and_then_told(world, feed, monkeypatch):
    breaking(monkeypatch)
    run = upload(world.bruno, feed)
    until_given_up()
    with as_service("test"):
        [left] = Work.objects.filter(kind=uploads.UPLOAD)
    assert (left.state, left.attempts) == ("FAILED", settings.CONFIGURATION.import_attempts)
    page = world.client(world.bruno).get(f"/imports/{run.pk}/").content.decode()
    assert "administrator of your agency" in page and "Punti Alambres" not in page


def test_its_administrator_has_it_tried_again(world, feed, monkeypatch):
    with monkeypatch.context() as broken:
        breaking(broken)
        run = upload(world.bruno, feed)
        until_given_up()
    client = world.client(world.gala)
    page = client.get("/work/").content.decode()
    assert "week 47.csv" in page and "AssertionError" in page and "Punti Alambres" not in page
    with as_service("test"):
        [left] = Work.objects.filter(kind=uploads.UPLOAD)
    assert client.post(f"/work/{left.pk}/retry/").status_code == 302
    assert client.post(f"/work/{left.pk}/retry/").status_code == 409
    run = read(world.bruno, run)
    assert (run.state, run.rows_new, run.reason) == ("DONE", ROWS, "")
    with looking_as(world.fabio):
        assert Event.objects.filter(action="work.retried", actor_id=world.gala.user_id).count() == 1


def test_or_drops_it_and_the_file_is_kept_no_longer(world, feed, monkeypatch):
    breaking(monkeypatch)
    run = upload(world.bruno, feed)
    until_given_up()
    with as_service("test"):
        [left] = Work.objects.filter(kind=uploads.UPLOAD)
    assert world.client(world.gala).post(f"/work/{left.pk}/drop/").status_code == 302
    run = read(world.bruno, run)
    assert (run.state, run.content) == ("FAILED", None)
    with as_service("test"):
        assert not Work.objects.filter(kind=uploads.UPLOAD).exists()


@pytest.mark.parametrize("who", ["bruno", "ana", "fabio", "celia", "elena", None])
def test_nobody_else_decides_on_failed_work(world, feed, monkeypatch, who):
    breaking(monkeypatch)
    upload(world.bruno, feed)
    until_given_up()
    client = world.client(world.viewers[who] if who else None)
    assert "week 47.csv" not in client.get("/work/").content.decode()
    with as_service("test"):
        [left] = Work.objects.filter(kind=uploads.UPLOAD)
    assert client.post(f"/work/{left.pk}/retry/").status_code == client.post("/work/987654321/retry/").status_code == 404
    with as_service("test"):
        assert Work.objects.get(pk=left.pk).state == "FAILED"


def test_a_worker_that_dies_over_a_file_is_not_fed_with_it_for_ever(world, feed):
    run = upload(world.bruno, feed)
    for _death in range(settings.CONFIGURATION.import_attempts):
        with as_service("test"):
            assert queue.hold(kinds.kind_of(uploads.UPLOAD)) is not None
            Work.objects.update(held_until=timezone.now())
    run = read(world.bruno, run)
    assert run.state == "FAILED" and "administrator" in run.reason


def test_an_import_is_no_work_of_the_workers_that_match(world, feed):
    run = upload(world.bruno, feed)
    running.run_due(kinds.BULK)
    with looking_as(world.bruno):
        assert ImportRun.objects.get(pk=run.pk).state == "WAITING"


def test_what_is_amended_is_not_new(world, feed):
    read(world.bruno, upload(world.bruno, feed))
    header, first, *others = TEXT.splitlines()
    cells = first.split(",")
    cells[header.split(",").index("Net Mass")] = "77.7"
    run = read(world.bruno, upload(world.bruno, feed, "\n".join([header, ",".join(cells), *others])))
    assert (run.rows_new, run.rows_amended, run.rows_same) == (0, 1, ROWS - 1)


def test_an_import_that_is_done_is_not_moved_any_more(world, feed):
    run = read(world.bruno, upload(world.bruno, feed))
    with looking_as(world.bruno), pytest.raises(WrongState):
        run.move(to=State.RUNNING)


def test_a_full_disk_is_told_in_the_persons_language_and_the_rest_is_read_when_there_is_room(world, feed, monkeypatch):
    monkeypatch.setattr("intel.exchange.importing.BATCH", 2)
    with as_operator():
        User.objects.filter(pk=world.bruno.user_id).update(language="es")
    waiting = upload(world.bruno, feed)
    with no_room_after("10000002"):
        for _attempt in range(2 * settings.CONFIGURATION.import_attempts):  # that is no fault of the file
            running.run_due(kinds.IMPORTS)
            with as_service("test"):
                Work.objects.filter(kind=uploads.UPLOAD).update(not_before=timezone.now())
    with looking_as(world.bruno):
        run = ImportRun.objects.get(pk=waiting.pk)
    assert (run.state, run.rows_read, run.rows_new) == ("FAILED", 2, 2)
    assert "El disco del centro está lleno" in run.reason and run.content is not None
    with as_service("test"):
        assert Work.objects.get(kind=uploads.UPLOAD).state == "WAITING"
    run = read(world.bruno, run)
    assert (run.state, run.reason, run.rows_read, run.rows_new, run.rows_same) == ("DONE", "", ROWS, ROWS, 0)
    with looking_as(world.bruno):
        assert Consignment.objects.filter(feed=feed).count() == ROWS


def test_who_waits_for_room_is_tried_after_a_while(world, feed, monkeypatch):
    upload(world.bruno, feed)
    with no_room_after(""):
        running.run_due(kinds.IMPORTS)
    with as_service("test"):
        work = Work.objects.get(kind=uploads.UPLOAD)
    assert work.attempts == 0 and work.not_before > timezone.now() + queue.ROOM_AFTER / 2


def running_since(world, run, seconds, **columns):
    with looking_as(world.bruno):
        run.move(to=State.RUNNING, reading_since=timezone.now() - timedelta(seconds=seconds), **columns)


def test_page_and_api_tell_total_done_rate_and_time_left(world, feed):
    run = upload(world.bruno, feed)
    client, api = world.client(world.bruno), world.api(world.bruno)
    running_since(world, run, 10, rows_total=36_000, rows_before=2_000, rows_read=12_000)
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert 'max="36000" value="12000"' in page and "of 36,000 rows" in page
    assert re.search(r"(1,000|9\d\d) a second, 2[4-7] s left", page), page
    told = api.get(f"/api/v1/imports/{run.pk}/").json()
    assert (told["rows_total"], told["rows_read"], told["state"]) == (36_000, 12_000, "RUNNING")
    assert 900 < told["rows_a_second"] <= 1_000 and 24 <= told["seconds_left"] <= 27
    assert [row["id"] for row in api.get("/api/v1/imports/").json()["results"]] == [run.pk]
    run = read(world.bruno, run)
    told = api.get(f"/api/v1/imports/{run.pk}/").json()
    assert (told["state"], told["rows_total"], told["rows_a_second"], told["seconds_left"]) == ("DONE", ROWS, None, None)


@pytest.mark.parametrize("who", ["carla", "diego", "elena", "gala", None])
def test_nobody_else_sees_how_far_it_is(world, feed, who):
    run = upload(world.bruno, feed)
    api = world.api(world.viewers[who]) if who else world.api(None)
    assert api.get(f"/api/v1/imports/{run.pk}/").status_code == 404
    listed = api.get("/api/v1/imports/")
    assert listed.status_code in (401, 403) or listed.json()["results"] == []
