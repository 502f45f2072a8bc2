"""The WCO reader: every part of a declaration, every reason, and that no document can harm it."""

import gc
import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.files import Limits, TooMuch
from intel.exchange import xml_stream
from intel.exchange.values import BadRow, Declaration, Identifier, Transport, UnreadableFile
from intel.exchange.wco_xml import read_wco

SAMPLES = Path(__file__).parent / "samples"
IMPORT, ENVELOPE = SAMPLES / "wco_import.xml", SAMPLES / "wco_envelope.xml"
ITEM = "<GovernmentAgencyGoodsItem/>"
GOODS = "<GovernmentAgencyGoodsItem><Commodity>%s</Commodity></GovernmentAgencyGoodsItem>"
MASS_IN_XXX = GOODS % "<GoodsMeasure><GrossMassMeasure unitCode='XXX'>1</GrossMassMeasure></GoodsMeasure>"
AMOUNT_IN_USD = GOODS % "<InvoiceLine><ItemChargeAmount currencyID='usd'>1</ItemChargeAmount></InvoiceLine>"


@pytest.fixture(scope="module")
def declaration() -> Declaration:
    (found,) = read_wco(IMPORT)
    assert isinstance(found, Declaration)
    return found


def one(tmp_path: Path, body: str, head: str = "") -> Declaration | BadRow:
    """A file of one declaration with `body` inside GoodsShipment."""
    path = tmp_path / "d.xml"
    path.write_text(
        f"<Declaration><ID>1</ID>{head}<GoodsShipment>{body}</GoodsShipment></Declaration>", encoding="utf-8"
    )
    (found,) = read_wco(path)
    return found


def test_it_reads_the_header(declaration: Declaration) -> None:
    assert declaration.number == "2026201C10771"
    assert declaration.reference == "LRN-2026-000771"
    assert declaration.date == date(2026, 11, 3)
    assert (declaration.direction, declaration.regime, declaration.office) == ("IMPORT", "IMA", "BOLPB201")
    assert (declaration.country_of_departure, declaration.country_of_destination) == ("CN", "BO")
    assert (declaration.transport_mode, declaration.route, declaration.terms) == ("3", "CNNGB - Arica", "CFR")
    assert declaration.packages == 410
    assert declaration.gross_kg == Decimal("1330.000")
    assert (declaration.value, declaration.currency) == (Decimal("5020.51"), "USD")
    assert set(declaration.documents) == {"705 COSU6310000071", "N380 FC-9981"}


def test_it_reads_every_party_wherever_it_stands(declaration: Declaration) -> None:
    parties = {(party.role, party.name or party.external_id) for party in declaration.parties}
    assert parties == {
        ("AGENT", "Despachos Tunari S.R.L."),
        ("CARRIER", "Transportes Sajama Ltda."),
        ("DECLARANT", "GB123456789000"),
        ("EXPORTER", "Yiwu Bright Toys Co., Ltd."),
        ("NOTIFY", "Almacenes Tambo S.A."),
        ("IMPORTER", "Juguetería La Cumbre S.R.L."),
    }, "the holder of an authorisation who is the agent is not told twice"


def test_it_reads_a_partys_numbers_contacts_and_address(declaration: Declaration) -> None:
    by_role = {party.role: party for party in declaration.parties}
    assert by_role["CARRIER"].identifiers == (
        Identifier("tax", "1028765027", "", "ID"),
        Identifier("phone", "+591 2 2845566", "", "TE"),
        Identifier("email", "trafico@sajama.example", "", "EM"),
    )
    assert by_role["DECLARANT"].identifiers == (Identifier("registration", "GB123456789000", "GB", "EORI"),)
    assert by_role["DECLARANT"].country == "GB"
    assert by_role["EXPORTER"].address == "88 Chouzhou North Road, Yiwu, 322000, CN"
    assert by_role["IMPORTER"].country == "BO"


def test_it_reads_containers_and_means_of_transport(declaration: Declaration) -> None:
    assert declaration.containers == ("CSQU3054383", "TRHU1234569")
    assert set(declaration.transports) == {
        Transport(kind="VEHICLE", id="2468KLP", id_kind="plate", country="BO", stage="border"),
        Transport(kind="VESSEL", id="9074729", id_kind="imo", stage="arrival"),
    }


