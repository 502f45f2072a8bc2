"""Counting tries by the generic cell rate algorithm (ITU-T I.371): so many at once, then one in so many seconds.

Of each pace and whose it is only a moment is kept: that until which the tries, one after the other, would have taken. What
guards a password is counted in the database, for all processes alike, whatever ends; what keeps somebody from asking without
end, by each process for itself, since it is asked with every request.
"""

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from agencies.access.looking import at_the_door
from agencies.pace.models import Spent

_SPEND = """
    insert into pace_spent as s (key, until) values (%(key)s, clock_timestamp() + %(every)s * interval '1 second')
    on conflict (key) do update set until = greatest(s.until, clock_timestamp()) + %(every)s * interval '1 second'
        where s.until <= clock_timestamp() + %(ahead)s * interval '1 second'
    returning 0
"""
_WAIT = "select extract(epoch from until - clock_timestamp())::float8 - %(ahead)s from pace_spent where key = %(key)s"
_GIVE_BACK = "update pace_spent set until = until - %(every)s * interval '1 second' where key = %(key)s"


@dataclass(frozen=True, slots=True)
class Pace:
    """`at_once` tries, then one in `every` seconds."""

    name: str
    at_once: int
    every: float

    @property
    def ahead(self) -> float:
        """By how many seconds tries may be ahead of their pace."""
        return (self.at_once - 1) * self.every


@dataclass(frozen=True, slots=True)
class Try:
    """Something tried, and whose tries it counts to."""

    pace: Pace
    of: str

    @property
    def key(self) -> str:
        """Under what it is kept."""
        return hashlib.blake2b(f"{self.pace.name} {self.of}".encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()

    def parameters(self) -> dict[str, str | float]:
        """For the statements."""
        return {"key": self.key, "every": self.pace.every, "ahead": self.pace.ahead}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is refused, and in how many seconds it is not any more."""

    tried: Try
    seconds: float


def spend(tries: Sequence[Try]) -> Refusal | None:
    """Count tries, in this order, for good, up to the first that is refused; None when none is.

    Two at one instant are counted one after the other.
    """
    with at_the_door(), connection.cursor() as cursor:
        for one in tries:
            cursor.execute(_SPEND, one.parameters())
            if cursor.fetchone() is None:
                cursor.execute(_WAIT, one.parameters())
                return Refusal(one, *(cursor.fetchone() or (0.0,)))
    return None


def give_back(tries: Sequence[Try]) -> None:
    """Take these tries off the count again: the password was right."""
    with at_the_door(), connection.cursor() as cursor:
        for one in tries:
            cursor.execute(_GIVE_BACK, one.parameters())


def forget_over() -> int:
    """Forget what holds nobody any more; of how many. At the door. What is being counted at that instant is passed over."""
    over = Spent.objects.filter(until__lt=timezone.now()).select_for_update(skip_locked=True)
    return Spent.objects.filter(pk__in=list(over.values_list("pk", flat=True)), until__lt=timezone.now()).delete()[0]


class Tally:
    """Tries counted by this process, for at most so many keys; those counted longest ago are forgotten first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def spend(self, one: Try, *, times: int = 1) -> Refusal | None:
        """As `spend` of the database; `times` are counted together, if there is room for the first of them."""
        with self._lock:
            refusal = self._refusal(one)
            if refusal is None:
                last = self._until.pop(one.key, 0.0)
                self._until[one.key] = max(last, time.monotonic()) + times * one.pace.every
                while len(self._until) > self.most:
                    del self._until[next(iter(self._until))]
            return refusal

    def refuses(self, one: Try) -> Refusal | None:
        """Whether it would be refused; nothing is counted."""
        with self._lock:
            return self._refusal(one)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._until.clear()

    def _refusal(self, one: Try) -> Refusal | None:
        wait = self._until.get(one.key, 0.0) - one.pace.ahead - time.monotonic()
        return Refusal(one, wait) if wait > 0 else None
