"""Pages: rendering a whole page or its htmx fragment, and turning domain errors into pages people understand."""

import sys
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection, transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions as rest

from hub.kit import problems
from hub.kit.errors import HubError, HubMadeAnError, Invalid, NotFound, StepUpRequired
from hub.kit.outages import DATABASE_ERRORS, outage
from hub.kit.rows import in_use

_NOT_SENT_AGAIN = ("csrfmiddlewaretoken", "password_again")
_MADE_AN_ERROR = gettext_lazy("The hub made an error. Nothing was changed.")


def render_page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, *,
                status: int = 200) -> HttpResponse:
    """The page, or for an htmx request only what its block `live` holds (and new messages, out of band).

    The template says `{% extends layout %}`. Pages hold intelligence, so no cache keeps them.
    """
    layout = "fragment.html" if _wants_fragment(request) else "base.html"
    response = render(request, template, {"layout": layout, **(context or {})}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


#: What files that are handed out are, by how their names end.
_KINDS = {"pdf": "application/pdf", "json": "application/json", "pem": "application/x-pem-file"}


def as_table(name: object, text: str) -> HttpResponse:
    """A table as CSV, to be kept by who takes it, with the sign by which spreadsheets know UTF-8."""
    return _attached(f"{name}.csv", ("\ufeff" + text).encode(), "text/csv; charset=utf-8")


def as_document(name: object, content: bytes) -> HttpResponse:
    """A PDF, to be kept by who takes it."""
    return as_file(name, content, "pdf")


def as_file(name: object, content: bytes, ending: str) -> HttpResponse:
    """A file, to be kept by who takes it; `ending` is pdf, json or pem. Signs that no header holds are left out of its name."""
    plain = str(name).replace("·", "-").encode("ascii", "ignore").decode()
    return _attached(f"{plain}.{ending}", content, _KINDS[ending])


def as_download(name: str, content: bytes, kind: str) -> HttpResponse:
    """A file of any kind, to be kept by who takes it; the name is that of the hub, in plain signs."""
    return _attached(name, content, kind)


def _attached(name: str, content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})


def refuse(form: BaseForm, error: HubError | ValidationError) -> None:
    """Show a service's refusal in the form it came from: at the field it names, else above the form.

    The caller runs the service in a savepoint (`atomic`), so that what it began is undone.
    """
    if isinstance(error, ValidationError):
        form.add_error(None, error)
    else:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))


def done(request: HttpRequest, message: object) -> None:
    """Tell the person, on the next page they see, that an act was carried out."""
    messages.success(request, str(message))


class ErrorPages:
    """Answers errors raised in a view, and keeps nothing of what the request had begun.

    Absent and hidden rows give the same body to everybody. The pages are rendered without the request: no query, no
    session, nothing that differs from one visitor to the next but the language. The API answers for itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a domain error or its Django cousin; None leaves a programmer's mistake to Django (500)."""
        if is_program(request):
            return None
        known = _as_known(error)
        if known is None:
            return None
        if connection.in_atomic_block:
            transaction.set_rollback(True)
        return told(request, known)


def is_program(request: HttpRequest) -> bool:
    """Whether it was sent to the API."""
    return request.path_info.startswith("/api/")


def is_of_a_row(request: HttpRequest) -> bool:
    """Whether its address, once that is resolved, names a row."""
    return request.resolver_match is not None and bool(request.resolver_match.kwargs)


def told(request: HttpRequest, error: HubError) -> HttpResponse:
    """A domain error as the one who asked can read it: a page, a toast for htmx, a problem document for a program."""
    if is_program(request):
        return problems.document(error)
    if isinstance(error, NotFound):
        return _plain(request, "404.html", 404, {}, toast=_("There is nothing here."))
    if isinstance(error, StepUpRequired) and request.method == "POST":
        return _ask_again(request, error)
    page = f"{error.status}.html" if error.status in (403, 409, 503) else "400.html"
    response = _answer(request, page, error.status, title=error.title, message=error.message)
    for name, value in problems.when_again(error).items():
        response.headers[name] = value
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer for what does not exist, and for what exists but not for this viewer (also `handler404`)."""
    return told(request, NotFound())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler403`: as if absent."""
    return not_found(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler400`: a request that no page of the hub makes."""
    return told(request, Invalid(_("The request could not be read.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: an error of the hub itself, already logged with its traceback; or a database that is away."""
    if known := outage(sys.exc_info()[1]):
        return told(request, known)
    if is_program(request):
        return problems.document(HubMadeAnError(_MADE_AN_ERROR))
    return _plain(request, "500.html", 500, {}, toast=_MADE_AN_ERROR)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or stale (`CSRF_FAILURE_VIEW`): usually a page left open since before signing in."""
    return _answer(request, "403.html", 403, title=_("This page has gone stale"),
                   message=_("You signed in or out since it was opened. Go back, reload the page and try again."))


def _wants_fragment(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return False
    return not (htmx.boosted or htmx.history_restore_request)


def _as_known(error: Exception) -> HubError | None:
    if isinstance(error, HubError):
        return error
    if isinstance(error, DATABASE_ERRORS):
        return in_use(error) or outage(error)
    if isinstance(error, Http404 | PermissionDenied | rest.NotFound | rest.PermissionDenied | rest.NotAuthenticated):
        return NotFound()
    if isinstance(error, ValidationError):
        return Invalid(" ".join(error.messages))
    if isinstance(error, rest.ValidationError | SuspiciousOperation):
        return Invalid(_("The request could not be read."))
    return None


def _ask_again(request: HttpRequest, error: StepUpRequired) -> HttpResponse:
    """A page that asks for the password and then sends the same form again: nothing that was written in it is lost."""
    given = [(name, value) for name, values in request.POST.lists() for value in values if name not in _NOT_SENT_AGAIN]
    return _plain(request, "confirm_identity.html", error.status, {
        "title": error.title, "given": given, "address": request.get_full_path(), "csrf_token": get_token(request),
        "wrong": "password_again" in request.POST, "person": request.user}, toast=error.message)


def _answer(request: HttpRequest, template: str, status: int, *, title: object, message: object) -> HttpResponse:
    back = request.META.get("HTTP_REFERER", "")
    try:
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}) or back == request.build_absolute_uri():
            back = ""
    except DisallowedHost:
        back = ""
    return _plain(request, template, status, {"title": title, "message": message, "back": back}, toast=message)


def _plain(request: HttpRequest, template: str, status: int, context: dict[str, Any], *, toast: object) -> HttpResponse:
    """A page of its own, or for htmx a toast; both the same for every visitor."""
    if _wants_fragment(request):
        response = HttpResponse(render_to_string("toast.html", {"tone": "danger", "text": toast}), status=status)
        for name, value in (("HX-Retarget", "#toasts"), ("HX-Reswap", "beforeend"), ("HX-Push-Url", "false")):
            response.headers[name] = value
    else:
        response = HttpResponse(render_to_string(template, {"layout": "standalone.html", **context}), status=status)
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["HX-Request", "Accept-Language", "Cookie"])
    return response
