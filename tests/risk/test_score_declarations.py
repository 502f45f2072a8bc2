"""`manage.py score_declarations`: files in, one file out, without a database."""

import csv
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from hub.configuration import ROOT
from intel.scoring.command import main
from tests.risk.samples import COLUMNS, Row, declarations, write

PAST = declarations(1_500)
LATER = declarations(200, seed=2, first=date(2025, 12, 1), days=60)


def run(folder: Path, past: list[Row] = PAST, later: list[Row] = LATER, *more: str) -> tuple[int, list[Row]]:
    """The status, and the rows that were written."""
    out = folder / "out.csv"
    status = main(["--train", str(write(folder / "past.csv", past)), "--in", str(write(folder / "later.csv", later)),
                   "--out", str(out), *more])
    return status, list(csv.DictReader(out.open())) if out.exists() else []


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    status, rows = run(tmp_path_factory.mktemp("scored"))
    assert status == 0
    return rows


def test_it_writes_a_row_for_each_row_in_their_order(written: list[Row]) -> None:
    assert [tuple(row) for row in written[:1]] == [("declaration_id", "probability")]
    assert [row["declaration_id"] for row in written] == [row["Declaration ID"] for row in LATER]
    assert all(0 < float(row["probability"]) < 1 for row in written)


def test_it_finds_what_was_planted(tmp_path: Path) -> None:
    _, written = run(tmp_path, declarations(4_000))
    planted = {row["Declaration ID"] for row in LATER if (row["HS6 Code"], row["Country of Departure"]) == ("640399", "PA")}
    said = {True: [], False: []}
    for row in written:
        said[row["declaration_id"] in planted].append(float(row["probability"]))
    assert min(len(said[True]), len(said[False])) > 3
    assert sum(said[True]) / len(said[True]) > 2.5 * sum(said[False]) / len(said[False])


def test_it_takes_the_same_goods_found_irregular_before_for_evidence(tmp_path: Path) -> None:
    twins = [row for row in PAST[-300:] if row["HS6 Code"] != "640399"]
    again = [dict(row, **{"Declaration ID": f"again{at}", "Date": "2025-12-01"}) for at, row in enumerate(twins)]
    copies = [dict(row, **{"Declaration ID": f"copy{at}", "Date": (date.fromisoformat(row["Date"]) + timedelta(20)).isoformat()})
              for at, row in enumerate(PAST[:-300]) if at % 2]
    status, written = run(tmp_path, PAST + copies, again)
    said = {row["declaration_id"]: float(row["probability"]) for row in written}
    irregular = [said[row["Declaration ID"]] for row in again if row["Fraud"] == "1"]
    regular = [said[row["Declaration ID"]] for row in again if row["Fraud"] == "0"]
    assert status == 0
    assert min(irregular) > max(regular)


def test_outcomes_of_what_is_scored_change_nothing_and_need_not_be_there(tmp_path: Path, written: list[Row]) -> None:
    turned = [dict(row, Fraud=str(1 - int(row["Fraud"]))) for row in LATER]
    assert run(tmp_path, later=turned) == (0, written)
    out, bare = tmp_path / "bare.csv", write(tmp_path / "bare_later.csv", LATER, COLUMNS[:-2])
    assert main(["--train", str(tmp_path / "past.csv"), "--in", str(bare), "--out", str(out)]) == 0
    assert list(csv.DictReader(out.open())) == written


def test_each_row_is_scored_by_itself(tmp_path: Path, written: list[Row]) -> None:
    _, some = run(tmp_path, later=LATER[50:60][::-1])
    assert some == written[50:60][::-1]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path)
    once = (tmp_path / "out.csv").read_bytes()
    run(tmp_path)
    assert (tmp_path / "out.csv").read_bytes() == once


def test_the_order_of_the_files_trained_on_changes_nothing(tmp_path: Path, written: list[Row]) -> None:
    halves = [write(tmp_path / "late.csv", PAST[750:]), write(tmp_path / "early.csv", PAST[:750])]
    out = tmp_path / "out.csv"
    later = write(tmp_path / "later.csv", LATER)
    assert main(["--train", str(halves[0]), "--train", str(halves[1]), "--in", str(later), "--out", str(out)]) == 0
    assert list(csv.DictReader(out.open())) == written


def test_it_needs_no_database_and_no_django(tmp_path: Path) -> None:
    past, later = write(tmp_path / "past.csv", PAST), write(tmp_path / "later.csv", LATER[:3])
    watched = (f"import sys; sys.argv = ['manage.py', 'score_declarations', '--train', {str(past)!r}, '--in', {str(later)!r}, "
               f"'--out', {str(tmp_path / 'out.csv')!r}]\nimport manage\ntry: manage.main()\n"
               "except SystemExit as end: status = end.code\n"
               "sys.exit(status or bool({'django', 'psycopg'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", watched], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 4


def changed(rows: list[Row], at: int, **values: str) -> list[Row]:
    """The rows with other values in one of them."""
    named = {name.replace("_", " "): value for name, value in values.items()}
    return [dict(row, **named) if place == at else row for place, row in enumerate(rows)]


