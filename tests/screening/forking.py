"""Processes beside the test, forked from it, with connections of their own."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def beside(do: Callable[[], object]) -> Iterator[int]:
    """Run `do` in a forked process, whose number it gives; what still runs at the end is killed. Its end is waited for."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            connection.connect()
            do()
        finally:
            os._exit(0)
    try:
        yield child
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def killed_after(seconds: float, do: Callable[[], object]) -> None:
    """Run `do` in a forked process and kill it with -9 after so long."""
    with beside(do):
        time.sleep(seconds)
