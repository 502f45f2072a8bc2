"""At the door, before anybody is recognised: who tries too often is kept waiting (429), whatever is behind it."""

import math
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils.translation import ngettext

from agencies.access.door import viewer_of
from agencies.access.looking import looking_as
from agencies.access.signing import PASSWORD_AGAIN, note_refused
from agencies.access.viewer import NOBODY
from agencies.audit import record
from agencies.pace.counting import Pace, Refusal, Tally, Try, give_back, spend
from agencies.pace.metrics import HELD
from hub.kit.errors import TooOften
from hub.kit.outages import DATABASE_ERRORS, outage
from hub.kit.pages import told
from hub.kit.turns import who_asks

#: Of sign-ins by one address; by one address with one name; with one name from anywhere. Names that nobody bears count alike.
SIGN_IN_ADDRESS = Pace("sign_in.address", 50, 6)
SIGN_IN_PAIR = Pace("sign_in.pair", 5, 180)
SIGN_IN_NAME = Pace("sign_in.name", 20, 300)
#: Of a person's own password, given again before a strong act or to be changed.
CONFIRM = Pace("confirm", 5, 180)
#: Of calls of the API by one person; of rows that are not there, refusals and wrong tokens, by one person or address.
CALL = Pace("call", 600, 0.05)
PROBE = Pace("probe", 60, 10)

#: Answers that who probes gets: no sign-in, not allowed, not there.
_PROBED = (401, 403, 404)
#: Of events of the log about the same pace of the same person: one a minute.
_NOTED = Pace("noted", 1, 60)

#: Those that this process counts for itself.
tally = Tally(20_000)


class Paced:
    """Counts what guards passwords in the database, before the password is looked at; a right one was no try.

    Calls of the API, and answers by which rows could be probed, are counted by this process. What came too soon is answered
    with how long to wait, the same whether or not anybody bears the name or the row is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (refusal := _asks_on(request, who_asks(request).name)) is not None:
            return _held(request, refusal)
        tries = _guarded(request)
        if not tries:
            return self._answered(request)
        try:
            refusal = spend(tries)
        except DATABASE_ERRORS as error:
            known = outage(error)
            if known is None:
                raise
            return told(request, known)
        if refusal is not None:
            return _held(request, refusal)
        response = self._answered(request)
        if _was_right(request, response):
            give_back(tries)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        names_a_row = request.resolver_match is not None and bool(request.resolver_match.kwargs)
        if response.status_code in _PROBED and (response.status_code != 404 or names_a_row):
            tally.spend(Try(PROBE, who_asks(request).name))
        return response


def _asks_on(request: HttpRequest, who: str) -> Refusal | None:
    """Why somebody is refused who probed too much and probes on, or whose program calls without end."""
    is_call = request.path_info.startswith("/api/v1/")
    probed = tally.refuses(Try(PROBE, who))
    if probed is not None and (is_call or _names_a_row(request)):
        return probed
    return tally.spend(Try(CALL, who)) if is_call else None


def _names_a_row(request: HttpRequest) -> bool:
    try:
        return bool(resolve(request.path_info).kwargs)
    except Http404:
        return False


def _guarded(request: HttpRequest) -> list[Try]:
    """What a request tries that a password guards; nothing, for most."""
    if request.method != "POST" or request.path_info.startswith("/api/"):
        return []
    if request.path_info == reverse(settings.LOGIN_URL):
        address, name = request.META.get("REMOTE_ADDR", ""), _name(request)
        return [Try(SIGN_IN_ADDRESS, address), Try(SIGN_IN_PAIR, f"{address} {name}"), Try(SIGN_IN_NAME, name)]
    if PASSWORD_AGAIN in request.POST or request.path_info == reverse("password_change"):
        return [Try(CONFIRM, str(request.user.pk))] if request.user.is_authenticated else []
    return []


def _name(request: HttpRequest) -> str:
    return request.POST.get("username", "")[:150]


def _was_right(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.path_info == reverse(settings.LOGIN_URL):
        return not viewer_of(request).is_nobody
    if PASSWORD_AGAIN in request.POST:
        return getattr(request, "not_confirmed", None) is False
    return response.status_code == 302


def _held(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
    pace = refusal.pace
    HELD.labels(pace.name).inc()
    if tally.spend(Try(_NOTED, f"{pace.name} {who_asks(request).name} {_name(request)}")) is None:
        _note(request, pace)
    seconds = max(1, math.ceil(refusal.seconds))
    return told(request, TooOften(_how_long(seconds), retry_after=seconds))


def _note(request: HttpRequest, pace: Pace) -> None:
    """One event a minute, so that who is kept waiting does not fill the log."""
    viewer = NOBODY.during(request_id="", address=request.META.get("REMOTE_ADDR", ""))
    try:
        with looking_as(viewer):
            if pace.name.startswith("sign_in"):
                note_refused(_name(request), by=viewer, held=pace.name)
            else:
                record("request.held", by=viewer, pace=pace.name, path=request.path_info[:300])
    except DATABASE_ERRORS:
        return  # whoever waits is told so, whether or not it can be kept


def _how_long(seconds: int) -> str:
    if seconds < 60:
        return ngettext("Too many tries in a short time. Try again in %(n)s second.",
                        "Too many tries in a short time. Try again in %(n)s seconds.", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("Too many tries in a short time. Try again in %(n)s minute.",
                    "Too many tries in a short time. Try again in %(n)s minutes.", minutes) % {"n": minutes}