@pytest.mark.parametrize(("values", "told"), [
    ({"Date": "2025-02-30"}, "line 7, Date: '2025-02-30' is not a day; write it as 2026-05-03."),
    ({"Date": ""}, "line 7, Date: '' is not a day"),
    ({"Date": "2999-01-01"}, "line 7, Date: 2999-01-01 is after today"),
    ({"Date": "1889-01-01"}, "line 7, Date: 1889-01-01 is before 1990"),
    ({"Declaration_ID": ""}, "line 7, Declaration ID: is empty"),
    ({"Declaration_ID": "{first}"}, "line 7, Declaration ID: '{first}' is also in {file}, line 2; leave one of the two out."),
    ({"Declaration_ID": "=1+1"}, "line 7, Declaration ID: '=1+1' has a sign that is not printed, or begins as a formula"),
    ({"Declaration_ID": "a\r=1+1"}, "line 8, Declaration ID: 'a\\r=1+1' has a sign that is not printed"),
    ({"Declaration_ID": "9" * 101}, "line 7, Declaration ID: has more than 100 signs"),
    ({"Country_of_Origin": "B" * 101}, "line 7, Country of Origin: has more than 100 signs"),
    ({"HS6_Code": "ABCDEF"}, "line 7, HS6 Code: 'ABCDEF' is not a code of the Harmonized System"),
    ({"HS6_Code": "001234"}, "line 7, HS6 Code: '001234' is not a code"),
    ({"HS6_Code": ""}, "line 7, HS6 Code: '' is not a code"),
    ({"Net_Mass": "-1"}, "line 7, Net Mass: -1 is negative; correct it, or leave it empty."),
    ({"Item_Price": "much"}, "line 7, Item Price: 'much' is not a number"),
    ({"Item_Price": "1e99"}, "line 7, Item Price: 1e99 is larger than any real one"),
    ({"Item_Price": "inf"}, "line 7, Item Price: inf is larger than any real one"),
    ({"Tax_Rate": "1e6"}, "line 7, Tax Rate: 1e6 is larger than any real one"),
])  # fmt: skip
@pytest.mark.parametrize("file", ["past.csv", "later.csv"])
def test_it_refuses_bad_rows_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, values: dict[str, str], told: str
) -> None:
    rows = {"past.csv": PAST, "later.csv": LATER}
    first = rows[file][0]["Declaration ID"]
    rows[file] = changed(rows[file], 5, **{name: value.format(first=first) for name, value in values.items()})
    assert run(tmp_path, rows["past.csv"], rows["later.csv"]) == (1, [])
    assert f"{file}, {told.format(first=first, file=file)}" in capsys.readouterr().err


@pytest.mark.parametrize(("past", "told"), [
    ([], "past.csv has a header and no rows"),
    (PAST[:10], "past.csv: 10 inspected rows, .* are too few to learn from"),
    ([dict(row, Fraud="0") for row in PAST], r"past.csv: Fraud is the same in all 1,500 inspected rows \(regular\)"),
    ([dict(row, Date="2025-01-01") for row in PAST], "past.csv: all rows are of fewer than 4 days"),
    ([dict(row, Fraud="") for row in PAST], "past.csv: Fraud is empty in all rows"),
    (changed(PAST, 3, Fraud="2"), "past.csv, line 5, Fraud: '2' is not an outcome"),
    ([*PAST, LATER[4]], "later.csv, line 6, Declaration ID: '20000004' is trained on, too"),
])  # fmt: skip
def test_it_refuses_what_no_model_can_be_made_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], past: list[Row], told: str
) -> None:
    assert run(tmp_path, past) == (1, [])
    assert re.search(told, capsys.readouterr().err)


def test_it_names_a_column_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    past = write(tmp_path / "past.csv", PAST, [name for name in COLUMNS if name != "HS6 Code"])
    later = write(tmp_path / "later.csv", LATER)
    assert main(["--train", str(past), "--in", str(later), "--out", str(tmp_path / "out.csv")]) == 1
    assert "past.csv: the header lacks HS6 Code" in capsys.readouterr().err


@pytest.mark.parametrize(("content", "told"), [
    (b"", "later.csv is empty"), (b"a" * 70_000, "later.csv has a line of more than 65,536 signs"),
    (b"\x1f\x8bnot gzip", "later.csv is a damaged gzip file"), (b"\xff\xfe", "not text in UTF-8"),
])  # fmt: skip
def test_it_refuses_files_that_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    later = tmp_path / "later.csv"
    later.write_bytes(content)
    out = tmp_path / "out.csv"
    out.write_text("what was there")
    assert main(["--train", str(write(tmp_path / "past.csv", PAST)), "--in", str(later), "--out", str(out)]) == 1
    assert told in capsys.readouterr().err
    assert out.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["later.csv", "out.csv", "past.csv"]


def test_of_many_faults_ten_are_told_and_the_others_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, later=[dict(row, Date="never") for row in LATER]) == (1, [])
    told = capsys.readouterr().err
    assert told.count("is not a day") == 10 and f"... and {len(LATER) - 10:,} more." in told


def test_empty_values_and_codes_never_seen_are_scored(tmp_path: Path) -> None:
    later = changed(LATER, 0, Net_Mass="", Item_Price="", Tax_Rate="", Importer_ID="", Country_of_Origin="")
    later = changed(later, 1, HS6_Code="999999", Country_of_Origin="ZZ", Importer_ID="new", Net_Mass="0", Item_Price="0")
    status, written = run(tmp_path, later=later)
    assert (status, len(written)) == (0, len(later))
    assert all(0 < float(row["probability"]) < 1 for row in written[:2])
