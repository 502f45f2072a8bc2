"""`python -m intel.matching screen`: files in, one file out."""

import csv
import json
from pathlib import Path

import pytest

from intel.matching.command import main

ALERTS = "subject_id,kind,name\ns1,entity,Punti Alambres Limitada\ns1,entity,PALA Ltda\n\"s,2\",person,\"QUISPE MAMANI, Juan Carlos\"\n"
PARTIES = "party_id,kind,name\np1,entity,PUNTI ALAMBRES SRL\np2,,Juan Carlos Quispe Mamani\np3,entity,IMPORTADORA SAN JUAN SRL\n\"p\"\"4\",,\n"


def run(tmp_path: Path, alerts: str | bytes, parties: str | bytes, *more: str) -> tuple[int, list[dict[str, str]]]:
    for name, content in (("alerts.csv", alerts), ("parties.csv", parties)):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    out = tmp_path / "matches.csv"
    arguments = ["screen", "--alerts", str(tmp_path / "alerts.csv"), "--parties", str(tmp_path / "parties.csv"), "--out", str(out), *more]
    status = main(arguments)
    if not out.exists():
        return status, []
    with out.open(newline="") as source:
        return status, list(csv.DictReader(source))


@pytest.mark.parametrize("extra", ["", "country"])
def test_it_writes_matches_whose_evidence_adds_up(tmp_path: Path, extra: str) -> None:
    parties = "\n".join(line + (",country" if at == 0 else ",BO") for at, line in enumerate(PARTIES.splitlines())) if extra else PARTIES
    status, rows = run(tmp_path, ALERTS, parties)
    assert status == 0
    sure = {(row["party_id"], row["subject_id"]) for row in rows if float(row["probability"]) > 0.5}
    assert sure == {("p1", "s1"), ("p2", "s,2")}
    for row in rows:
        assert sum(part[1] for part in json.loads(row["evidence"])) == pytest.approx(float(row["score"]), abs=1e-6)


def test_both_ways_of_writing_agree(tmp_path: Path) -> None:
    _, fast = run(tmp_path, ALERTS, PARTIES, "--min-probability", "0")
    slow_parties = "\n".join(line + (",address" if at == 0 else ",") for at, line in enumerate(PARTIES.splitlines()))
    slow_parties = slow_parties.rstrip(",") + ",Calle Murillo 12 La Paz Bolivia"
    _, slow = run(tmp_path, ALERTS, slow_parties, "--min-probability", "0")
    key = [(row["party_id"], row["subject_id"]) for row in fast]
    assert key == [(row["party_id"], row["subject_id"]) for row in slow]
    for one, other in zip(fast, slow, strict=True):
        assert float(one["score"]) == pytest.approx(float(other["score"]), abs=0.003)
        assert float(one["probability"]) == pytest.approx(float(other["probability"]), abs=0.001)


def test_workers_change_nothing(tmp_path: Path) -> None:
    parties = "party_id,kind,name\n" + "".join(f"p{at},,PUNTI ALAMBRES {at % 7}\n" for at in range(4500))
    _, one = run(tmp_path, ALERTS, parties)
    _, two = run(tmp_path, ALERTS, parties, "--workers", "2")
    assert one == two
    assert [path.name for path in tmp_path.glob("*.part*")] == []


def test_bad_rows_are_told_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, rows = run(tmp_path, ALERTS, PARTIES.encode() + b"too,few\np5,entity,\xff\xfe PUNTI ALAMBRES\x00 LTDA\n")
    assert status == 0
    assert "p5" in {row["party_id"] for row in rows}
    assert "1 rows left out" in capsys.readouterr().err


def test_a_missing_column_or_file_ends_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "a,b\n1,2\n", PARTIES)[0] == 2
    assert "subject_id" in capsys.readouterr().err
    assert main(["screen", "--alerts", "none.csv", "--parties", "none.csv", "--out", str(tmp_path / "o.csv")]) == 2


def test_identifiers_dates_and_countries_are_used_when_there(tmp_path: Path) -> None:
    alerts = "subject_id,kind,name,identifier,country\ns1,,ORIENT STAR,imo:9319466;mmsi:538001234,PA\n"
    parties = "party_id,kind,name,identifier\np1,,GOLDEN SUN,imo:IMO 9319466\n"
    _, [row] = run(tmp_path, alerts, parties)
    assert float(row["probability"]) > 0.9
