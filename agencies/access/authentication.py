"""The door of the API for programs: a token in the `Authorization: Token …` header."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.request import Request

from agencies.access.looking import become, now_looking
from agencies.access.viewer import Viewer


class TokenAuthentication(KnoxTokenAuthentication):
    """Knox's tokens (stored hashed, expiring); the request looks as the token's owner from here on."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The owner and the token, or None when the request carries none. Raises AuthenticationFailed."""
        found: tuple[Any, Any] | None = super().authenticate(request)
        if found is not None:
            here = now_looking()
            viewer = Viewer.of(found[0]).during(request_id=here.request_id, address=here.address)
            become(viewer)
            request._request.viewer = viewer  # type: ignore[attr-defined]
        return found


class TokenScheme(KnoxTokenScheme):
    """How the API's description speaks of the token."""

    target_class = "agencies.access.authentication.TokenAuthentication"
    name = "token"
