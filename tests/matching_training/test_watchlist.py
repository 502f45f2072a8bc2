"""The list as it is published, and as it is kept with a header."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from intel.matching.training.traders import traders
from intel.matching.training.watchlist import listed

PUBLISHED_SDN = (
    '7001,"CONDOR NEGRO, Juan Carlos","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 24 Jul 1964; alt. DOB 1965; nationality Bolivia; Passport AB123456 (Bolivia); '
    'Tax ID No. 1020703023 (Bolivia)."\r\n'
    '7002,"NAVIERA ILLIMANI",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '7003,"ILLIMANI STAR","vessel","CUBA",-0- ,"T2AB","Cargo","100","90","Panama","NAVIERA ILLIMANI",'
    '"Vessel Registration Identification IMO 9187629"\r\n\x1a\r\n'
)
PUBLISHED_ALT = '7002,91,"aka","ILLIMANI SHIPPING COMPANY",-0- \r\n7002,92,"fka","NAVIERA ILLIMANI",-0- \r\n'
PUBLISHED_ADD = '7002,81,"Av. Arce 2132","La Paz","Bolivia",-0- \r\n'


def test_it_reads_the_published_files(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text(PUBLISHED_SDN)
    (tmp_path / "alt.csv").write_text(PUBLISHED_ALT)
    (tmp_path / "add.csv").write_text(PUBLISHED_ADD)
    person, firm, ship = listed(tmp_path)
    assert (person.key, person.kind, person.countries) == ("sdn:7001", "person", ("BO",))
    assert person.birth_dates == ("1964-07-24", "1965")
    assert {(each.kind, each.value, each.country) for each in person.identifiers} == {
        ("passport", "AB123456", "BO"),
        ("tax", "1020703023", "BO"),
    }
    assert (firm.kind, firm.names) == ("entity", ("NAVIERA ILLIMANI", "ILLIMANI SHIPPING COMPANY"))
    assert firm.addresses == ("Av. Arce 2132, La Paz",)
    assert (ship.kind, ship.identifiers[0].kind, ship.identifiers[0].value) == ("", "imo", "9187629")


def test_it_reads_files_with_a_header_and_empty_fields(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "sdn.csv.gz", "wt") as lines:
        lines.write(
            "ent_num,name,sdn_type,program,title,call_sign,vessel_type,tonnage,grt,vessel_flag,vessel_owner,remarks\n"
        )
        lines.write("36,AEROCONDOR AIRLINES,,CUBA,,,,,,,,\n")
    with gzip.open(tmp_path / "alt.csv.gz", "wt") as lines:
        lines.write("ent_num,alt_num,alt_type,alt_name,remarks\n36,12,aka,AERO-CONDOR,\n")
    (profile,) = listed(tmp_path)
    assert (profile.names, profile.kind) == (("AEROCONDOR AIRLINES", "AERO-CONDOR"), "entity")


def test_it_says_when_there_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        listed(tmp_path)


def test_it_reads_traders(tmp_path: Path) -> None:
    (tmp_path / "legal_entities.csv").write_text(
        "lei,name,country\n5493001KJTIIGC8Y1R12,PUNTI ALAMBRES S.R.L.,BO\n0292001216G8N0CBG639,  ,NG\n"
    )
    (trader,) = traders(tmp_path)
    assert (trader.key, trader.names, trader.countries, trader.kind) == (
        "lei:5493001KJTIIGC8Y1R12",
        ("PUNTI ALAMBRES S.R.L.",),
        ("BO",),
        "entity",
    )
