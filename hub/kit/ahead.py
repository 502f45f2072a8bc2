"""Doing the next thing while this one is being written: a stream that a thread of its own runs ahead of who takes from it."""

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from typing import TypeVar

from django.utils import translation

Item = TypeVar("Item")

_LOOK_S = 0.1


def ahead(items: Iterable[Item], *, by: int = 2) -> Iterator[Item]:
    """The items in their order, as many as `by` of them made before they are asked for, by a thread in the present language.

    What `items` raises is raised where it would have been. Whoever stops taking stops the thread. `items` must not use the
    database: the thread has no transaction of ours.
    """
    made: Queue[tuple[Item | None, BaseException | None]] = Queue(by)
    stopped = threading.Event()
    language = translation.get_language()

    def put(item: Item | None, error: BaseException | None = None) -> None:
        while not stopped.is_set():
            try:
                return made.put((item, error), timeout=_LOOK_S)
            except Full:
                continue

    def make() -> None:
        try:
            with translation.override(language):
                for item in items:
                    put(item)
                    if stopped.is_set():
                        return
            put(None, StopIteration())
        except BaseException as error:  # handed on to who takes
            put(None, error)

    maker = threading.Thread(target=make, name="ahead", daemon=True)
    maker.start()
    try:
        yield from _taken(made, maker)
    finally:
        stopped.set()
        maker.join()


def _taken(made: "Queue[tuple[Item | None, BaseException | None]]", maker: threading.Thread) -> Iterator[Item]:
    while True:
        try:
            item, error = made.get(timeout=_LOOK_S)
        except Empty:
            continue
        if isinstance(error, StopIteration):
            return
        if error is not None:
            raise error
        yield item  # type: ignore[misc]
