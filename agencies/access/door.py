"""What views of pages and of the API read from a request: who is looking, which number, which revision."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from agencies.access.viewer import Viewer
from hub.kit.errors import Invalid

#: The largest id or revision that the database can hold.
LARGEST = 2**63 - 1


class HubRequest(HttpRequest):
    """A request after `LookingAsMiddleware`: it carries who is looking."""

    viewer: Viewer


def viewer_of(request: HttpRequest | Request) -> Viewer:
    """Who is looking: the owner of the session or of the token, or nobody."""
    return cast(HubRequest, getattr(request, "_request", request)).viewer


def number_of(text: str) -> int | None:
    """The number that a text writes in plain decimal digits, if the database could hold it: an id, a revision.

    `isdigit` is not enough: it takes `²`, which `int` does not, and any length, which `int` does not either.
    """
    if not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    number = int(text)
    return number if number <= LARGEST else None


def revision_of(request: HttpRequest) -> int | None:
    """The revision of the thing that the person had before their eyes, or None when the form says none.

    Raises Invalid (`revision`) for what is no number.
    """
    given = request.POST.get("revision", "").strip()
    if not given:
        return None
    revision = number_of(given)
    if revision is None:
        raise Invalid(_("This is no revision. Reload the page and try again."), field="revision")
    return revision
