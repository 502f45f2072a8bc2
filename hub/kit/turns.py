"""Whose turn it is: so many requests at once as the processor and the database can carry, the others in a queue.

A web server's process has more threads than it carries out requests. The others wait here, in the order in which they came,
and a few stay free for whoever asks whether the hub is well: a hub that is only busy says so. Nobody has more than half of
the turns, nor of the places, so that one person's ten searches keep nobody else waiting.

Nobody has looked yet who it is that asks. Whose session or token was recognised here before counts as that person, under
however many of them; all others are strangers, told apart by their addresses, and strangers together leave half of the turns
and a quarter of the places to the persons: a thousand made-up sessions win nothing.
"""

import hashlib
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from prometheus_client import Gauge

from hub.configuration import MOST_WAITING
from hub.kit.errors import Unavailable
from hub.kit.pages import told

#: Addresses that no turn is needed for: they ask how the hub is, and who watches it waits for nobody.
WITHOUT_A_TURN = ("/healthz", "/readyz", "/metrics")
#: Seconds that a request waits for its turn.
WITHIN = 30.0

RUNNING = Gauge("hub_requests_running", "Requests that are being carried out", multiprocess_mode="livesum")
WAITING = Gauge("hub_requests_waiting", "Requests that wait for their turn", multiprocess_mode="livesum")


class Busy(Unavailable):
    """More is asked at this moment than can be carried out."""

    code = "busy"
    retry_after = 5


@dataclass(frozen=True, slots=True)
class Who:
    """A person, or a stranger of an address."""

    name: str
    is_stranger: bool = False

    @property
    def person(self) -> int | None:
        """The number of the person; None of a stranger."""
        return None if self.is_stranger else int(self.name.removeprefix("person "))


class Persons:
    """Whose a session or a token is, as far as it was recognised lately; so many of them, by digest."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def who(self, keys: Collection[str], address: str) -> Who:
        """The person of one of these keys, or a stranger."""
        with self._lock:
            for key in map(_digest, keys):
                if key in self._known:
                    self._known.move_to_end(key)
                    return Who(f"person {self._known[key]}")
        return Who(address, is_stranger=True)

    def recognised(self, keys: Collection[str], person: str) -> None:
        """These keys are that person's."""
        with self._lock:
            for key in map(_digest, keys):
                self._known[key] = person
                self._known.move_to_end(key)
            while len(self._known) > self.most:
                self._known.popitem(last=False)

    def unknown(self, keys: Collection[str]) -> None:
        """These keys are nobody's, or not any more."""
        with self._lock:
            for key in map(_digest, keys):
                self._known.pop(key, None)


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(eq=False, slots=True)
class _Ticket:
    who: Who
    called: threading.Event = field(default_factory=threading.Event)
    since: float = 0.0


class Turns:
    """`most` at once, `each` of one person; `places` for those who wait."""

    def __init__(self, most: int, *, each: int, places: int) -> None:
        self.most, self.each, self.places = most, each, places
        self._lock = threading.Lock()
        self._running: list[_Ticket] = []
        self._queue: list[_Ticket] = []

    @contextmanager
    def taken(self, who: Who, *, within: float = WITHIN) -> Iterator[None]:
        """Wait for a turn, and have it for the block. Raises Busy when there is no place, or it takes longer."""
        ticket = _Ticket(who)
        with self._lock:
            self._queue.append(ticket)
            self._call()
            if not ticket.called.is_set() and self._has_no_place_for(who):
                self._queue.remove(ticket)
                self._measure()
                raise Busy(_too_busy())
        ticket.called.wait(within)
        with self._lock:
            if not ticket.called.is_set():
                self._queue.remove(ticket)
                self._measure()
                raise Busy(_too_busy())
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(ticket)
                self._call()

    def _has_no_place_for(self, who: Who) -> bool:
        """Whether too many wait, or too many of one person, who has half of the places at most, or too many strangers."""
        own = sum(ticket.who == who for ticket in self._queue)
        strangers = sum(ticket.who.is_stranger for ticket in self._queue)
        return (len(self._queue) > self.places or own > max(1, self.places // 2)
                or who.is_stranger and strangers > max(1, self.places * 3 // 4))

    @property
    def is_full(self) -> bool:
        """Whether the next who comes is sent away."""
        return len(self._queue) >= self.places

    def all_held_for(self) -> float:
        """For how many seconds every turn has been held by the same requests; 0 while one is free."""
        with self._lock:
            if len(self._running) < self.most:
                return 0.0
            return time.monotonic() - max(ticket.since for ticket in self._running)

    def _call(self) -> None:
        """Give free turns to those who wait longest, passing over who has as many as one person, or all strangers, may."""
        held = Counter(_shares(ticket.who) for ticket in self._running)
        for ticket in list(self._queue):
            if len(self._running) >= self.most:
                break
            if held[_shares(ticket.who)] < self.each:
                held[_shares(ticket.who)] += 1
                ticket.since = time.monotonic()
                self._queue.remove(ticket)
                self._running.append(ticket)
                ticket.called.set()
        self._measure()

    def _measure(self) -> None:
        RUNNING.set(len(self._running))
        WAITING.set(len(self._queue))


def _shares(who: Who) -> Who | None:
    """Among whom turns are shared out: a person alone, all strangers together."""
    return None if who.is_stranger else who


def _too_busy() -> str:
    return _("More is being asked of it than it can do at once. Nothing was changed. Try again in some seconds.")


#: Those of this process.
turns = Turns(settings.CONFIGURATION.web_threads, each=max(1, settings.CONFIGURATION.web_threads // 2), places=MOST_WAITING)
persons = Persons(10_000)


class TakeTurns:
    """Carries a request out when its turn has come. Before this its body has been received: a slow sender holds no turn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in WITHOUT_A_TURN:
            return self.get_response(request)
        try:
            with turns.taken(who_asks(request)):
                return self.get_response(request)
        except Busy as error:
            return told(request, error)


def recognised(request: HttpRequest, person: str) -> None:
    """Whose request it was, once that is known: the next one with its session or token counts as that person's."""
    if person:
        persons.recognised(_keys(request), person)
    else:
        persons.unknown(_keys(request))


def who_asks(request: HttpRequest) -> Who:
    """The person whose session or token was recognised here lately, or a stranger of the address."""
    return persons.who(_keys(request), request.META.get("REMOTE_ADDR", ""))


def _keys(request: HttpRequest) -> list[str]:
    """What a request shows to be recognised by: session and token, and the session that it was given meanwhile."""
    session = getattr(request, "session", None)
    token = request.headers.get("Authorization", "").split()[-1:]  # however it is written before it
    shown = (request.COOKIES.get(settings.SESSION_COOKIE_NAME), *token, session and session.session_key)
    return [key for key in shown if key]
