"""`manage.py import_declarations`: how far it is, what came of it, and how it goes on after it was broken off."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from agencies.access import looking_as
from intel.exchange.importing import rows_in
from intel.exchange.management.commands import import_declarations as command
from intel.exchange.models import ImportRun
from intel.trade.models import Consignment, Feed
from tests.exchange.full_disk import no_room_after
from tests.exchange.test_read_declarations_csv import SAMPLE
from tests.exchange.test_read_wco import SAMPLES

SECOND = "10000002"
ROWS = len(SAMPLE.read_text().splitlines()) - 1


@pytest.fixture
def world(world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two rows in a transaction."""
    monkeypatch.setattr("intel.exchange.importing.BATCH", 2)
    return world


def imported(file: Path, errors: Path) -> str:
    out = StringIO()
    call_command("import_declarations", str(file), username="bruno", feed="TEST", errors=errors, stdout=out, stderr=out)
    return out.getvalue()


def runs(world: Any) -> list[ImportRun]:
    with looking_as(world.bruno):
        return list(ImportRun.objects.order_by("id"))


def kept(world: Any) -> list[str]:
    with looking_as(world.bruno):
        return sorted(Consignment.objects.values_list("number", flat=True))


def test_it_says_what_came_of_it_and_that_screening_goes_on(world: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("hub.kit.progress.SAY_EVERY", 0.0)
    told = imported(SAMPLE, tmp_path / "errors.csv")
    assert f"{SAMPLE.name}: {ROWS} rows; {ROWS} new, 0 amended, 0 known already, 0 bad." in told
    assert "Screening goes on: " in told and "`manage.py screen_pending --watch`" in told
    [run] = runs(world)
    assert (run.state, run.rows_total, run.rows_read, run.rows_before) == ("DONE", ROWS, ROWS, 0)


def test_a_full_disk_is_a_sentence_and_it_goes_on_where_it_was_when_there_is_room(world: Any, tmp_path: Path) -> None:
    with no_room_after(SECOND), pytest.raises(CommandError, match="disk of the hub is full.* begin the same command again"):
        imported(SAMPLE, tmp_path / "errors.csv")
    [run] = runs(world)
    assert run.state == "FAILED" and "disk of the hub is full" in run.reason and run.rows_read == run.rows_new == 2
    assert len(kept(world)) == 2
    told = imported(SAMPLE, tmp_path / "errors.csv")
    assert "2 rows were kept when it was broken off" in told and f"{ROWS} rows; {ROWS} new" in told
    [run] = runs(world)
    assert (run.state, run.reason, run.rows_read, run.rows_new, run.rows_same) == ("DONE", "", ROWS, ROWS, 0)
    assert len(kept(world)) == len(set(kept(world))) == ROWS


def test_bad_rows_before_the_break_come_back_too(world: Any, tmp_path: Path) -> None:
    file, errors = tmp_path / "bad.csv", tmp_path / "errors.csv"
    header, first, *rest = SAMPLE.read_text().splitlines()
    broken = first.replace(first.split(",")[1], "yesterday", 1)
    file.write_text("\n".join([header, broken, *rest]))
    with no_room_after(SECOND), pytest.raises(CommandError):
        imported(file, errors)
    imported(file, errors)
    [run] = runs(world)
    assert (run.rows_read, run.rows_new, run.rows_bad) == (ROWS, ROWS - 1, 1) and "yesterday" in errors.read_text()


def test_who_is_at_it_is_left_alone_and_a_file_that_was_read_is_read_anew(world: Any, tmp_path: Path) -> None:
    imported(SAMPLE, tmp_path / "errors.csv")
    imported(SAMPLE, tmp_path / "errors.csv")
    assert [(run.state, run.rows_new, run.rows_same) for run in runs(world)] == [("DONE", ROWS, 0), ("DONE", 0, ROWS)]


def test_two_are_not_at_one_import(world: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with no_room_after(SECOND), pytest.raises(CommandError):
        imported(SAMPLE, tmp_path / "errors.csv")
    monkeypatch.setattr(command, "_hold", lambda run: False)  # as it is while another process holds it
    imported(SAMPLE, tmp_path / "errors.csv")
    assert [(run.state, run.rows_new, run.rows_same) for run in runs(world)] == [("FAILED", 2, 0), ("DONE", ROWS - 2, 2)]


def test_how_many_there_are_is_counted_before(tmp_path: Path) -> None:
    assert rows_in(SAMPLE) == ROWS
    assert [rows_in(file) for file in sorted(SAMPLES.glob("*.xml"))] == [3, 1]
    many = tmp_path / "many.xml"
    many.write_bytes(b"<all>" + b"<d:Declaration x='1'/><DeclarationOfficeID/>" * 100_000 + b"</all>")
    assert rows_in(many) == 100_000
    empty = tmp_path / "empty"
    empty.write_bytes(b"\x1f\x8b\x00")
    assert rows_in(empty) is None and rows_in(tmp_path / "none") is None


def test_a_feed_that_is_not_there_is_opened(world: Any, tmp_path: Path) -> None:
    imported(SAMPLE, tmp_path / "errors.csv")
    with looking_as(world.bruno):
        assert Feed.objects.get(code="TEST").owner_agency_id == world.bruno.agency_id
