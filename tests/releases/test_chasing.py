"""What is owed after a release ended is chased by the clock of who owes it: reminded of, then overdue, then missing."""

from datetime import timedelta
from typing import Any

import pytest

from agencies.access import looking_as
from agencies.work import running
from agencies.work.kinds import NOTICES
from intel.releases import services
from intel.releases.models import Release
from tests.enquiries.test_told import told
from tests.enquiries.test_watching import works_always
from tests.releases import making, onward
from tests.releases.test_answers import answered, owed, recalled
from tests.releases.test_receipts import signed
from tests.releases.test_watching import later
from tests.world import second_person

LADDER = ["half_over", "overdue", "missing"]


@pytest.fixture
def release(world: Any) -> Release:
    """Recalled by customs; a report of the tax body cites it. Both work day and night."""
    world.viewers["paola"] = second_person(world.diego)  # a supervisor there, to be found among who is told
    for viewer in (world.paola, world.bruno):
        works_always(world, viewer)
    found = onward.received(world)
    onward.citing(world, found)
    recalled(world, found)
    running.run_due(NOTICES)
    return found


def who(world: Any, kind: str) -> list[str]:
    return sorted(name for name, kinds in told(world).items() if kind in kinds)


def rungs(world: Any, what: str, *hours: int) -> list[list[list[str]]]:
    """Who was told which rung of the ladder after each of these times, one after the other."""
    found = []
    for passed in hours:
        later(hours=passed)
        running.run_due(NOTICES)
        found.append([who(world, f"release.{what}_{rung}") for rung in LADDER])
    return found


def test_a_receipt_is_reminded_of_then_overdue_then_missing(world: Any, release: Release) -> None:
    writers, deciders = ["diego", "paola"], ["paola"]
    assert rungs(world, "receipt", 0, 13, 12, 12) == [
        [[], [], []], [writers, [], []], [writers, deciders, []], [writers, deciders, ["bruno"]]]


def test_signed_for_it_is_told_no_more(world: Any, release: Release) -> None:
    signed(world.diego, release)
    assert rungs(world, "receipt", 50) == [[[], [], []]]


def test_answers_are_asked_for_and_chased_as_well(world: Any, release: Release) -> None:
    writers, deciders = ["diego", "paola"], ["paola"]
    assert who(world, "release.answers_owed") == writers
    assert rungs(world, "answers", 0, 41, 40, 40) == [
        [[], [], []], [writers, [], []], [writers, deciders, []], [writers, deciders, ["bruno"]]]


def test_answered_they_are_told_of_no_more(world: Any, release: Release) -> None:
    for row in owed(world.diego):
        answered(world.diego, row)
    assert rungs(world, "answers", 200) == [[[], [], []]]


def test_it_is_due_after_the_working_hours_of_the_code(world: Any, release: Release) -> None:
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        [answer] = row.answers.all()
    assert row.receipt_due_at and row.ended_at
    assert abs(row.receipt_due_at - row.ended_at - timedelta(hours=24)) < timedelta(minutes=1)
    assert answer.due_at - answer.asked_at == timedelta(hours=80)


def test_its_recipient_and_its_holder_are_told_of_what_fell_with_it(world: Any) -> None:
    first = onward.received(world)
    request = onward.onward(world, f"{onward.citing(world, first, 1).reference}/1")
    making.consented(world, request, world.bruno)
    onward.decided(world, request, 1)
    recalled(world, first)
    world.viewers["paola"] = second_person(world.diego)
    assert who(world, "release.fell") == ["paola"] and "elena" in who(world, "release.recalled")
    words = [one["words"] for one in world.api(world.elena).get("/api/v1/notices/").json()["results"]]
    assert any(one.startswith("SIN recalled SIN-R-") for one in words) and not any("AN" in one for one in words)


def test_who_ends_what_it_received_signs_as_well(world: Any) -> None:
    release = making.released(world, making.sent(world), 1)
    by = second_person(world.diego)
    with looking_as(by):
        services.end(by=by, release=release, reason="Ya no hace falta.", revision=release.revision)
    later(hours=24 * 30)
    assert "diego" in who(world, "release.receipt_half_over")
