"""Everything that is declared is kept, nothing is cut, and a release that knows more takes no known declaration for new."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

import pytest

from agencies.access import as_service, looking_as
from agencies.work.models import Work
from intel.trade.models import Consignment, GoodsItem
from intel.trade.services.fingerprints import _spelt, fingerprints
from intel.trade.values import Declaration, Identifier, Transport
from intel.trade.values import GoodsItem as Item
from tests.trade.test_receiving import DECLARATION, IMPORTER, feed, receive  # noqa: F401

#: A declaration that says something in every field that there is.
FULL = Declaration(
    source="test", number="F-1", date=date(2026, 11, 2), reference="LRN-7", direction="TRANSIT", office="201", regime="T1",
    transport_mode="3", country_of_departure="CL", country_of_destination="BO", route="Arica - Tambo Quemado", payment="11",
    terms="CIF", parties=(replace(IMPORTER, external_id="77", address="Calle 1", birth_date="1961"),),
    items=(Item(1, "640419", "Calzado", "CN", gross_kg=Decimal("12"), net_kg=Decimal("10.5"), value=Decimal("99.5"),
                currency="USD", quantity=Decimal("3"), unit="NAR", packages=2, package_kind="BX", marks="S/M",
                procedure="40 00", tax_rate=Decimal("8"), tax_type="GA"),),
    containers=("CSQU 305438-3",), transports=(Transport("VEHICLE", "4821-KDR", "plate", "", "BO", "border"),),
    documents=("N705 BL-77",), packages=2, gross_kg=Decimal("12"), value=Decimal("99.5"), currency="USD", fraud=False,
    critical=1, extra=(("Import Use", "21"),))


def test_the_example_says_something_in_every_field():
    for value in (FULL, FULL.items[0]):
        empty = [f.name for f in fields(value) if getattr(value, f.name) in (None, "", ())]
        assert empty == []


def test_everything_declared_is_kept(world, feed):  # noqa: F811
    receive(world, feed, FULL)
    with looking_as(world.ana):
        row, item = Consignment.objects.get(), GoodsItem.objects.get()
    assert {f.name for f in fields(FULL)} == set(row.declared)
    assert {f.name for f in fields(Item)} == set(item.declared)
    assert (row.declared["payment"], row.declared["extra"]) == ("11", [["Import Use", "21"]])
    assert (item.declared["procedure"], item.declared["quantity"]) == ("40 00", "3")


def test_the_page_and_the_api_show_it(world, feed):  # noqa: F811
    receive(world, feed, FULL)
    with looking_as(world.ana):
        pk = Consignment.objects.get().pk
    page = world.client(world.ana).get(f"/consignments/{pk}/").content.decode()
    for text in ("LRN-7", "CIF", "Import Use", "40 00", "S/M"):
        assert text in page
    answer = world.api(world.ana).get(f"/api/v1/consignments/{pk}/").json()
    assert answer["declared"]["terms"] == "CIF" and answer["goods"][0]["declared"]["tax_type"] == "GA"


@pytest.mark.parametrize(("change", "told"), [
    ({"office": "9" * 81}, "“customs office” has 81 characters; 80 can be kept"),
    ({"route": "x" * 301}, "route"), ({"currency": "BOLIVIANO"}, "currency"), ({"regime": "x" * 41}, "procedure"),
    ({"country_of_departure": "CHL"}, "country of departure"),
    ({"items": (replace(FULL.items[0], description="x" * 1001),)}, "item 1: description"),
    ({"items": (FULL.items[0], replace(FULL.items[0], hs_code="6" * 13))}, "item 2: HS code"),
    ({"parties": (replace(IMPORTER, name="x" * 301),)}, "has 301 characters"),
    ({"parties": (replace(IMPORTER, country="BOL"),)}, "country"),
    ({"parties": (replace(IMPORTER, identifiers=(Identifier("tax", "1" * 121, "BO"),)),)}, "121"),
    ({"transports": (replace(FULL.transports[0], country="BOL"),)}, "VEHICLE: country"),
    ({"transports": (replace(FULL.transports[0], id="4" * 121),)}, "121"),
    ({"containers": ("C" * 121,)}, "121"), ({"documents": ("N705 " + "B" * 120,)}, "125"),
    ({"route": "Arica\0"}, "null"), ({"extra": (("a", "b\ud800"),)}, "half of a character"),
])
def test_what_does_not_fit_is_given_back_and_not_cut(world, feed, change, told):  # noqa: F811
    done = receive(world, feed, replace(FULL, **change), DECLARATION)
    assert done.new == 1
    [refused] = done.refused
    assert told in refused.reason


def test_a_backslash_is_no_null_character(world, feed):  # noqa: F811
    assert receive(world, feed, replace(FULL, route=r"C:\u0000")).new == 1


@dataclass(frozen=True, slots=True)
class LaterDeclaration(Declaration):
    """As the next release may have it."""

    lane: str = ""


def later(declaration: Declaration, **more: str) -> LaterDeclaration:
    return LaterDeclaration(**{f.name: getattr(declaration, f.name) for f in fields(declaration)}, **more)


def test_a_field_added_later_makes_no_amendments(world, feed):  # noqa: F811
    receive(world, feed, FULL)
    assert receive(world, feed, later(FULL)).same == 1
    assert receive(world, feed, later(FULL, lane="red")).amended == 1


def old_mark(declaration: Declaration) -> str:
    return hashlib.sha256(repr(declaration).encode("utf-8", "replace")).hexdigest()


@pytest.mark.parametrize("declaration", [FULL, DECLARATION, replace(FULL, parties=(), items=(), date=None)])
def test_the_time_before_schemes_is_spelt_as_it_was(declaration):
    assert _spelt(declaration) == repr(declaration)
    assert fingerprints.same(old_mark(declaration), later(declaration))


def test_what_was_kept_under_the_old_scheme_is_known_and_made_whole_in_silence(world, feed):  # noqa: F811
    receive(world, feed, FULL)
    with looking_as(world.bruno):
        Consignment.objects.update(content_hash=old_mark(FULL), declared={}, office="2")
        GoodsItem.objects.update(declared={}, description="Cal")
    with as_service("test"):
        Work.objects.all().delete()
    assert receive(world, feed, FULL).same == 1
    with looking_as(world.bruno):
        row = Consignment.objects.get()
        assert row.content_hash == fingerprints.of(FULL) and (row.declared["terms"], row.office) == ("CIF", "201")
        [item] = row.goods.all()
        assert (item.declared["procedure"], item.description) == ("40 00", "Calzado")
    with as_service("test"):
        assert not Work.objects.exists()
    assert receive(world, feed, replace(FULL, terms="FOB")).amended == 1


def test_a_program_can_declare_as_much_as_a_file(world, feed):  # noqa: F811
    sent = {"feed": "SIDUNEA", "number": "A-1", "date": "2026-11-02", "terms": "CIF", "packages": 2, "documents": ["N705 BL-77"],
            "parties": [{"role": "IMPORTER", "name": "Granos del Beni S.A."}],
            "goods": [{"hs_code": "640419", "procedure": "40 00", "gross_weight_kg": "12.000", "tax_rate_percent": "8"}]}
    answer = world.api(world.bruno).post("/api/v1/consignments/", sent)
    assert answer.status_code == 201
    kept = answer.json()["consignment"]
    assert (kept["declared"]["terms"], kept["declared"]["packages"]) == ("CIF", 2)
    assert kept["goods"][0]["declared"] == {
        "number": 1, "hs_code": "640419", "procedure": "40 00", "gross_kg": "12", "tax_rate": "8"}
    assert [unit["value"] for unit in kept["transport"]] == ["BL-77"]
