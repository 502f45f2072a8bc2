"""The revision somebody read, in HTTP: the entity tag of an answer, and `If-Match` of an act on it (RFC 9110, section 13)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hub.kit.errors import Invalid, PreconditionFailed, Stale

#: As the description of the API names them: what an act on a revision takes, and what an answer with one says.
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER,
    description="The `ETag` of what was read, instead of a `revision` in the body. When it was changed since: 412.")
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201],
                        description="The revision, to be sent back as `If-Match`.")
#: What the description of the API says of a `revision` in the body.
OR_IF_MATCH = "The one that was read; or its `ETag` in `If-Match`."
#: Describes an act on a revision, as `extend_schema` does.
described_on_revision = partial(extend_schema, parameters=[IF_MATCH, ETAG])


def tagged(response: Response, row: Any) -> Response:
    """The answer with the revision of the row that it shows, as its entity tag."""
    response["ETag"] = quote_etag(str(row.revision))
    return response


@contextmanager
def on_revision(request: Request, row: Any, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a program sent, with the `revision` of the row that `If-Match` names, if it does.

    Inside, a row that was changed since is then PreconditionFailed. Raises Invalid (`If-Match`, `revision`) for what is no
    entity tag, and where header and body name different revisions.
    """
    given = {"revision": None, **given}
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        yield given
        return
    try:
        yield {**given, "revision": _named(header, row, given["revision"])}
    except Stale as error:
        raise PreconditionFailed(error.message) from error


def _named(header: str, row: Any, said: int | None) -> int:
    """The revision named: the present one if it is among several, otherwise one that never is. A weak tag names none."""
    tags = parse_etags(header)
    if not tags:
        raise Invalid(_("This is no entity tag, such as \"3\". Send the ETag of what you read."), field="If-Match")
    if said is not None and quote_etag(str(said)) not in tags:
        raise Invalid(_("The body names another revision than If-Match. Send one of them."), field="revision")
    return row.revision if quote_etag(str(row.revision)) in tags else 0