def test_it_reads_the_goods(declaration: Declaration) -> None:
    toys, chargers = declaration.items
    assert (toys.number, toys.hs_code, toys.description) == (1, "9503009990", "Juguetes de plástico")
    assert toys.origin == "CN", "the origin for duties, not the preferential one"
    assert (toys.gross_kg, toys.net_kg) == (Decimal("1250.000"), Decimal("1100.000")), "tonnes are kilograms here"
    assert (toys.value, toys.currency) == (Decimal("4120.51"), "USD"), "half a cent is rounded up"
    assert (toys.quantity, toys.unit) == (Decimal("8000.000"), "NAR")
    assert (toys.packages, toys.package_kind, toys.marks) == (360, "CT", "YB-1/300; YB-301/360")
    assert (toys.procedure, toys.tax_rate, toys.tax_type) == ("40 00 000", Decimal("20.000"), "GA")
    assert (chargers.hs_code, chargers.gross_kg) == ("850440", Decimal("80.000"))


def test_it_reads_several_declarations_in_an_envelope_and_takes_its_date() -> None:
    first, bad, third = read_wco(ENVELOPE)
    assert isinstance(first, Declaration)
    assert isinstance(third, Declaration)
    assert (first.number, first.direction, first.date) == ("E-1", "EXPORT", date(2026, 5, 18))
    assert third.date == date(2026, 5, 1)
    assert isinstance(bad, BadRow)
    assert dict(bad.row)["number"] == "E-2"


def test_it_tells_the_element_of_every_fault() -> None:
    bad = list(read_wco(ENVELOPE))[1]
    assert isinstance(bad, BadRow)
    item = "Declaration[2]/GoodsShipment/GovernmentAgencyGoodsItem[1]"
    assert f"{item}/Commodity/Classification/ID '12AB' is no tariff code" in bad.reason
    assert f"{item}/Commodity/GoodsMeasure/GrossMassMeasure '-5' is negative." in bad.reason
    assert "Declaration[2]/GoodsShipment/ExportCountry/ID 'Chile' is no country" in bad.reason
    assert bad.where == "wco_envelope.xml Declaration[2]"


def test_a_declaration_without_any_date_gets_that_of_receipt(tmp_path: Path) -> None:
    path = tmp_path / "d.xml"
    path.write_text(f"<Declaration><ID>1</ID><GoodsShipment>{ITEM}</GoodsShipment></Declaration>")
    (found,) = read_wco(path, received=date(2026, 11, 24))
    assert isinstance(found, Declaration)
    assert found.date == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("body", "head", "reason"),
    [
        ("", "", "has no GovernmentAgencyGoodsItem"),
        (ITEM, "<AcceptanceDateTime>20261399</AcceptanceDateTime>", "AcceptanceDateTime '20261399' is no date"),
        (ITEM, "<BorderTransportMeans><ModeCode>X</ModeCode></BorderTransportMeans>", "is no mode of transport"),
        (ITEM, "<TotalPackageQuantity>3.5</TotalPackageQuantity>", "write a whole number"),
        (MASS_IN_XXX, "", "'XXX' is no unit of mass"),
        (AMOUNT_IN_USD, "", "is no currency"),
    ],
)
def test_it_returns_a_declaration_it_cannot_take_with_the_reason(
    tmp_path: Path, body: str, head: str, reason: str
) -> None:
    bad = one(tmp_path, body, head)
    assert isinstance(bad, BadRow)
    assert reason in bad.reason


def test_a_declaration_that_nothing_names_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "d.xml"
    path.write_text(f"<Declaration><GoodsShipment>{ITEM}</GoodsShipment></Declaration>")
    (bad,) = read_wco(path)
    assert isinstance(bad, BadRow)
    assert "neither ID nor FunctionalReferenceID" in bad.reason


def test_a_number_used_twice_keeps_the_first(tmp_path: Path) -> None:
    element = f"<Declaration><ID>1</ID><GoodsShipment>{ITEM}</GoodsShipment></Declaration>"
    (tmp_path / "d.xml").write_text(f"<All>{element}{element}</All>")
    first, second = read_wco(tmp_path / "d.xml")
    assert isinstance(first, Declaration)
    assert isinstance(second, BadRow)


