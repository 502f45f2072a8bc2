"""The door of the web: each request looks as the person who sent it, in one transaction."""

import uuid
from collections.abc import Callable, Iterator
from typing import cast

from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.db import OperationalError, connection, transaction
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from agencies.access.door import HubRequest, viewer_of
from agencies.access.looking import looking_as
from agencies.access.signing import PASSWORD_AGAIN, confirm, is_fresh, viewer_of_person
from agencies.access.viewer import NOBODY, Viewer
from agencies.audit import record
from hub.kit.errors import InUse, TakesTooLong
from hub.kit.outages import DATABASE_ERRORS, outage
from hub.kit.pages import is_of_a_row, is_program, told
from hub.kit.rows import in_use
from hub.kit.turns import WITHOUT_A_TURN, recognised

#: How long a statement of a request waits for what a worker or somebody else has locked, and how often the request is tried.
LOCK_TIMEOUT, TRIES = "2s", 3


class LookingAsMiddleware:
    """Sets `request.viewer` and runs the request inside `looking_as`.

    The transaction is kept when the answer is no error, so that an audit event is kept with what it tells of; an answer
    of 400 or more, made anywhere inside, keeps nothing but the event that a signed-in person was refused, asked for a
    row that is not there, or for something that the database was not given the time for. A database that is away is told as
    such (503).

    A request that waits in vain for somebody else's lock is undone and carried out anew, in a transaction of its own, so that
    it holds nothing that the other waits for; after the third try it is answered as `InUse`. Above all this is for acts that
    change who sees an alert, which wait for the workers that are writing matches of it.

    What a viewer sees is for nobody else: no cache keeps it, and none answers with it.

    The transaction begins when the request has been received (`hub.kit.intake`) and ends before the answer is sent, so
    that a slow line holds no connection. A streamed answer is made while it is sent: it has a transaction of its own,
    in which the same viewer looks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in WITHOUT_A_TURN or request.path_info.startswith("/static/"):
            return self.get_response(request)
        try:
            return self._answered(request)
        except DATABASE_ERRORS as error:  # where no view is: while somebody is recognised, at the end of the transaction
            known = in_use(error) or outage(error)
            if known is None:
                raise
            return told(request, known)

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        viewer = _who_sent(request).during(request_id=uuid.uuid4().hex, address=request.META.get("REMOTE_ADDR", ""))
        response = self._carried_out(request, viewer)
        person = viewer_of(request).user_id
        recognised(request, "" if person is None else str(person))
        if (noted := _to_be_noted(request, response)) and not viewer_of(request).is_nobody:
            with looking_as(viewer_of(request)) as refused:
                record(noted, by=refused, method=request.method, path=request.path_info[:300])
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["Authorization", "Cookie"])
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _looking(viewer_of(request), cast(Iterator[bytes], response.streaming_content))
        return response

    def _carried_out(self, request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
        for _number in range(TRIES):
            response = self._tried(request, viewer)
            if response is not None:
                return response
            request._messages = default_storage(request)  # type: ignore[attr-defined]  # of what was undone nothing is told
        return told(request, InUse())

    def _tried(self, request: HttpRequest, viewer: Viewer) -> HttpResponseBase | None:
        """The answer, or None when a lock was waited for in vain and everything is undone."""
        seen = _Seen()
        try:
            with looking_as(viewer, lock_timeout=LOCK_TIMEOUT), connection.execute_wrapper(seen):
                cast(HubRequest, request).viewer = viewer
                response = self.get_response(request)
                if response.status_code >= 400 and connection.in_atomic_block:
                    transaction.set_rollback(True)
        except OperationalError as error:  # what is checked at the end of a transaction waits, too
            if in_use(error) is None:
                raise
            return None
        request.took_too_long = seen.too_long and response.status_code >= 400  # type: ignore[attr-defined]
        return None if seen.in_vain and response.status_code >= 400 else response

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """A form that carries the password again: see `hub.kit.pages.told` for who asks for it."""
        if not hasattr(request, "viewer") or is_program(request):
            return
        if request.method == "POST" and PASSWORD_AGAIN in request.POST:
            request.not_confirmed = not confirm(request)  # type: ignore[attr-defined]


class _Seen:
    """Sees each statement of a request: whether one of them waited in vain, or was broken off."""

    in_vain = too_long = False

    def __call__(self, execute: Callable[..., object], *statement: object) -> object:
        try:
            return execute(*statement)
        except OperationalError as error:
            self.in_vain = self.in_vain or in_use(error) is not None
            self.too_long = self.too_long or isinstance(outage(error), TakesTooLong)
            raise


def _to_be_noted(request: HttpRequest, response: HttpResponseBase) -> str:
    """What an answer is in the audit log beside what the act itself notes, or nothing.

    A row that is not there, for this viewer or for all, is noted without telling which: who tries one number after the
    other leaves a trail.
    """
    if getattr(request, "not_confirmed", False):
        return "session.not_confirmed"
    if getattr(request, "took_too_long", False):
        return "request.too_long"
    if response.status_code == 403:
        return "request.refused"
    return "request.absent" if response.status_code == 404 and is_of_a_row(request) else ""


def _looking(viewer: Viewer, content: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of a streamed body, each made in the eyes of the viewer."""
    with looking_as(viewer):
        yield from content


def _who_sent(request: HttpRequest) -> Viewer:
    """Whose session it is; nobody's when it names none, for which no statement is needed."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOBODY
    viewer = viewer_of_person(request.user)
    return viewer.confirmed() if is_fresh(request.session) else viewer
