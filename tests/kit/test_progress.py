"""How far a command is, on a terminal and off."""

import io
import re

import pytest

from hub.kit.progress import duration, far, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("done", "total", "elapsed", "told"), [
    (0, None, 0.0, "0 rows"), (0, 10, 5.0, "0 of 10 rows"), (12_000, None, 10.0, "12,000 rows, 1,200 a second"),
    (12_000, 36_000, 10.0, "12,000 of 36,000 rows, 1,200 a second, 20 s left"),
    (11, 10, 1.0, "11 of 11 rows, 11 a second"),
])
def test_it_tells_done_total_rate_and_time_left(done: int, total: int | None, elapsed: float, told: str) -> None:
    assert far(done, total, elapsed) == told


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0 s"), (59.4, "59 s"), (81, "1 min 21 s"), (7500, "2 h 5 min")])
def test_it_tells_a_duration_as_people_do(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_off_a_terminal_it_says_a_plain_line_now_and_then() -> None:
    out = io.StringIO()
    with progress(out, "week 47.csv", 3000, every=0.0) as tell:
        tell(1000)
        tell(2000)
    first, second = out.getvalue().splitlines()
    assert first.startswith("week 47.csv: 1,000 of 3,000 rows, ") and second.startswith("week 47.csv: 2,000 of 3,000 rows, ")
    seldom = io.StringIO()
    with progress(seldom, "week 47.csv", 3000) as tell:
        tell(1000)
    assert seldom.getvalue() == ""


def test_on_a_terminal_it_draws_over_one_line() -> None:
    out = Terminal()
    with progress(out, "[week] 47.csv", 3000) as tell:
        tell(3001)
    assert "[week] 47.csv" in out.getvalue() and re.search(r"3,001 of\s+3,001 rows", out.getvalue())
