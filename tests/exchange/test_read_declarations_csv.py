"""The CSV reader of declarations: every field, every reason, and the lending of names."""

import csv
import gzip
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.error_file import write_bad_rows
from intel.exchange.declarations_csv import read_declarations
from intel.exchange.traders_csv import LegalEntity, RegisterExhausted, TraderNames, read_register
from intel.exchange.values import BadRow, Declaration, GoodsItem, Identifier, Party, UnreadableFile

SAMPLES = Path(__file__).parent / "samples"
SAMPLE = SAMPLES / "declarations.csv"


def declarations(path: Path, **options: object) -> list[Declaration]:
    found = list(read_declarations(path, **options))  # type: ignore[arg-type]
    assert not [one for one in found if isinstance(one, BadRow)]
    return found  # type: ignore[return-value]


def with_changes(path: Path, **changes: str) -> Path:
    """The sample's first row with some columns changed, as a file of one row."""
    row = next(csv.DictReader(SAMPLE.open()))
    row.update({name.replace("_", " "): value for name, value in changes.items()})
    with path.open("w") as file:
        writer = csv.DictWriter(file, row.keys())
        writer.writeheader()
        writer.writerow(row)
    return path


def test_it_reads_a_row_as_a_declaration() -> None:
    assert declarations(SAMPLE)[0] == Declaration(
        source="csv",
        number="10000001",
        date=date(2026, 1, 5),
        office="40",
        regime="B",
        transport_mode="4",
        country_of_departure="CN",
        payment="11",
        parties=(
            Party("DECLARANT", external_id="DDDDDD1"),
            Party("IMPORTER", external_id="IIIIII1"),
            Party("SELLER", external_id="SSSSSS1"),
        ),
        items=(
            GoodsItem(
                number=1,
                hs_code="640399",
                origin="CN",
                net_kg=Decimal("120.500"),
                value=Decimal("86125.20"),
                currency="KRW",
                tax_rate=Decimal("8.000"),
                tax_type="A",
            ),
        ),
        value=Decimal("86125.20"),
        currency="KRW",
        fraud=False,
        critical=0,
        extra=(("Import Type", "11"), ("Import Use", "21"), ("Country of Origin Indicator", "Y")),
    )


def test_it_reads_outcomes_unknown_countries_and_free_goods() -> None:
    second = declarations(SAMPLE)[1]
    assert (second.fraud, second.critical) == (True, 2)
    assert second.country_of_departure == ""
    assert second.value == 0
    assert [party.role for party in second.parties] == ["DECLARANT", "IMPORTER", "COURIER"]


def test_it_reads_gzip_another_order_unknown_columns_and_no_outcomes(tmp_path: Path) -> None:
    rows = list(csv.DictReader(SAMPLE.open()))
    columns = [name for name in reversed(rows[0]) if "Fraud" not in name]
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns, "Remark"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**row, "Remark": "x"} for row in rows)
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(text.getvalue().encode()))
    found = declarations(tmp_path / "d.csv.gz", currency="USD")
    assert [one.number for one in found] == ["10000001", "10000002", "10000003"]
    assert {one.fraud for one in found} == {None}
    assert {one.currency for one in found} == {"USD"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Declaration_ID": ""}, "Declaration ID is missing."),
        ({"Importer_ID": " "}, "Importer ID is missing."),
        ({"Date": "2026-02-30"}, "Date '2026-02-30' is no date"),
        ({"Date": "05/01/2026"}, "is no date; write it as 2026-11-24."),
        ({"Item_Price": "-3"}, "Item Price '-3' is negative."),
        ({"Net_Mass": "1,5"}, "Net Mass '1,5' is no number"),
        ({"Net_Mass": "NaN"}, "is no number"),
        ({"Item_Price": "1e40"}, "too large to be true"),
        ({"Tax_Rate": "-1"}, "Tax Rate '-1' is negative."),
        ({"HS6_Code": "64039"}, "A leading zero may have been lost."),
        ({"HS6_Code": "64039900"}, "is not six digits."),
        ({"Mode_of_Transport": "77"}, "Mode of Transport '77' is no mode of transport"),
        ({"Country_of_Origin": "Chile"}, "Country of Origin 'Chile' is no country"),
        ({"Fraud": "2"}, "Fraud '2' is none of 0, 1."),
        ({"Critical_Fraud": "9"}, "Critical Fraud '9' is none of 0, 1, 2."),
    ],
)
def test_it_returns_a_bad_row_with_its_reason(tmp_path: Path, changes: dict[str, str], reason: str) -> None:
    (bad,) = read_declarations(with_changes(tmp_path / "d.csv", **changes))
    assert isinstance(bad, BadRow)
    assert reason in bad.reason
    assert (bad.line, bad.where) == (2, "d.csv")
    assert dict(bad.row)["Seller ID"] == "SSSSSS1"


def test_it_tells_everything_that_is_wrong_with_a_row_at_once(tmp_path: Path) -> None:
    (bad,) = read_declarations(with_changes(tmp_path / "d.csv", Date="x", Net_Mass="-1", HS6_Code="1"))
    assert isinstance(bad, BadRow)
    assert all(word in bad.reason for word in ("Date", "Net Mass", "HS6 Code"))


