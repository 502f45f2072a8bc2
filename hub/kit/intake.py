"""What was sent, received whole and looked at before anybody acts on it: no view, no viewer and no transaction yet.

What no page and no program of the hub sends is refused here, once, for every address: another encoding than UTF-8, the
NUL sign, which the database cannot keep, and bodies larger than the address takes.
"""

import codecs
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import resolve
from django.utils.translation import gettext as _

from hub.kit.errors import HubError, Invalid, TooLarge
from hub.kit.pages import told

View = TypeVar("View", bound=Callable[..., Any])

#: What the form around an uploaded file may add to it.
_AROUND = 64 * 1024


def takes_files(*, most_bytes: int) -> Callable[[View], View]:
    """A view to which a file of up to so many bytes can be sent; to all others, what Django's settings allow."""

    def marked(view: View) -> View:
        view.most_bytes = most_bytes + _AROUND  # type: ignore[attr-defined]
        return view

    return marked


class ReadableRequest(WSGIRequest):
    """A request that can be made whatever its Content-Type says.

    Django reads the address by the charset named there while it makes the request, where nothing can catch that it is
    none of text (`hex`, `zlib`), or no charset at all.
    """

    def _set_content_type_params(self, meta: Any) -> None:
        self.content_params = None
        try:
            super()._set_content_type_params(meta)
        except (LookupError, ValueError):
            self._encoding = None
            self.content_type, self.content_params = "", {"charset": "unreadable"}


class Intake:
    """Refuses what cannot be read, and reads the rest, so that a slow sender keeps nobody waiting but a thread."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            _check_encoding(request)
            _check_text([("", [request.path_info]), *request.GET.lists(), *_values(request.COOKIES)])
            _receive(request)
        except HubError as error:
            return told(request, error)
        return self.get_response(request)


def _check_encoding(request: HttpRequest) -> None:
    given = (request.content_params or {}).get("charset", "utf-8")
    try:
        known = codecs.lookup(given).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        known = False
    if not known:
        raise Invalid(_("Send it as UTF-8."))


def _check_text(values: Iterable[tuple[str, list[Any]]]) -> None:
    for name, several in values:
        if "\x00" in name or any("\x00" in value for value in several if isinstance(value, str)):
            raise Invalid(_("A text holds a NUL sign, which cannot be kept."), field=name.replace("\x00", "") or None)


def _values(named: Mapping[str, str]) -> list[tuple[str, list[Any]]]:
    return [(name, [value]) for name, value in named.items()]


def _receive(request: HttpRequest) -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if _length(request) > _most_bytes(request):
        raise TooLarge(_("This is more than can be sent here."))
    try:
        if request.method == "POST":
            _check_text(request.POST.lists())  # reads a form with its files, or nothing
        if request.content_type != "multipart/form-data":
            request.body  # noqa: B018  # keeps it for whoever reads it next
    except RequestDataTooBig:
        raise TooLarge(_("This is more than can be sent here.")) from None
    except UnreadablePostError:
        raise Invalid(_("The request broke off.")) from None


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most_bytes(request: HttpRequest) -> int:
    usual = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    if _length(request) <= usual:
        return usual
    try:
        return int(getattr(resolve(request.path_info).func, "most_bytes", usual))
    except Http404:
        return usual
