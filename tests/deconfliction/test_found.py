"""Incompatible alerts of two agencies on one subject are found; each is told of its own, and the coordinator whose they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import looking_as
from agencies.notices.models import Notice
from agencies.work import kinds, running
from intel.alerts.services import resume, suspend, withdraw
from intel.deconfliction import comparing
from intel.deconfliction.models import Collision, Side
from intel.hits.models import Hit
from intel.hits.services import judge
from tests.deconfliction import making
from tests.deconfliction.making import DISCREET, PLATE, SPECIFIC
from tests.hits import making as hits
from tests.screening import making as screening


@pytest.fixture
def victor(world):
    return making.coordinator()


def told(viewer):
    with looking_as(viewer):
        return sorted(notice.kind for notice in Notice.objects.all() if notice.kind.startswith("collision"))


def test_both_are_told_each_of_its_own_alert_and_the_coordinator_whose_they_are(world, victor):
    ours, theirs = making.collide(world)
    assert making.sides(world.bruno) == [("TOLD", ours.reference, "")]
    assert making.sides(world.celia) == [("TOLD", theirs.reference, "")]
    assert making.collisions(victor) == [("FOUND", "AN", "PB")]
    assert (told(world.bruno), told(world.celia), told(victor)) == (["collision.told"], ["collision.told"], ["collision.found"])
    assert making.side(world.bruno).reference == making.side(world.celia).reference


def test_who_does_not_decide_on_alerts_is_told_nothing_and_sees_nothing(world, victor):
    making.collide(world)
    for viewer in (world.ana, world.hugo, world.carla, world.diego, world.elena, world.fabio, world.gala):
        assert (making.sides(viewer), told(viewer), making.collisions(viewer)) == ([], [], [])
    assert making.sides(victor) == []


@pytest.mark.parametrize(("ours", "theirs", "collides"), [
    (DISCREET, SPECIFIC, True), (SPECIFIC, DISCREET, True), (DISCREET, "HOLD_FOR_ISSUER", True), (DISCREET, "SCAN", True),
    (DISCREET, "PHYSICAL_EXAMINATION", True), (DISCREET, "INQUIRY_CHECK", True), (DISCREET, "SEIZE_OR_USE_AS_EVIDENCE", True),
    (DISCREET, "DO_NOT_LOAD", True), (DISCREET, DISCREET, False), (DISCREET, "SIGHTING_AND_REPORTING", False),
    (SPECIFIC, "HOLD_FOR_ISSUER", False), ("OPERATIONAL_ANALYSIS", SPECIFIC, False)])
def test_which_measures_are_incompatible(world, victor, ours, theirs, collides):
    making.alert(world.ana, ours), making.alert(world.carla, theirs)
    making.compared()
    assert len(making.collisions(victor)) == collides


@pytest.mark.parametrize(("ours", "theirs", "collides"), [
    (PLATE, ("plate", "4821 KLP", "BO"), True), (PLATE, ("plate", "4821KLP", ""), True),
    (PLATE, ("plate", "4821KLP", "PE"), False),
    (PLATE, ("plate", "4821-KLQ", "BO"), False), (PLATE, ("registration", "4821-KLP", "BO"), False),
    (("imo", "9074729", ""), ("imo", "IMO 9074729", ""), True), (("imo", "9074728", ""), ("imo", "9074728", ""), False),
    (("phone", "+59170612345", "BO"), ("phone", "+59170612345", "BO"), False),
    (("email", "a@example.org", ""), ("email", "a@example.org", ""), False)])
def test_one_subject_is_one_identifier_that_names_one_thing(world, victor, ours, theirs, collides):
    making.alert(world.ana, DISCREET, ours), making.alert(world.carla, SPECIFIC, theirs)
    making.compared()
    assert len(making.collisions(victor)) == collides


def test_one_name_alone_is_not_one_subject(world, victor):
    for by, action in ((world.ana, DISCREET), (world.carla, SPECIFIC)):
        screening.alert(by, "Punti Alambres Limitada", action_requested=action)
    making.compared()
    assert making.collisions(victor) == []


def test_who_was_confirmed_to_be_one_trader_is_one_subject(world, victor):
    both = (world.agencies["AN"], world.agencies["PB"])
    feed = screening.feed(world.ana, to=both)
    alerts = [screening.alert(by, hits.SUBJECT, action_requested=action)
              for by, action in ((world.ana, DISCREET), (world.carla, SPECIFIC))]
    screening.trader(world.ana, feed, hits.PARTY)
    hits.screened()
    for by, alert, found in ((world.ana, alerts[0], 0), (world.carla, alerts[1], 1)):
        with looking_as(by):
            hit = Hit.objects.get(match__alert=alert)
            judge(by=by, hit=hit, state="CONFIRMED_HIT", reason="Mismo NIT.", revision=hit.revision)
        making.compared()
        assert len(making.collisions(victor)) == found


def test_what_is_not_in_force_collides_with_nothing(world, victor):
    tomorrow = timezone.localdate() + timedelta(days=1)
    making.alert(world.ana, DISCREET), making.alert(world.carla, SPECIFIC, valid_from=tomorrow)
    making.compared()
    assert making.collisions(victor) == []


def test_tried_twice_it_is_told_once(world, victor):
    making.collide(world)
    for _time in range(2):
        with looking_as(world.ana):
            comparing.note_changes([making.alert(world.ana, DISCREET, ("plate", f"{_time}99-XYZ", "BO")).pk])
        comparing.follow_calendar()
        making.compared()
    assert (len(making.collisions(victor)), told(world.bruno)) == (1, ["collision.told"])


def test_three_are_told_in_pairs(world, victor):
    making.collide(world)
    making.alert(world.diego, SPECIFIC)
    making.compared()
    assert making.collisions(victor) == [("FOUND", "AN", "PB"), ("FOUND", "AN", "SIN")]
    assert len(making.sides(world.celia)) == 1


@pytest.mark.parametrize("ends", ["ana", "carla"])
def test_it_ends_by_itself_when_one_of_them_ends_and_says_no_more(world, victor, ends):
    alerts = dict(zip(("ana", "carla"), making.collide(world), strict=True))
    approves = {"ana": world.bruno, "carla": world.celia}[ends]
    with looking_as(approves):
        alert = alerts[ends]
        withdraw(by=approves, alert=alert, reason="Terminado.", revision=alert.revision)
    assert making.sides(world.bruno)[0][0] == "TOLD"  # not before the quarter of an hour is over
    making.compared()
    assert [making.sides(who)[0][0] for who in (world.bruno, world.celia)] == ["ENDED", "ENDED"]
    assert making.collisions(victor) == [("ENDED", "AN", "PB")]
    assert "collision.ended" in told(world.bruno) and "collision.ended" in told(world.celia) and "collision.over" in told(victor)


def test_it_begins_anew_when_it_was_over(world, victor):
    ours, _theirs = making.collide(world)
    with looking_as(world.bruno):
        ours = suspend(by=world.bruno, alert=ours, reason="Pausa.", revision=ours.revision)
    making.compared()
    with looking_as(world.bruno):
        resume(by=world.bruno, alert=ours, reason="Sigue.", revision=ours.revision)
    making.compared()
    assert [state for state, *_agencies in making.collisions(victor)] == ["ENDED", "FOUND"]


def test_two_alerts_of_one_agency_are_told_to_it_in_the_open(world, victor):
    ours, beside = making.alert(world.ana, DISCREET), making.alert(world.ana, SPECIFIC, label="Camión del Sur")
    making.compared()
    assert making.sides(world.bruno) == [("TOLD", ours.reference, beside.reference)] == making.sides(world.hugo)
    assert (making.collisions(victor), told(world.hugo)) == ([], ["collision.found_within"])
    assert making.sides(world.celia) == []


def test_it_is_told_at_whole_quarters_of_an_hour(world, victor):
    making.collide(world)
    with looking_as(victor):
        at = Collision.objects.get().told_at
    assert at == making.side(world.bruno).told_at and (at.minute % 15, at.second, at.microsecond) == (0, 0, 0)
    with looking_as(world.bruno):
        assert Side.objects.get().moved_at is None


def test_nothing_is_compared_before(world, victor):
    making.alert(world.ana, DISCREET), making.alert(world.carla, SPECIFIC)
    running.run_due(kinds.NOTICES)
    assert making.collisions(victor) == []