def test_a_number_used_twice_keeps_the_first_and_returns_the_second(tmp_path: Path) -> None:
    text = SAMPLE.read_text()
    (tmp_path / "d.csv").write_text(text + text.splitlines()[1] + "\n")
    *good, bad = read_declarations(tmp_path / "d.csv")
    assert len(good) == 3
    assert isinstance(bad, BadRow)
    assert "used by an earlier row" in bad.reason


def test_a_row_with_a_column_too_many_is_bad_and_the_next_is_not(tmp_path: Path) -> None:
    lines = SAMPLE.read_text().splitlines()
    (tmp_path / "d.csv").write_text("\n".join([*lines[:2], lines[2] + ",x", lines[3]]) + "\n")
    found = list(read_declarations(tmp_path / "d.csv"))
    assert [isinstance(one, BadRow) for one in found] == [False, True, False]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "\n"])
def test_it_refuses_a_file_of_another_kind(tmp_path: Path, content: str) -> None:
    (tmp_path / "d.csv").write_text(content)
    with pytest.raises(UnreadableFile):
        list(read_declarations(tmp_path / "d.csv"))


def test_bad_rows_go_back_as_a_file_that_can_be_corrected_and_read_again(tmp_path: Path) -> None:
    bad = list(read_declarations(with_changes(tmp_path / "d.csv", HS6_Code="64039", Office_ID="=1+1")))
    back = tmp_path / "errors.csv"
    with back.open("w", newline="") as file:
        assert write_bad_rows(bad, file) == 1  # type: ignore[arg-type]
    rows = list(csv.DictReader(back.open()))
    assert "HS6 Code" in rows[0]["error"]
    assert rows[0]["Office ID"] == "'=1+1", "a spreadsheet would run it"
    back.write_text(back.read_text().replace(",64039,", ",064039,"))
    assert declarations(back)[0].items[0].hs_code == "064039"


def test_the_register_is_read_once_by_number_and_by_name() -> None:
    register = list(read_register(SAMPLES / "register.csv"))
    assert len(register) == 7
    assert register[2] == LegalEntity("5299000000000000AA13", "Namib Desert Traders", "NA")
    assert "Ferretería Dos Ríos Ltda." in {entity.name for entity in register}


def test_a_register_of_another_kind_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="lacks lei"):
        list(read_register(SAMPLE))


def test_parties_are_lent_names_one_to_one() -> None:
    names = TraderNames(list(read_register(SAMPLES / "register.csv")))
    lent = {party.external_id: party.name for one in declarations(SAMPLE, names=names) for party in one.parties}
    assert set(lent) == {"DDDDDD1", "DDDDDD2", "IIIIII1", "IIIIII2", "SSSSSS1", "CCCCC1"}
    assert len(set(lent.values())) == len(lent)
    party = declarations(SAMPLE, names=names)[0].parties[0]
    assert party.kind == "entity"
    assert party.identifiers == (Identifier("lei", names.assigned["DDDDDD1"], label="LEI"),)


def test_a_bad_row_is_lent_no_name(tmp_path: Path) -> None:
    names = TraderNames(list(read_register(SAMPLES / "register.csv")))
    list(read_declarations(with_changes(tmp_path / "d.csv", HS6_Code="1"), names=names))
    assert names.assigned == {}


@given(st.lists(st.text(min_size=1), unique=True, max_size=40), st.randoms())
def test_names_stay_one_to_one_and_stable_through_the_memory(numbers: list[str], random: object) -> None:
    register = [LegalEntity(f"LEI{n}", f"Name {n}", "BO") for n in range(60)]
    first = TraderNames(register)
    lent = {number: first.name_of(number) for number in numbers}
    assert len({entity.lei for entity in lent.values()}) == len(numbers)
    again = list(numbers)
    random.shuffle(again)  # type: ignore[attr-defined]
    second = TraderNames(register, first.assigned)
    later = second.name_of("a number of the next month")
    assert {number: second.name_of(number) for number in again} == lent
    assert later.lei not in {entity.lei for number, entity in lent.items() if number != "a number of the next month"}


def test_a_register_too_small_is_said_so() -> None:
    names = TraderNames([LegalEntity("A", "A", "")])
    names.name_of("1")
    with pytest.raises(RegisterExhausted):
        names.name_of("2")


def test_a_memory_that_is_not_one_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="one to one"):
        TraderNames([LegalEntity("A", "A", "")], {"1": "A", "2": "A"})


@given(st.binary(max_size=800))
def test_any_bytes_give_declarations_or_bad_rows(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("feed") / "d.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        list(read_declarations(path))
    path.write_bytes(SAMPLE.read_bytes() + content)
    assert all(isinstance(one, (Declaration, BadRow)) for one in read_declarations(path))


@given(st.data())
def test_a_mutated_file_gives_declarations_or_bad_rows(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("feed") / "d.csv"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        assert all(isinstance(one, (Declaration, BadRow)) for one in read_declarations(path))
    except UnreadableFile as error:
        assert str(error)
