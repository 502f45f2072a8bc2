"""The door of the API for programs: a token in the `Authorization: Token …` header."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from agencies.access.door import HubRequest
from agencies.access.looking import at_the_door, become, now_looking
from agencies.access.viewer import Viewer


class TokenAuthentication(KnoxTokenAuthentication):
    """Knox's tokens (stored hashed, expiring); the request looks as the token's owner from here on."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The owner and the token, or None when the request carries none. Raises AuthenticationFailed."""
        if not _readable(request.META.get("HTTP_AUTHORIZATION", "")):
            raise AuthenticationFailed(_("This is no token."))
        with at_the_door():
            found: tuple[Any, Any] | None = super().authenticate(request)
            owner = Viewer.of(found[0]) if found is not None else None
        if owner is not None:
            here = now_looking()
            viewer = owner.during(request_id=here.request_id, address=here.address)
            become(viewer)
            cast(HubRequest, request._request).viewer = viewer
        return found


def _readable(header: str) -> bool:
    """Knox looks for whatever follows `Token` in the database, which takes no NUL and knows no other signs."""
    return header.isascii() and header.replace("\t", " ").isprintable()


class TokenScheme(KnoxTokenScheme):
    """How the API's description speaks of the token."""

    target_class = "agencies.access.authentication.TokenAuthentication"
    name = "token"
