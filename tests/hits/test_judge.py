"""Judging a hit: who may, with which reason, and what happens when two do it at once."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from intel.hits import services
from intel.hits.models import Hit, Judgement
from tests.hits import making


def fresh(viewer, hit):
    with looking_as(viewer):
        return Hit.objects.get(pk=hit.pk)


@pytest.mark.parametrize("state", ["CONFIRMED_HIT", "NOT_A_MATCH", "UNCERTAIN"])
def test_it_keeps_the_judgement_with_who_when_and_why(world, state):
    hit = making.hit(world)
    with looking_as(world.ana):
        services.judge(by=world.ana, hit=hit, state=state, reason=" Identifiers differ ", revision=hit.revision)
    kept = fresh(world.ana, hit)
    assert (kept.state, kept.revision, kept.taken_by_id) == (state, 2, None)
    with looking_as(world.ana):
        [judgement] = Judgement.objects.filter(hit=hit)
        assert (judgement.state, judgement.reason) == (state, "Identifiers differ")
        assert (judgement.judged_by_id, judgement.agency_id) == (world.ana.user_id, world.ana.agency_id)
        assert judgement.fingerprint == kept.judged_fingerprint != ""
    with looking_as(world.fabio):
        [event] = Event.objects.filter(action="hit.judged")
        assert (event.actor_id, event.object_id, event.detail["state"]) == (world.ana.user_id, hit.pk, state)


@pytest.mark.parametrize(("person", "refusal"), [
    ("ana", None),  # the alert is customs'
    ("bruno", None),
    ("carla", None),  # the trade data are police's
    ("diego", NotAllowed),  # sees both sides, owns neither
    ("elena", NotFound),
    ("ivan", NotFound),  # not cleared for the alert
    ("fabio", NotFound),  # audits, reads nothing
])
def test_only_the_agencies_of_alert_and_feed_judge(world, person, refusal):
    police, tax = world.agencies["PB"], world.agencies["SIN"]
    hit = making.hit(world, feed_by=world.carla, feed_to=(world.agencies["AN"], tax), alert_to=(police, tax))
    viewer = world.viewers[person]
    with looking_as(viewer):
        if refusal is None:
            assert services.can_judge(viewer, hit)
            assert services.judge(by=viewer, hit=hit, revision=hit.revision, state="NOT_A_MATCH", reason="Other firm").pk
        elif refusal is NotFound:
            assert not Hit.objects.filter(pk=hit.pk).exists()
        else:
            hit = Hit.objects.get(pk=hit.pk)
            assert not services.can_judge(viewer, hit)
            with pytest.raises(refusal):
                services.judge(by=viewer, hit=hit, revision=hit.revision, state="NOT_A_MATCH", reason="Other firm")


def test_the_table_holds_who_may_judge_even_without_the_service(world):
    tax = world.agencies["SIN"]
    hit = making.hit(world, feed_to=(tax,), alert_to=(tax,))
    with looking_as(world.diego):
        assert Hit.objects.filter(pk=hit.pk).count() == 1
        assert Hit.objects.filter(pk=hit.pk).update(state="NOT_A_MATCH") == 0
    with pytest.raises(DatabaseError, match="row-level security"), looking_as(world.diego):
        Judgement.objects.create(hit=hit, state="NOT_A_MATCH", reason="x", judged_by_id=world.diego.user_id,
                                 agency_id=world.diego.agency_id)


@pytest.mark.parametrize(("given", "field"), [
    ({"reason": "  "}, "reason"), ({"state": "CANDIDATE"}, "state"), ({"state": "PERHAPS"}, "state")])
def test_it_wants_a_judgement_and_a_reason(world, given, field):
    hit = making.hit(world)
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        services.judge(by=world.ana, hit=hit, revision=hit.revision, **{"state": "UNCERTAIN", "reason": "Documents", **given})
    assert refusal.value.field == field
    assert fresh(world.ana, hit).state == "CANDIDATE"


def test_the_second_of_two_is_told_who_was_first_and_when(world):
    hit = making.hit(world)
    with looking_as(world.ana):
        services.judge(by=world.ana, hit=hit, state="CONFIRMED_HIT", reason="Same NIT", revision=1)
    with looking_as(world.bruno), pytest.raises(Conflict, match=r"Ana judged this hit “Confirmed hit” at \d"):
        services.judge(by=world.bruno, hit=hit, state="NOT_A_MATCH", reason="Other firm", revision=1)
    assert fresh(world.ana, hit).state == "CONFIRMED_HIT"


def test_what_somebody_has_taken_is_theirs_until_they_let_it_go(world):
    hit = making.hit(world)
    with looking_as(world.ana):
        services.take(by=world.ana, hit=hit, revision=hit.revision)
    hit = fresh(world.ana, hit)
    assert (hit.state, hit.taken_by_id) == ("UNDER_VERIFICATION", world.ana.user_id)
    with looking_as(world.hugo):
        assert not services.can_judge(world.hugo, hit)
        with pytest.raises(Conflict, match="Ana has been verifying this hit since"):
            services.judge(by=world.hugo, hit=hit, state="NOT_A_MATCH", reason="Other firm", revision=hit.revision)
        with pytest.raises(Conflict, match="Ana"):
            services.take(by=world.hugo, hit=hit, revision=hit.revision)
        with pytest.raises(NotAllowed, match="Ana"):
            services.let_go(by=world.hugo, hit=hit, revision=hit.revision)
    with looking_as(world.bruno):  # a supervisor of the same agency
        services.let_go(by=world.bruno, hit=hit, revision=hit.revision)
    hit = fresh(world.ana, hit)
    assert (hit.state, hit.taken_by_id, hit.taken_at) == ("CANDIDATE", None, None)


def test_the_database_lets_nobody_name_a_person_of_another_agency_as_having_it(world):
    hit = making.hit(world, feed_by=world.carla, feed_to=(world.agencies["AN"],))
    for taker, kept in ((world.carla, False), (world.hugo, True)):
        with looking_as(world.ana):
            named = Hit.objects.filter(pk=hit.pk)
            if kept:
                assert named.update(taken_by=taker.user_id, taken_at=timezone.now()) == 1
            else:
                with pytest.raises(IntegrityError, match="hit_is_taken_by_ones_own"), transaction.atomic():
                    named.update(taken_by=taker.user_id, taken_at=timezone.now())


def test_the_rule_is_looked_at_again_under_the_lock(world):
    """Hugo lets go of the hit that he sees free, while Ana takes it."""
    seen = making.hit(world)
    with looking_as(world.ana):
        taken = services.take(by=world.ana, hit=seen, revision=seen.revision)
    with looking_as(world.hugo), pytest.raises(NotAllowed, match="Ana"):
        services.let_go(by=world.hugo, hit=seen, revision=taken.revision)


@pytest.mark.parametrize("act", [services.take, services.let_go, services.judge, services.reopen])
def test_no_decision_goes_without_the_revision_read(world, act):
    hit = making.hit(world)
    given = {"state": "UNCERTAIN"} if act is services.judge else {}
    given |= {"reason": "x"} if act in (services.judge, services.reopen) else {}
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        act(by=world.ana, hit=hit, revision=None, **given)
    assert refusal.value.field == "revision"


def test_a_judged_hit_is_judged_again_only_when_opened_with_a_reason(world):
    hit = making.hit(world)
    with looking_as(world.ana):
        services.judge(by=world.ana, hit=hit, revision=hit.revision, state="CONFIRMED_HIT", reason="Same NIT")
        hit = Hit.objects.get(pk=hit.pk)
        with pytest.raises(WrongState):
            services.judge(by=world.ana, hit=hit, revision=hit.revision, state="NOT_A_MATCH", reason="Other firm")
        with pytest.raises(Invalid):
            services.reopen(by=world.ana, hit=hit, revision=hit.revision, reason=" ")
        services.reopen(by=world.ana, hit=hit, revision=hit.revision, reason="New document")
        hit = Hit.objects.get(pk=hit.pk)
        assert (hit.state, hit.judged_fingerprint) == ("CANDIDATE", "")
        services.judge(by=world.ana, hit=hit, revision=hit.revision, state="NOT_A_MATCH", reason="Other firm")
        assert [j.state for j in hit.judgements.all()] == ["NOT_A_MATCH", "CANDIDATE", "CONFIRMED_HIT"]
