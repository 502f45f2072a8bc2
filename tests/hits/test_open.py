"""Matches become hits; a judged one comes back only when its data change."""

import pytest

from agencies.access import as_service, looking_as
from hub.kit.errors import Conflict
from intel.hits import selectors, services
from intel.hits.models import Hit
from intel.screening import profiles
from intel.screening.models import Match
from intel.trade.models import TraderName
from intel.trade.signals import traders_changed
from tests.hits import making


def judged(world, hit, state):
    with looking_as(world.ana):
        services.judge(by=world.ana, hit=hit, revision=hit.revision, state=state, reason="Looked at")


def matched_again(hit, *, changed: bool):
    """What screening does when it finds a pair again: it announces the match, whose data may have changed."""
    with as_service("screening"):
        if changed:
            Match.objects.filter(pk=hit.match_id).update(fingerprint="f" * 64)
        return services.open_hits([hit.match_id])


@pytest.mark.parametrize("state", ["CONFIRMED_HIT", "NOT_A_MATCH", "UNCERTAIN"])
@pytest.mark.parametrize("changed", [False, True])
def test_a_judgement_is_remembered_until_the_data_change(world, state, changed):
    hit = making.hit(world)
    judged(world, hit, state)
    assert matched_again(hit, changed=changed) == int(changed)
    with looking_as(world.ana):
        hit = Hit.objects.get(pk=hit.pk)
        assert hit.state == ("CANDIDATE" if changed else state)
        latest = hit.judgements.first()
        assert (latest.judged_by_id is None) is changed
        if changed:
            assert latest.reason == services.DATA_CHANGED


def test_a_new_name_of_the_trader_brings_a_dismissed_hit_back(world):
    hit = making.hit(world)
    judged(world, hit, "NOT_A_MATCH")
    making.screened()
    with looking_as(world.ana):
        assert not selectors.waiting().filter(pk=hit.pk).exists()
        trader = Match.objects.get(pk=hit.match_id).trader
        TraderName.objects.create(trader=trader, name="PUNTI ALAMBRES LTDA.")
        traders_changed.send(sender=type(trader), ids=[trader.pk])
    making.screened()
    with looking_as(world.ana):
        assert selectors.waiting().filter(pk=hit.pk).exists()


@pytest.mark.parametrize("holds", [True, False])
def test_a_judgement_is_remembered_over_a_new_scheme_of_fingerprints(world, holds):
    """A match, and the hit judged on it, from the time before fingerprints had numbers; then found again, as it was."""
    hit = making.hit(world)
    with as_service("screening"):
        match = Match.objects.select_related("trader").get(pk=hit.match_id)
        pair = (profiles.of_traders([match.trader_id])[0], profiles.of_alerts(profiles.alerts_in_force())[0])
        old = profiles.fingerprints.unnumbered(pair)
        Match.objects.filter(pk=match.pk).update(fingerprint=old, holds=holds)
    judged(world, hit, "NOT_A_MATCH")
    with looking_as(world.ana):
        traders_changed.send(sender=type(match.trader), ids=[match.trader_id])
    making.screened()
    with looking_as(world.ana):
        assert Hit.objects.get(pk=hit.pk).state == "NOT_A_MATCH"
        assert (Match.objects.get(pk=match.pk).fingerprint, Match.objects.get(pk=match.pk).holds) == (old, True)


def test_who_has_an_old_page_open_is_told_that_the_data_changed(world):
    hit = making.hit(world)
    matched_again(hit, changed=True)
    with looking_as(world.ana), pytest.raises(Conflict, match="The data of this hit changed"):
        services.judge(by=world.ana, hit=hit, state="NOT_A_MATCH", reason="Other firm", revision=hit.revision)


def test_announcing_a_match_twice_makes_one_hit(world):
    hit = making.hit(world)
    matched_again(hit, changed=False)
    with looking_as(world.ana):
        assert Hit.objects.filter(match=hit.match_id).count() == 1


def test_what_does_not_hold_any_more_leaves_the_worklist(world):
    hit = making.hit(world)
    with as_service("screening"):
        Match.objects.filter(pk=hit.match_id).update(holds=False)
    with looking_as(world.ana):
        assert not selectors.waiting().exists()
        assert selectors.worklist().filter(pk=hit.pk).exists()
