"""The detector finds planted sweeps, and leaves honest work alone: on people and sweeps it was not calibrated with.

What is tried here with one seed each is measured with many in `docs/sweeps.md` (`make sweeps`).
"""

import random

import pytest

from intel.sweeps.patterns import PATTERNS, Pattern
from intel.sweeps.surprise import ALONE, FEWEST, TOGETHER, calibration
from tests.sweeps.calibrating import continued, reached_first
from tests.sweeps.honest import JUDGED, LEARNED, crowd
from tests.sweeps.judging import alarms, found_after
from tests.sweeps.planted import SWEEPS, SWEPT


@pytest.mark.slow
@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
def test_a_planted_sweep_is_found_within_fifty_queries(sweep):
    found = found_after(sweep, seed=9001)
    assert found is not None and found.queries <= SWEPT == 50


@pytest.mark.slow
def test_hundreds_of_honest_days_raise_no_alarm():
    days, alarmed = alarms(9002, people=10)
    assert days > 250 and alarmed == []


#: Of each pattern a sweep that nothing else finds.
ONLY = {
    Pattern.SEQUENCE: "tax numbers in steps of 1,000", Pattern.ORDERED: "ordinary names by the alphabet",
    Pattern.RARE: "identity numbers at random, nothing beside", Pattern.ONE_CASE: "one case for fifty strangers, over three days",
    Pattern.UNREAD: "answers that nobody reads, by a script", Pattern.OUT_OF_HOURS: "a night of somebody who works by day",
    Pattern.SPELLINGS: "one name with a year of birth after the other",
    Pattern.PRETEXTS: "three persons, each time for another case, over ten days",
}


@pytest.mark.slow
@pytest.mark.parametrize("pattern", Pattern)
def test_without_a_pattern_a_sweep_is_missed(pattern):
    [sweep] = [one for one in SWEEPS if one.name == ONLY[pattern]]
    assert found_after(sweep, seed=9001, among=set(Pattern) - {pattern}) is None


def test_there_are_twenty_kinds_of_sweeps_and_what_judges_is_not_what_was_learned_from():
    assert len({sweep.name for sweep in SWEEPS}) == 20 and JUDGED != LEARNED
    assert JUDGED.read < LEARNED.read and JUDGED.volume > LEARNED.volume


def test_the_limits_leave_less_than_one_alarm_in_a_thousand_days_however_they_fall_together():
    assert len(PATTERNS) * ALONE + TOGETHER < 1 / 1_000 and FEWEST >= 10


def test_shares_fall_with_the_count_and_none_is_nothing():
    for name, shares in calibration().items():
        assert shares[0] == 1 and all(one >= other > 0 for one, other in zip(shares, shares[1:], strict=False)), name


def test_a_tail_is_never_thinner_than_what_was_seen():
    draws = random.Random(7)
    seen = sum((reached_first([min(99, int(draws.expovariate(0.3)))]) for _day in range(20_000)), reached_first([]))
    shares = continued(seen, 20_000, 100)
    assert all(share >= seen.get(count, 0) / 20_000 for count, share in enumerate(shares) if count)
    assert shares[40] < 1e-4


def test_the_same_seed_gives_the_same_people():
    one, other = (crowd(seed=5, people=4, days=7, habits=LEARNED) for _time in range(2))
    assert one == other and one != crowd(seed=6, people=4, days=7, habits=LEARNED)
