"""A stream that runs ahead: in order, bounded, and with its errors."""

import threading
from collections.abc import Iterator
from time import monotonic, sleep

import pytest
from django.utils import translation

from hub.kit.ahead import ahead


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "ahead"]


def test_everything_comes_in_its_order_and_the_thread_ends() -> None:
    assert list(ahead(range(100))) == list(range(100)) and list(ahead([])) == [] and list(ahead([None, 0])) == [None, 0]
    assert not running()


def test_it_is_ahead_by_so_many_and_no_more() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    stream = ahead(items(), by=3)
    assert next(stream) == 0
    until = monotonic() + 5
    while len(made) < 5 and monotonic() < until:
        sleep(0.01)
    sleep(0.05)
    assert made == [0, 1, 2, 3, 4]  # taken, three that wait, and one that finds no room
    stream.close()  # type: ignore[attr-defined]
    assert not running() and len(made) <= 6


def test_an_error_comes_after_what_came_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    stream = ahead(items())
    assert next(stream) == 1
    with pytest.raises(ZeroDivisionError):
        next(stream)
    assert not running()


def test_it_speaks_the_language_of_who_takes() -> None:
    with translation.override("es"):
        assert list(ahead(translation.get_language() for _one in "x")) == ["es"]
