"""Making a thing once, however often a program asks for it under one key."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from agencies.access.viewer import Viewer
from agencies.once.models import Asked
from hub.kit.canonical import fingerprint
from hub.kit.errors import Invalid, Reused

HEADER, LONGEST = "Idempotency-Key", 255

#: As the description of the API names it.
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER, str, OpenApiParameter.HEADER,
    description="Yours, at most 255 signs. Asked again with the same body, it answers with what was made the first time; with"
                " another one: 422.")


def made_once(request: Request, *, by: Viewer, make: Callable[[], Any]) -> int:
    """The id of what `make` makes, or made when the same person asked for the same under the same key.

    Without a key it makes it always. Raises Invalid (`Idempotency-Key`), Reused when something else was asked under it, and
    what `make` raises.
    """
    asked = asked_under_key(request, by=by)
    if asked is None:
        return int(make().pk)
    if asked.made is None:
        asked.made = make().pk
        asked.save(update_fields=["made"])
    return asked.made


def asked_under_key(request: Request, *, by: Viewer) -> Asked | None:
    """What the same person asked under the key of the request; None without one. The first time it keeps no answer yet.

    Raises Invalid (`Idempotency-Key`), Reused when something else was asked under it.
    """
    key = _key_of(request)
    if not key:
        return None
    digest = fingerprint([request.method, request.path, request.data])
    # Whoever asks meanwhile waits here for the end of our transaction.
    Asked.objects.bulk_create([Asked(person_id=by.user_id, key=key, digest=digest)], ignore_conflicts=True)
    asked = Asked.objects.get(person=by.user_id, key=key)
    if asked.digest != digest:
        raise Reused(_("Something else was asked with this key before. Use another key for every thing you ask for."),
                     field=HEADER)
    return asked


def _key_of(request: Request) -> str:
    """As the draft writes it, a string in quotes, or bare."""
    key = request.headers.get(HEADER, "")
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if HEADER in request.headers and not (key and len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise Invalid(_("A key has 1 to %(most)s printable ASCII signs.") % {"most": LONGEST}, field=HEADER)
    return key