BOMB = """<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Declaration><ID>&b;</ID></Declaration>"""
OUTSIDE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><Declaration><ID>&x;</ID></Declaration>'
DTD_ONLY = '<!DOCTYPE Declaration SYSTEM "http://example.invalid/d.dtd"><Declaration><ID>1</ID></Declaration>'


@pytest.mark.parametrize("document", [BOMB, OUTSIDE, DTD_ONLY])
def test_it_refuses_document_types_and_entities(tmp_path: Path, document: str) -> None:
    (tmp_path / "d.xml").write_text(document)
    with pytest.raises(UnreadableFile, match="refused"):
        list(read_wco(tmp_path / "d.xml"))


@pytest.mark.parametrize(
    "content",
    [b"", b"no xml", b"<a/>", b"<a><b></a>", b'<?xml version="1.0" encoding="klingon"?><a/>', b"\xff\xfe\x00"],
)
def test_it_refuses_what_is_no_declaration(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "d.xml").write_bytes(content)
    with pytest.raises(UnreadableFile):
        list(read_wco(tmp_path / "d.xml"))


def test_it_refuses_depth_size_and_mass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.xml"
    path.write_text("<Declaration>" + "<a>" * 5000 + "</a>" * 5000 + "</Declaration>")
    with pytest.raises(UnreadableFile, match="nested deeper"):
        list(read_wco(path))
    monkeypatch.setattr(xml_stream, "MOST_ELEMENTS", 100)
    path.write_text("<Declaration>" + "<a/>" * 101 + "</Declaration>")
    with pytest.raises(UnreadableFile, match="more than 100 elements"):
        list(read_wco(path))
    path.write_bytes(gzip.compress(b"<Declaration>" + b" " * 3_000_000 + b"</Declaration>"))
    with pytest.raises(TooMuch, match="larger than 2 MiB"):
        list(read_wco(path, limits=Limits(unpacked_bytes=2 << 20)))


def test_a_file_that_breaks_off_gives_what_came_before_and_says_where(tmp_path: Path) -> None:
    good = f"<Declaration><ID>%d</ID><GoodsShipment>{ITEM}</GoodsShipment></Declaration>\n"
    text = "<All>" + "".join(good % n for n in range(3)) + "<Declaration><ID>9"
    (tmp_path / "d.xml").write_text(text)
    *found, bad = read_wco(tmp_path / "d.xml")
    assert [type(one) for one in found] == [Declaration] * 3
    assert isinstance(bad, BadRow)
    assert "line 4" in bad.reason
    assert "declarations before it were read" in bad.reason


def test_it_lets_go_of_what_it_has_read(tmp_path: Path) -> None:
    good = f"<Declaration><ID>%d</ID><GoodsShipment>{ITEM * 20}</GoodsShipment></Declaration>\n"
    (tmp_path / "d.xml").write_text("<All>" + "".join(good % n for n in range(1000)) + "</All>")
    for number, _ in enumerate(read_wco(tmp_path / "d.xml"), start=1):
        if number == 990:
            alive = sum(type(thing) is Element for thing in gc.get_objects())  # isinstance would wake lazy ones
    assert number == 1000
    assert alive < 5000, "of 23,000; a part is parsed ahead"


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("wco") / "d.xml"
    for prefix in (b"", b"<Declaration><ID>1</ID>"):
        path.write_bytes(prefix + content)
        try:
            assert all(isinstance(found, (Declaration, BadRow)) for found in read_wco(path))
        except UnreadableFile as error:
            assert str(error)


@given(st.data())
def test_a_mutated_document_is_refused_or_read(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([IMPORT, ENVELOPE])).read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 255))
    path = tmp_path_factory.mktemp("wco") / "d.xml"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        assert all(isinstance(found, (Declaration, BadRow)) for found in read_wco(path))
    except UnreadableFile as error:
        assert str(error)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=30))
def test_any_text_in_a_field_is_read_or_returned(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("wco") / "d.xml"
    for tag in (">4120.505<", ">20261103094500-04<", ">95030099<", ">BO<", ">300<", ">2468KLP<"):
        source = IMPORT.read_text(encoding="utf-8")
        path.write_text(source.replace(tag, f">{escape(text)}<"), encoding="utf-8")
        assert all(isinstance(found, (Declaration, BadRow)) for found in read_wco(path))
