"""At the door, before anybody is recognised: who tries too often is kept waiting (429), whatever is behind it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.forms import UsernameField
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils.translation import ngettext

from agencies.access.looking import looking_as
from agencies.access.signing import PASSWORD_AGAIN, note_refused, recognised
from agencies.access.viewer import NOBODY, Viewer
from agencies.audit import record
from agencies.pace.counting import Pace, Refusal, Tally, Try, give_back, spend
from agencies.pace.metrics import THROTTLED
from hub.kit.errors import TooOften
from hub.kit.outages import DATABASE_ERRORS, outage
from hub.kit.pages import is_of_a_row, is_program, told
from hub.kit.proxies import network_of
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
#: Of events of the log about the same tries: one a minute.
_NOTED = Pace("noted", 1, 60)

#: What this process counts for itself; and what it has noted, so that no names made up for it push that out.
tally, noted = Tally(20_000), Tally(2_000)


@dataclass(frozen=True, slots=True)
class _Guarded:
    """Tries of a password that a request makes, and whether it was the right one, once it is answered."""

    tries: list[Try]
    is_right: Callable[[HttpRequest, HttpResponseBase], bool]


class Paced:
    """Counts what guards passwords in the database, before the password is looked at; a right one was no try, nor is what
    another site had a browser send.

    Calls of the API, and answers by which rows could be probed, are counted by this process. What came too soon is answered
    with how long to wait, the same whether or not anybody bears the name or the row is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (refusal := _asks_on(request)) is not None:
            return _throttled(request, refusal)
        guarded = list(_guarded(request))
        if not guarded:
            return self._answered(request)
        try:
            if (refusal := spend([one for each in guarded for one in each.tries])) is not None:
                return _throttled(request, refusal)
            response = self._answered(request)
            from_elsewhere = not getattr(request, "csrf_processing_done", False)
            give_back([one for each in guarded if from_elsewhere or each.is_right(request, response) for one in each.tries])
        except DATABASE_ERRORS as error:
            known = outage(error)
            if known is None:
                raise
            return told(request, known)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if probed := _probed(request, response):
            refusal = tally.spend(Try(PROBE, who_asks(request).name), times=probed)
            if refusal is not None and response.status_code == 401:
                return _throttled(request, refusal)
        return response


def _asks_on(request: HttpRequest) -> Refusal | None:
    """Why a person is refused who probed too much and probes on, or whose program calls without end.

    Of strangers nothing is refused before it is answered: a token may be that of a person, whoever else is at their address.
    """
    who = who_asks(request)
    if who.is_stranger:
        return None
    probed = tally.refuses(Try(PROBE, who.name))
    if probed is not None and (is_program(request) or _names_a_row(request)):
        return probed
    return tally.spend(Try(CALL, who.name)) if is_program(request) else None


def _probed(request: HttpRequest, response: HttpResponseBase) -> int:
    """How many rows an answer refuses, or says are not there: those of an act on several, which is answered 200, too."""
    if response.status_code in (401, 403) or (response.status_code == 404 and is_of_a_row(request)):
        return 1
    return int(getattr(request, "rows_refused", 0))


def _names_a_row(request: HttpRequest) -> bool:
    page = _page(request)
    return page is not None and bool(page.kwargs)


def _page(request: HttpRequest) -> ResolverMatch | None:
    """What its address leads to; nothing, where there is no such page."""
    try:
        return resolve(request.path_info)
    except Http404:
        return None


def _guarded(request: HttpRequest) -> Iterator[_Guarded]:
    """What a request tries that a password guards; nothing, for most."""
    if request.method != "POST" or is_program(request):
        return
    page = _page(request)
    if page is not None and page.view_name == settings.LOGIN_URL:
        address, name = network_of(request), _name(request)
        yield _Guarded([Try(SIGN_IN_ADDRESS, address), Try(SIGN_IN_PAIR, f"{address} {name}"), Try(SIGN_IN_NAME, name)],
                       lambda request, _response: getattr(request, "signed_in", False))
    if PASSWORD_AGAIN in request.POST and request.user.is_authenticated:
        yield _Guarded([Try(CONFIRM, str(request.user.pk))],
                       lambda request, _response: getattr(request, "not_confirmed", None) is False)
    if page is not None and page.view_name == "password_change" and request.user.is_authenticated:
        yield _Guarded([Try(CONFIRM, str(request.user.pk))], lambda _request, response: response.status_code == 302)


def _name(request: HttpRequest) -> str:
    """The name tried, as the form of the sign-in reads it: without blanks around it, signs of the same letters made alike."""
    return str(UsernameField(max_length=150).to_python(request.POST.get("username", "")))[:150]


def _throttled(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
    THROTTLED.labels(refusal.tried.pace.name).inc()
    if noted.spend(Try(_NOTED, refusal.tried.key)) is None:
        _note(request, refusal.tried.pace)
    seconds = max(1, math.ceil(refusal.seconds))
    return told(request, TooOften(_how_long(seconds), retry_after=seconds))


def _note(request: HttpRequest, pace: Pace) -> None:
    """One event a minute for the same tries, by the person whose they are, so that who is kept waiting does not fill the log."""
    try:
        viewer = _viewer(request).during(request_id="", address=request.META.get("REMOTE_ADDR", ""))
        with looking_as(viewer):
            if pace.name.startswith("sign_in"):
                note_refused(_name(request), by=viewer, throttled=pace.name)
            else:
                record("request.throttled", by=viewer, pace=pace.name, path=request.path_info[:300])
    except DATABASE_ERRORS:
        return  # whoever waits is told so, whether or not it can be kept


def _viewer(request: HttpRequest) -> Viewer:
    person = who_asks(request).person
    return recognised(pk=person) if person else NOBODY


def _how_long(seconds: int) -> str:
    if seconds < 60:
        return ngettext("Too many tries in a short time. Try again in %(n)s second.",
                        "Too many tries in a short time. Try again in %(n)s seconds.", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("Too many tries in a short time. Try again in %(n)s minute.",
                    "Too many tries in a short time. Try again in %(n)s minutes.", minutes) % {"n": minutes}
