"""The way of an arrangement: drafted by one, signed by another, put in force by the other side, ended by either."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import as_service, looking_as
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired, WrongState
from intel.arrangements import services
from intel.arrangements.entries import TermEntry
from intel.arrangements.models import Arrangement
from intel.arrangements.selectors import arrangements
from intel.arrangements.terms import terms_between
from tests.arrangements.making import CONTACT, SILENT, drafted, entry, in_force, proposed, seen, signed


def level(world, *, on=None, owner="AN", asker="PB", area="SMUGGLING", purpose="CUSTOMS_CONTROL"):
    owner, asker = world.agencies[owner].pk, world.agencies[asker].pk
    with as_service("tests"):
        terms = terms_between([owner], [asker], on=on or timezone.localdate())
    return terms.level(owner, asker, risk_area=area, purpose=purpose)


def test_it_counts_when_one_of_each_side_has_signed_it_and_one_way(world):
    row = drafted(world)
    assert (seen(world.bruno), seen(world.celia)) == (1, 0)
    signed(world.bruno, row)
    assert (seen(world.celia), level(world)) == (1, None)
    signed(world.celia, row)
    assert (level(world), level(world, owner="PB", asker="AN"), level(world, asker="SIN")) == (CONTACT, None, None)


def test_who_drafts_does_not_sign_and_no_officer_does(world):
    row = drafted(world, by=world.bruno)
    for by in (world.bruno, world.ana):
        with pytest.raises(NotAllowed):
            signed(by, row)
    row = drafted(world)
    with pytest.raises(StepUpRequired):
        signed(replace(world.bruno, fresh=False), row)


def test_what_was_proposed_is_decided_by_the_other_side(world):
    row = proposed(world)
    for by in (world.bruno, world.carla):
        with pytest.raises(NotAllowed):
            signed(by, row)
    with looking_as(world.celia):
        row = services.decline(by=world.celia, arrangement=Arrangement.objects.get(), reason="No base", revision=row.revision)
    assert (row.state, level(world)) == ("DECLINED", None)
    with pytest.raises(WrongState):
        signed(world.celia, row)


@pytest.mark.parametrize("who", ["bruno", "celia"])
def test_either_side_ends_it_at_once_with_a_reason(world, who):
    row, by = in_force(world), world.viewers[who]
    with looking_as(by):
        with pytest.raises(Invalid):
            services.end(by=by, arrangement=row, reason=" ", revision=row.revision)
        services.end(by=by, arrangement=row, reason="Ley derogada", revision=row.revision)
    assert level(world) is None
    for other in (world.bruno, world.celia):
        with looking_as(other):
            row = arrangements().get()
            assert (row.state, row.steps.last().reason) == ("ENDED", "Ley derogada")
            with pytest.raises(WrongState):
                services.end(by=other, arrangement=row, reason="x", revision=row.revision)


def test_only_its_days_count(world):
    today = timezone.localdate()
    in_force(world, starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=3))
    assert [level(world, on=today + timedelta(days=day)) for day in (0, 1, 2, 3, 4)] == [None, None, CONTACT, CONTACT, None]
    with looking_as(world.carla):
        assert arrangements().get().standing == "NOT_YET"


def test_a_later_version_takes_its_place_from_its_first_day_and_the_earlier_is_kept(world):
    today = timezone.localdate()
    first = in_force(world)
    silent = TermEntry(world.agencies["AN"].pk, SILENT)
    later = drafted(world, silent, by=world.carla, replaces=first, starts_on=today + timedelta(days=10))
    assert later.reference == first.reference and level(world) == CONTACT
    signed(world.celia, later)
    signed(world.bruno, later)
    assert [level(world, on=today + timedelta(days=day)) for day in (0, 9, 10)] == [CONTACT, CONTACT, SILENT]
    with looking_as(world.ana):
        assert list(arrangements().values_list("version", "terms__level")) == [(2, SILENT), (1, CONTACT)]
    at_once = in_force(world, silent, replaces=signed_again(world, later))
    with looking_as(world.ana):
        assert [row.standing for row in arrangements()] == ["IN_FORCE", "REPLACED", "REPLACED"]
        assert at_once.version == 3


def signed_again(world, row):
    with looking_as(world.ana):
        return Arrangement.objects.get(pk=row.pk)


def test_of_two_later_versions_one_is_put_in_force(world):
    first = in_force(world)
    one, two = proposed(world, replaces=first), proposed(world, replaces=first)
    assert {one.version, two.version} == {2, 3}
    signed(world.celia, two)
    with pytest.raises(Conflict):
        signed(world.celia, one)
    with pytest.raises(WrongState):
        drafted(world, replaces=first)


def test_of_one_that_is_followed_later_no_further_version_is_offered(world):
    first = in_force(world)
    offered = "?replaces={}"
    page = world.client(world.carla).get
    assert offered.format(first.pk) in page(f"/arrangements/{first.pk}/").content.decode()
    last = in_force(world, replaces=first, starts_on=timezone.localdate() + timedelta(days=10))
    assert offered.format(first.pk) not in page(f"/arrangements/{first.pk}/").content.decode()
    assert offered.format(last.pk) in page(f"/arrangements/{last.pk}/").content.decode()
    with pytest.raises(WrongState):
        drafted(world, by=world.carla, replaces=first)


def test_what_was_proposed_before_an_end_is_not_put_in_force_after_it(world):
    """Else who is left by the other side signs what that had proposed in better days."""
    first = in_force(world)
    later = proposed(world, replaces=first)
    ended(world, first)
    with pytest.raises(Conflict):
        signed(world.celia, later)
    assert level(world) is None
    signed(world.celia, proposed(world, replaces=first))
    assert level(world) == CONTACT


def test_a_version_that_ends_before_its_first_day_takes_no_place(world):
    today = timezone.localdate()
    first = in_force(world)
    later = in_force(world, TermEntry(world.agencies["AN"].pk, SILENT), replaces=first, starts_on=today + timedelta(days=5))
    ended(world, later)
    assert [level(world, on=today + timedelta(days=day)) for day in (0, 5)] == [CONTACT, CONTACT]
    begun = in_force(world, TermEntry(world.agencies["AN"].pk, SILENT), replaces=signed_again(world, later))
    ended(world, begun)
    assert level(world) is None


def ended(world, row):
    with looking_as(world.bruno):
        row = Arrangement.objects.get(pk=row.pk)
        return services.end(by=world.bruno, arrangement=row, reason="Ley derogada", revision=row.revision)


def test_the_numbers_of_versions_and_revisions_do_not_count_drafts(world):
    first = in_force(world)
    drafted(world, replaces=first)
    row = drafted(world, replaces=first)
    with looking_as(world.ana):
        for _turn in range(3):
            row = services.edit_arrangement(by=world.ana, arrangement=row, entry=entry(world), revision=row.revision)
    row = signed(world.bruno, row)
    assert (row.version, row.revision) == (2, 1)


def test_a_draft_is_changed_by_who_drafted_it_and_what_is_proposed_by_nobody(world):
    row, silent = drafted(world), (TermEntry(world.agencies["PB"].pk, SILENT, "IPR", ("TAX_CONTROL",)),)
    with looking_as(world.hugo), pytest.raises(NotAllowed):
        services.edit_arrangement(by=world.hugo, arrangement=row, entry=entry(world), revision=row.revision)
    with looking_as(world.ana):
        with pytest.raises(Conflict):
            services.edit_arrangement(by=world.ana, arrangement=row, entry=entry(world), revision=row.revision + 1)
        row = services.edit_arrangement(by=world.ana, arrangement=row, entry=entry(world, *silent), revision=row.revision)
        assert list(row.terms.values_list("of_agency", "level", "risk_area", "purposes")) == [
            (world.agencies["PB"].pk, SILENT, "IPR", ["TAX_CONTROL"])]
    row = signed(world.bruno, row)
    with looking_as(world.ana), pytest.raises(WrongState):
        services.edit_arrangement(by=world.ana, arrangement=row, entry=entry(world), revision=row.revision)


def test_who_drafted_gives_it_up_and_who_signs_takes_a_proposal_back(world):
    row = drafted(world)
    with looking_as(world.ana):
        assert services.withdraw(by=world.ana, arrangement=row, reason="Mal", revision=row.revision).state == "WITHDRAWN"
    row = proposed(world)
    with looking_as(world.ana), pytest.raises(NotAllowed):
        services.withdraw(by=world.ana, arrangement=row, reason="Mal", revision=row.revision)
    with looking_as(world.bruno):
        services.withdraw(by=world.bruno, arrangement=row, reason="Mal", revision=row.revision)
    assert seen(world.celia) == 1 and level(world) is None


@pytest.mark.parametrize(("given", "field"), [
    ({"legal_basis": " "}, "legal_basis"), ({"legal_basis": "a\x00b"}, "legal_basis"),
    ({"legal_basis": "x" * 4001}, "legal_basis"),
    ({"ends_on": timezone.localdate() - timedelta(days=1)}, "ends_on"), ({"terms": ()}, "terms"),
    ({"terms": (TermEntry(987654321, CONTACT),)}, "terms.0.of")])
def test_what_cannot_be_arranged_is_refused_with_its_field(world, given, field):
    with pytest.raises(Invalid) as refused:
        drafted(world, **given)
    assert refused.value.field == field


@pytest.mark.parametrize(("term", "field"), [
    ({"level": "HIT_WITH_DATA"}, "level"), ({"risk_area": "²"}, "risk_area"), ({"purposes": ("NONE",)}, "purposes")])
def test_data_and_codes_that_are_none_are_refused(world, term, field):
    with pytest.raises(Invalid) as refused:
        drafted(world, TermEntry(**{"of": world.agencies["AN"].pk, "level": CONTACT, **term}))
    assert refused.value.field == f"terms.0.{field}"
