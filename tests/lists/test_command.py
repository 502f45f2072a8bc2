"""`manage.py export_list` writes what the person sees, marked and noted, and nothing over what is there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from agencies.access import looking_as
from agencies.audit.models import Event
from tests.reports import writing as reports


def test_it_writes_what_the_person_sees(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agencies.lists import exporting

    monkeypatch.setattr(exporting, "SHORT", 1)
    for title in ("Alfa", "Beta"):
        reports.draft(world, title=title)
    out = tmp_path / "reports.csv"
    call_command("export_list", "reports", "--as", "ana", "--filters", "sort=-title", "--columns", "title", "--out", str(out))
    above, heading, *rows = out.read_text("utf-8-sig").splitlines()
    assert "RESTRICTED" in above and heading.startswith("reference,title")
    assert [row.split(",")[1] for row in rows] == ["Beta", "Alfa"]
    with looking_as(world.fabio):
        assert Event.objects.filter(action="report.exported").count() == 2
    call_command("export_list", "reports", "--as", "carla", "--out", str(tmp_path / "none.csv"))
    assert "Alfa" not in (tmp_path / "none.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("wrong", [["--as", "nobody"], ["--as", "gala"], ["--as", "ana", "--filters", "nothing=1"],
                                   ["--as", "ana", "--filters", "state=NONSENSE"], ["--as", "ana", "--columns", "nothing"]])
def test_what_cannot_be_taken_leaves_no_file(world: Any, tmp_path: Path, wrong: list[str]) -> None:
    out = tmp_path / "reports.csv"
    with pytest.raises(CommandError):
        call_command("export_list", "reports", *wrong, "--out", str(out))
    assert not out.exists()


def test_nothing_is_written_over(world: Any, tmp_path: Path) -> None:
    out = tmp_path / "reports.csv"
    out.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_list", "reports", "--as", "ana", "--out", str(out))
    assert out.read_text() == "mine"
