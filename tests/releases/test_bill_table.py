"""The consent bill, row by row: what is asked to be released, who has to consent, and what then binds its recipient.

A row is what was told, who has to consent (with `:court`, since it is kept out of court), and which codes what leaves bears.
Unless a row says otherwise customs (AN) releases to the tax body (SIN), for tax control.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import Error, transaction
from django.utils import timezone

from agencies.access import looking_as
from hub.kit.errors import Conflict, Invalid
from intel.releases import services
from intel.releases.bill import COURT, bill_of
from intel.releases.entries import ItemEntry
from intel.releases.models import Release, ReleasedPortion, ReleaseRequest
from tests.releases import making, telling
from tests.releases.telling import About, Received, authority, told
from tests.world import engaged

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    name: str
    item: Any
    owes: str = ""
    bears: str = ""
    to: str = "SIN"
    purpose: str = "TAX_CONTROL"
    by: str = "AN"


def pb(*rests: Any, **given: Any) -> Any:
    return told("PB", *rests, **given)


def sin(*rests: Any, **given: Any) -> Any:
    return told("SIN", *rests, **given)


def an(*rests: Any, **given: Any) -> Any:
    return told("AN", *rests, **given)


TABLE = (
    # What is the holder's own goes as its authority decides; its marks bind whoever receives it.
    Row("own", an()),
    Row("own, RED", an(tlp="RED")),
    Row("own, CLEAR", an(tlp="CLEAR")),
    Row("own, H1, into court", an(codes="H1"), bears="H1", purpose=COURT),
    Row("own, H2", an(codes="H2"), bears="H2"),
    Row("own, H3", an(codes="H3"), bears="H3"),
    Row("own, protects a source", an(codes="SRC"), bears="SRC"),
    Row("own, all of them", an(codes="H1 H2 H3"), bears="H1 H2 H3"),
    # One level down: the marks of the originator speak first.
    Row("cites AMBER", an(pb()), "PB"),
    Row("cites AMBER+STRICT", an(pb(tlp="AMBER+STRICT")), "PB"),
    Row("cites RED", an(pb(tlp="RED")), "PB"),
    Row("cites GREEN", an(pb(tlp="GREEN"))),
    Row("cites CLEAR", an(pb(tlp="CLEAR"))),
    Row("cites GREEN, H2", an(pb(tlp="GREEN", codes="H2")), "PB", "H2"),
    Row("cites CLEAR, H2", an(pb(tlp="CLEAR", codes="H2")), "PB", "H2"),
    Row("cites GREEN, protects a source", an(pb(tlp="GREEN", codes="SRC")), "PB"),
    Row("cites GREEN, H3", an(pb(tlp="GREEN", codes="H3")), "PB", "H3"),
    Row("cites AMBER, H3", an(pb(codes="H3")), "PB", "H3"),
    Row("cites GREEN and AMBER of one", an(pb(tlp="GREEN"), pb()), "PB"),
    Row("cites two agencies", an(pb(), sin()), "PB SIN", to="ZZ"),
    Row("marked GREEN itself", an(pb(), tlp="GREEN"), "PB"),
    # Court.
    Row("cites GREEN, H1", an(pb(tlp="GREEN", codes="H1")), bears="H1"),
    Row("cites GREEN, H1, into court", an(pb(tlp="GREEN", codes="H1")), "PB:court", "H1", purpose=COURT),
    Row("cites AMBER, H1, into court", an(pb(codes="H1")), "PB:court", "H1", purpose=COURT),
    Row("cites AMBER, H1", an(pb(codes="H1")), "PB", "H1"),
    Row("cites CLEAR, H1 and H3, into court", an(pb(tlp="CLEAR", codes="H1 H3")), "PB:court", "H1 H3", purpose=COURT),
    Row("cites GREEN, into court", an(pb(tlp="GREEN")), purpose=COURT),
    Row("two levels, GREEN, H1, into court", an(pb(sin(tlp="GREEN", codes="H1"), tlp="GREEN")), "SIN:court", "H1", to="ZZ",
        purpose=COURT),
    # Back to whose it is.
    Row("back to its originator", an(pb(tlp="RED", codes="H2")), bears="H2", to="PB"),
    Row("back to its originator, into court", an(pb(codes="H1")), bears="H1", to="PB", purpose=COURT),
    Row("back to one of two", an(pb(), sin()), "SIN", to="PB"),
    # Further down.
    Row("two levels, the upper one passes", an(pb(sin(), tlp="GREEN")), "SIN", to="ZZ"),
    Row("two levels, neither passes", an(pb(sin())), "PB SIN", to="ZZ"),
    Row("two levels, both pass", an(pb(sin(tlp="GREEN"), tlp="GREEN")), to="ZZ"),
    Row("two levels, to the lower one", an(pb(sin())), "PB"),
    Row("two levels, to the upper one, H2 below", an(pb(sin(tlp="GREEN", codes="H2"), tlp="GREEN")), "SIN", "H2", to="PB"),
    Row("two levels, H3 below what passes", an(pb(sin(tlp="GREEN", codes="H3"), tlp="GREEN")), "SIN", "H3", to="ZZ"),
    Row("through a report of its own", an(an(pb())), "PB"),
    Row("the holder's own below", an(pb(an(tlp="RED"))), "PB"),
    Row("the holder's own H1 below", an(pb(an(codes="H1"), tlp="GREEN")), bears="H1"),
    Row("three levels, passing twice", an(pb(sin(pb(), tlp="GREEN"), tlp="GREEN")), "PB", to="ZZ"),
    Row("the same one on two levels", an(pb(pb(tlp="RED"), tlp="GREEN")), "PB"),
    # In the holder's own words, of what another told.
    Row("of another, GREEN", an(of="PB", tlp="GREEN"), "PB"),
    Row("of another, cites GREEN", an(pb(tlp="GREEN"), of="PB")),
    Row("of another, cites AMBER", an(pb(), of="PB"), "PB"),
    Row("of another, back to it", an(of="PB", tlp="GREEN"), to="PB"),
    Row("of another, cited", an(an(of="PB", tlp="GREEN")), "PB"),
    Row("of another, H1, into court", an(of="PB", codes="H1"), "PB:court", "H1", purpose=COURT),
    # Subjects and linked reports.
    Row("on a subject of its own", an(subjects=("AN",))),
    Row("on a subject of another", an(subjects=("PB",)), "PB"),
    Row("on a subject of another, back to it", an(subjects=("PB",)), to="PB"),
    Row("cites GREEN, on a subject of its originator", an(pb(tlp="GREEN", subjects=("PB",))), "PB"),
    Row("linked to AMBER", an(links=(pb(),)), "PB"),
    Row("linked to GREEN", an(links=(pb(tlp="GREEN"),))),
    Row("linked to GREEN that cites AMBER", an(links=(pb(sin(), tlp="GREEN"),)), "SIN", to="ZZ"),
    Row("linked to GREEN, H1", an(links=(pb(tlp="GREEN", codes="H1"),)), bears="H1"),
    Row("a subject", About("AN")),
    Row("an alert", About("AN", alert=True)),
    Row("an alert, H1, into court", About("AN", alert=True, codes="H1"), bears="H1", purpose=COURT),
    Row("an alert on a report of another", About("AN", alert=True, reports=(pb(),)), "PB"),
    Row("an alert on a GREEN report, H2", About("AN", alert=True, reports=(pb(tlp="GREEN", codes="H2"),)), "PB", "H2"),
    Row("an alert on a report that cites AMBER", About("AN", alert=True, reports=(an(pb()),)), "PB"),
    # What was received goes on by whoever released it; behind that one nobody is named.
    Row("received", Received(an(tlp="GREEN")), "AN", to="ZZ", by="SIN"),
    Row("received, rests on a third", Received(an(pb())), "AN", to="ZZ", by="SIN"),
    Row("received, back", Received(an(pb())), to="AN", by="SIN"),
    Row("received, to the third behind", Received(an(pb())), "AN", to="PB", by="SIN"),
    Row("received, cited", sin(Received(an(pb()))), "AN", to="ZZ", by="SIN"),
    Row("received, cited on two levels", sin(sin(Received(an()))), "AN", to="ZZ", by="SIN"),
    Row("received, H1, into court", Received(an(codes="H1")), "AN:court", "H1", to="ZZ", by="SIN", purpose=COURT),
    Row("received, rests on H1, into court", Received(an(pb(tlp="GREEN", codes="H1"))), "AN:court", "H1", to="ZZ", by="SIN",
        purpose=COURT),
    Row("received, rests on H3, cited", sin(Received(an(pb(codes="H3")))), "AN", "H3", to="ZZ", by="SIN"),
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_the_bill_asks_whom_it_has_to(world: Any, row: Row) -> None:
    request = telling.requested(world, row.item, row.by, row.to, row.purpose)
    with looking_as(authority(world, row.by)):
        bill = bill_of(ReleaseRequest.objects.get(pk=request.pk))
    assert {one.originator.code + ":court" * one.court for one in bill.owed} == set(row.owes.split())
    assert bill.rests_on_others == (set(row.item.agencies()) != {row.by})
    assert by_hand(world, request, row) is (not row.owes), "the database says the same"
    if row.owes:
        with pytest.raises(Invalid) as refused:
            telling.released(world, request, row.by)
        assert all(code.removesuffix(":court") in str(refused.value) for code in row.owes.split())
    telling.consented(world, request)
    binds(world, telling.released(world, request, row.by), row)


def binds(world: Any, release: Release, row: Row) -> None:
    """What leaves bears the codes, and with H3 is read when its conditions are acknowledged."""
    reader = world.viewers[telling.WRITERS[row.to]]
    with looking_as(reader):
        got = Release.objects.get(pk=release.pk)
        assert got.must_acknowledge == ("H3" in row.bears)
        assert list(got.portions.all()) == [] if got.must_acknowledge else got.portions.get()
        assert not got.must_acknowledge or got.conditions
    if got.must_acknowledge:
        telling.acted(reader, services.acknowledge, release=got)
    with looking_as(reader):
        portion = ReleasedPortion.objects.get(release=release.pk)
        assert sorted(portion.handling_codes) == row.bears.split()
        named = f"{got.conditions} {portion.text} {portion.title}"
        assert not any(world.agencies[code.removesuffix(":court")].name in named for code in row.owes.split())


def by_hand(world: Any, request: ReleaseRequest, row: Row) -> bool:
    """Whether the database lets it leave when somebody calls no service."""
    by = authority(world, row.by)
    with looking_as(by), transaction.atomic():
        asked = ReleaseRequest.objects.get(pk=request.pk)
        portion = asked.portions.get()
        release = Release.objects.create(
            request=asked, reference=f"{row.by}-R-2026-1", holder_agency_id=asked.owner_agency_id,
            recipient_agency_id=asked.recipient_agency_id, purpose=asked.purpose, legal_basis=asked.legal_basis,
            conditions="\n".join(filter(None, [asked.conditions, portion.handling_conditions])),
            classification=asked.classification, must_acknowledge="H3" in row.bears, released_by_id=by.user_id,
            released_at=timezone.now())
        try:
            with transaction.atomic():
                ReleasedPortion.objects.create(release=release, portion=portion, number=1, agency_id=asked.owner_agency_id,
                                               written_by_id=by.user_id, **portion.marks())
        except Error:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_what_is_above_the_clearance_of_its_readers_they_do_not_read(world: Any) -> None:
    """How its people are cleared is the recipient's business: the bill does not tell, the row policy does."""
    release = telling.through(world, an(classification="CONFIDENTIAL"), "AN", "SIN", "TAX_CONTROL")
    cleared = {name: engaged(world.agencies["SIN"], f"de-{name}", "ANALYST", clearance=name)
               for name in ("RESTRICTED", "CONFIDENTIAL")}
    for name, reader in cleared.items():
        with looking_as(reader):
            assert ReleasedPortion.objects.filter(release=release.pk).exists() == (name == "CONFIDENTIAL")


def test_h3_without_a_condition_is_not_released(world: Any) -> None:
    request = telling.requested(world, an(an(codes="H3")), "AN", "SIN", "TAX_CONTROL")
    with pytest.raises(Invalid) as refused:
        telling.released(world, request, "AN")
    assert refused.value.field == "conditions"


def test_the_database_lets_nothing_leave_without_the_marks_it_bears(world: Any) -> None:
    """Whoever writes the portion by hand, without them, does not get it out."""
    _kind, _id, reference = telling.written(world, an(an(codes="H1")))
    with looking_as(world.ana):
        entry = making.entry(ItemEntry(reference), rests_on_others=False)
        request = services.draft_release(by=world.ana, recipient=world.agencies["SIN"], entry=entry)
        portion = request.portions.get()
        assert portion.handling_codes == ["H1"]
        request.portions.all().delete()
        portion.handling_codes = []
        portion.save(force_insert=True)
        services.submit(by=world.ana, request=request, revision=request.revision)
    telling.acted(authority(world, "AN"), services.send, request=request)
    assert not by_hand(world, request, Row("without H1", an()))
    with pytest.raises(Conflict) as refused:
        telling.released(world, request, "AN")
    assert "marked otherwise" in str(refused.value)
