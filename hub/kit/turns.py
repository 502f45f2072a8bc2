"""Whose turn it is: so many requests at once as the processor and the database can carry, the others in a queue.

A web server's process has more threads than it carries out requests. The others wait here, in the order in which they came,
and a few stay free for whoever asks whether the hub is well: a hub that is only busy says so. Nobody has more than half of
the turns, nor of the places, so that one person's ten searches keep nobody else waiting.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
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


@dataclass(eq=False, slots=True)
class _Ticket:
    who: str
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
    def taken(self, who: str, *, within: float = WITHIN) -> Iterator[None]:
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

    def _has_no_place_for(self, who: str) -> bool:
        """Whether too many wait, or too many of one person, who has half of the places at most."""
        own = sum(ticket.who == who for ticket in self._queue)
        return len(self._queue) > self.places or own > max(1, self.places // 2)

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
        """Give free turns to those who wait longest, passing over who has as many as one person may."""
        held = Counter(ticket.who for ticket in self._running)
        for ticket in list(self._queue):
            if len(self._running) >= self.most:
                break
            if held[ticket.who] < self.each:
                held[ticket.who] += 1
                ticket.since = time.monotonic()
                self._queue.remove(ticket)
                self._running.append(ticket)
                ticket.called.set()
        self._measure()

    def _measure(self) -> None:
        RUNNING.set(len(self._running))
        WAITING.set(len(self._queue))


def _too_busy() -> str:
    return _("More is being asked of it than it can do at once. Nothing was changed. Try again in some seconds.")


#: Those of this process.
turns = Turns(settings.CONFIGURATION.web_threads, each=max(1, settings.CONFIGURATION.web_threads // 2), places=MOST_WAITING)


class TakeTurns:
    """Carries a request out when its turn has come. Before this its body has been received: a slow sender holds no turn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in WITHOUT_A_TURN:
            return self.get_response(request)
        try:
            with turns.taken(_who(request)):
                return self.get_response(request)
        except Busy as error:
            return told(request, error)


def _who(request: HttpRequest) -> str:
    """By what one person is told from the next before anybody has looked: session, token, else address."""
    return (request.COOKIES.get(settings.SESSION_COOKIE_NAME) or request.headers.get("Authorization")
            or request.META.get("REMOTE_ADDR", ""))
