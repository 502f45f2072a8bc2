"""The OFAC reader: what it takes out of a list, and that no row stops it."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intel.exchange.ofac import natural_order, read_watchlist
from intel.exchange.ofac_remarks import birth_dates, read_identifier, read_remarks
from intel.exchange.values import BadRow, Identifier, UnreadableFile, WatchlistEntry

SAMPLES = Path(__file__).parent / "samples"


def read(folder: Path) -> tuple[dict[str, WatchlistEntry], list[BadRow]]:
    found = list(read_watchlist(folder))
    entries = [one for one in found if isinstance(one, WatchlistEntry)]
    return {entry.source_id: entry for entry in entries}, [one for one in found if isinstance(one, BadRow)]


@pytest.fixture(scope="module")
def published() -> dict[str, WatchlistEntry]:
    entries, bad = read(SAMPLES / "ofac")
    assert not bad
    return entries


def test_it_reads_every_party_of_a_published_list(published: dict[str, WatchlistEntry]) -> None:
    kinds = {number: entry.kind for number, entry in published.items()}
    assert kinds == {"1001": "PERSON", "1002": "ORGANISATION", "1003": "VESSEL", "1004": "AIRCRAFT", "1005": "PERSON"}


def test_it_keeps_a_name_as_written_and_as_spoken(published: dict[str, WatchlistEntry]) -> None:
    names = [(name.text, name.natural, name.kind) for name in published["1001"].names]
    assert names == [
        ("CONDORI QUISPE, Wilber Edson", "Wilber Edson CONDORI QUISPE", "PRIMARY"),
        ("CONDORI, Wilber", "Wilber CONDORI", "ALIAS"),
        ("CONDORI MAMANI, Wilber", "Wilber CONDORI MAMANI", "FORMER"),
        ("EL CÓNDOR", "EL CÓNDOR", "WEAK_ALIAS"),
        ("QUISPE, Edson", "Edson QUISPE", "WEAK_ALIAS"),
    ]


def test_it_takes_a_persons_papers_out_of_the_remarks(published: dict[str, WatchlistEntry]) -> None:
    person = published["1001"]
    assert person.birth_dates == ("1970-05-24", "1971")
    assert person.countries == ("BO", "PE")
    assert person.addresses == ("Calle Junín 123, Oruro, Bolivia",)
    assert set(person.identifiers) == {
        Identifier("passport", "A553077", "BO", "Passport"),
        Identifier("passport", "B 120344", "PE", "Passport"),
        Identifier("national_id", "4455667", "BO", "Cedula No."),
        Identifier("tax", "COQW700524AB1", "MX", "R.F.C."),
        Identifier("national_id", "COQW700524HDFRTL03", "MX", "C.U.R.P."),
        Identifier("phone", "+59171234567", "", "Phone Number"),
        Identifier("email", "wilber.condori@correo.example", "", "Email Address"),
    }


def test_it_takes_an_organisations_numbers_out_of_the_remarks(published: dict[str, WatchlistEntry]) -> None:
    firm = published["1002"]
    assert firm.programs == ("SDNTK", "TCO")
    assert firm.birth_dates == ()
    assert [name.text for name in firm.names if name.kind == "FORMER"] == ["ANDES COURIER LTDA"]
    assert {(one.kind, one.value, one.country) for one in firm.identifiers} == {
        ("tax", "1020304050", "BO"),
        ("tax", "800018928-0", "CO"),
        ("tax", "20108363101", "PE"),
        ("tax", "30-68074603-2", "AR"),
        ("registration", "00118075", "CO"),
        ("registration", "HRA 738077", "DE"),
        ("registration", "55-11", "CL"),
        ("lei", "529900T8BM49AURSDO55", ""),
        ("other", "ANDEBOLX", ""),
        ("other", "www.andescargo.example", ""),
        ("phone", "+591 2 2441122", ""),
    }


def test_it_knows_vessels_and_aircraft_by_their_numbers(published: dict[str, WatchlistEntry]) -> None:
    vessel = {(one.kind, one.value) for one in published["1003"].identifiers}
    assert vessel == {("imo", "9074729"), ("mmsi", "352123000"), ("callsign", "CP2192")}
    assert published["1003"].countries == ("MT", "PA")
    aircraft = {(one.kind, one.value) for one in published["1004"].identifiers}
    assert aircraft == {("registration", "CP-2810"), ("other", "21064512")}


def test_a_range_of_birth_gives_its_years_and_a_passport_without_number_nothing(
    published: dict[str, WatchlistEntry],
) -> None:
    person = published["1005"]
    assert person.birth_dates == ("1962", "1963", "1964", "1971-10")
    assert person.names[0].natural == "Rosa MAMANI FLORES Jr."
    assert {one.kind for one in person.identifiers} == {"national_id"}
    assert person.title == "Directora"


@pytest.mark.parametrize("packed", [False, True])
def test_it_reads_a_kept_list_with_header_in_any_order_and_gzipped(tmp_path: Path, packed: bool) -> None:
    for file in (SAMPLES / "ofac_with_header").iterdir():
        if packed:
            (tmp_path / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
        else:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    entries, bad = read(tmp_path)
    assert not bad
    assert entries["2001"].names[0].natural == "Hernán VARGAS SOLIZ"
    assert entries["2001"].birth_dates == ("1961",)
    assert [name.text for name in entries["2002"].names] == ["COMERCIAL EL TROPICO LTDA", "EL TROPICO"]
    assert entries["2002"].addresses == ("Carrera 7 No. 12-30, Cali, Colombia",)


def test_remarks_that_did_not_fit_are_joined_to_the_rest(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text('1,"ROJAS, Juan",individual,"X",,,,,,,,"DOB 1961; Passport A12"\n')
    (tmp_path / "sdn_comments.csv").write_text('1,"345 (Peru); nationality Peru."\n')
    entries, _ = read(tmp_path)
    assert entries["1"].identifiers == (Identifier("passport", "A12345", "PE", "Passport"),)
    assert entries["1"].countries == ("PE",)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('x9,"A NAME",-0- ,"X",,,,,,,,', "ent_num is not a number"),
        ('1,"AGAIN",-0- ,"X",,,,,,,,', "used by an earlier row"),
        ('2,-0- ,-0- ,"X",,,,,,,,', "no name"),
        ('2,"A NAME",robot,"X",,,,,,,,', "sdn_type"),
        ('2,"A NAME",-0- ,"X",,,,,,,,,,,', "columns, expected 12"),
        ("2", "columns, expected 12"),
    ],
)
def test_it_returns_a_bad_row_with_its_place_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "sdn.csv").write_text(f'1,"ONE",-0- ,"X",,,,,,,,\n{row}\n3,"THREE",-0- ,"X",,,,,,,,\n')
    entries, bad = read(tmp_path)
    assert list(entries) == ["1", "3"]
    assert [(one.line, one.where) for one in bad] == [(2, "sdn.csv")]
    assert reason in bad[0].reason


def test_it_returns_aliases_and_addresses_of_nobody(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text('1,"ONE",-0- ,"X",,,,,,,,\n')
    (tmp_path / "alt.csv").write_text('7,1,"aka","NOBODY",\n')
    (tmp_path / "add.csv").write_text('x,1,"Street","City","Bolivia",\n')
    _, bad = read(tmp_path)
    assert sorted((one.where, one.line) for one in bad) == [("add.csv", 1), ("alt.csv", 1)]


def test_it_refuses_a_folder_without_a_list(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"no sdn\.csv"):
        list(read_watchlist(tmp_path))
    with pytest.raises(UnreadableFile):
        list(read_watchlist(tmp_path / "nowhere"))


def test_a_gzip_cut_short_gives_its_good_rows_and_says_so(tmp_path: Path) -> None:
    rows = "".join(f'{n},"PARTY {n} {n * 7919}",-0- ,"X",,,,,,,,\n' for n in range(1, 4000))
    packed = gzip.compress(rows.encode())
    (tmp_path / "sdn.csv.gz").write_bytes(packed[: len(packed) // 2])
    entries, bad = read(tmp_path)
    assert len(entries) > 100
    assert "damaged or incomplete" in bad[-1].reason


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("24 May 1970", ["1970-05-24"]),
        ("May 1970", ["1970-05"]),
        ("1970", ["1970"]),
        ("circa 07 Jul 1966", ["1966"]),
        ("circa 1951.", ["1951"]),
        ("1962 to 1963", ["1962", "1963"]),
        ("Mar 1980 to Mar 1981", ["1980", "1981"]),
        ("01 Jan 1955 to 31 Dec 1956", ["1955", "1956"]),
        ("10 October 1969", ["1969-10-10"]),
        ("1930 to 1980", []),
        ("unknown", []),
        ("99 May 1970", []),
        ("12 Foo 1970", []),
    ],
)
def test_birth_dates(text: str, dates: list[str]) -> None:
    assert birth_dates(text) == dates


@pytest.mark.parametrize(
    ("clause", "kind", "value", "country"),
    [
        ("alt. Passport 05DK11992 (France) expires 08 Jun 2015", "passport", "05DK11992", "FR"),
        ("Passport RL 1622378 (Lebanon)", "passport", "RL 1622378", "LB"),
        ("Tax ID No. 100036386 (Serbia)", "tax", "100036386", "RS"),
        ("RIF # J-31136071-9 (Venezuela)", "tax", "J-31136071-9", "VE"),
        ("R.F.C. # PMA-910805", "tax", "PMA-910805", "MX"),
        ("Company Number IMO 5110478", "registration", "5110478", ""),
        ("Vessel Registration Identification 8606173", "imo", "8606173", ""),
        ("Fax (357)(22678777)", "phone", "+357 22678777", ""),
        ("Telephone No. 009613679153", "phone", "+9613679153", ""),
        ("National ID No.: 1372584, Kenya", "national_id", "1372584", "KE"),
        ("Digital Currency Address - XBT 1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo", "other",
         "1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo", ""),
        ("Fishing Permit Number FP-2231 (Ecuador)", "other", "FP-2231", "EC"),
    ],
)  # fmt: skip
def test_read_identifier(clause: str, kind: str, value: str, country: str) -> None:
    found = read_identifier(clause)
    assert found is not None
    assert (found.kind, found.value, found.country) == (kind, value, country)


@pytest.mark.parametrize(
    "clause",
    [
        "Linked To: UNIQUE STARS MOBILE PHONES LLC",
        "Secondary sanctions risk: section 1(b) of Executive Order 13224",
        "Organization Established Date 03 Sep 2018",
        "Executive Order 13662 Directive Determination - Subject to Directive 3",
        "passport place of issue: Al-Anbar, Iraq",
        "Aircraft Model IL76-TD",
        "",
    ],
)
def test_what_is_no_identifier_is_left_alone(clause: str) -> None:
    assert read_identifier(clause) is None


def test_natural_order_leaves_what_is_no_family_name_first() -> None:
    assert natural_order("EL CHAPO") == "EL CHAPO"
    assert natural_order("A, B, C, D") == "A, B, C, D"
    assert natural_order("LOPEZ,") == "LOPEZ,"


@given(st.text())
def test_remarks_never_raise(text: str) -> None:
    read_remarks(text)
    read_remarks(f"DOB {text}; Passport {text}; a.k.a. '{text}'; Phone Number {text}")


@given(st.binary(max_size=600), st.binary(max_size=200))
def test_any_bytes_give_entries_or_bad_rows(tmp_path_factory: pytest.TempPathFactory, a: bytes, b: bytes) -> None:
    folder = tmp_path_factory.mktemp("list")
    (folder / "sdn.csv").write_bytes(a)
    (folder / "alt.csv").write_bytes(b)
    try:
        for found in read_watchlist(folder):
            assert isinstance(found, (WatchlistEntry, BadRow))
    except UnreadableFile as error:
        assert str(error)


@given(st.data())
def test_a_mutated_list_gives_entries_or_bad_rows(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray((SAMPLES / "ofac" / "sdn.csv").read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("list")
    (folder / "sdn.csv").write_bytes(content)
    try:
        for found in read_watchlist(folder):
            assert isinstance(found, (WatchlistEntry, BadRow))
    except UnreadableFile as error:
        assert str(error)
