"""Silence is not death: what works is given longer, what is still is not."""

import os
from pathlib import Path

import pytest

from hub.engines import StateFolder
from hub.up import watching
from hub.up.watching import Hearts, Silence


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which the test sets."""
    made = [100.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: made[0])
    return made


def test_what_works_is_given_longer_than_what_is_still(clock: list[float]) -> None:
    used = [0.0]
    busy, still = Silence(lambda: used[0]), Silence(lambda: 0.0)
    for clock[0], used[0], dead in ((150, 30, (False, False)), (161, 40, (False, True)), (399, 200, (False, True)),
                                    (401, 201, (True, True))):
        assert (busy.is_death(), still.is_death()) == dead
    still.heard()
    assert not still.is_death()


def test_a_process_that_has_ended_is_no_longer_watched_and_one_that_beats_is_well(
        state: StateFolder, clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    beating, ended = (state.path / "hearts" / name for name in ("41", "42"))
    beating.parent.mkdir()
    for file in (beating, ended):
        file.touch()
    monkeypatch.setattr(watching.psutil, "pid_exists", lambda pid: pid == 41)
    monkeypatch.setattr(watching, "worked", lambda pid: 0.0)
    hearts = Hearts(state)
    assert hearts.look() == [] and not ended.exists()
    clock[0] += 59
    _beat(beating, 1)
    assert hearts.look() == []
    clock[0] += 59
    assert hearts.look() == []
    clock[0] += 2
    assert hearts.look() == [41]


def _beat(file: Path, at: float) -> None:
    os.utime(file, (at, at))
