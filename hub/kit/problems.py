"""Errors of the API as problem documents (RFC 9457), the same body for absent and for hidden."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from hub.kit.errors import HubError, NotFound
from hub.kit.outages import outage
from hub.kit.rows import in_use

#: The media type of a problem document.
PROBLEM = "application/problem+json"


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error raised in an API view, or None for a programmer's mistake (a plain 500).

    The transaction of the request is rolled back: an error leaves nothing half-kept.
    """
    if connection.in_atomic_block:
        transaction.set_rollback(True)
    if isinstance(error, (Http404, exceptions.NotFound)):
        error = NotFound()
    error = in_use(error) or outage(error) or error
    if isinstance(error, HubError):
        return Response(body_of(error), status=error.status, content_type=PROBLEM, headers=when_again(error))
    if isinstance(error, ValidationError):
        return _invalid(_flatten(getattr(error, "message_dict", None) or {"": error.messages}))
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.ValidationError):
        return _invalid(_flatten(error.detail))
    if isinstance(error, exceptions.APIException):
        answer = _problem(error.status_code, error.default_code, str(error.detail), str(error.detail))
        if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
            answer["WWW-Authenticate"] = getattr(error, "auth_header", "Token")
        if getattr(error, "wait", None):
            answer["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
        return answer
    return None


def document(error: HubError) -> JsonResponse:
    """The same body for an error that arises outside the views of the API: no address, no reading, a mistake of ours."""
    return JsonResponse(body_of(error), status=error.status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False},
                        headers={"Cache-Control": "private, no-store", "Vary": "Accept-Language, Authorization, Cookie",
                                 **when_again(error)})


def when_again(error: HubError) -> dict[str, str]:
    """The header that says when it can be tried again, if the error does."""
    return {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}


def body_of(error: HubError) -> dict[str, Any]:
    """The problem document of an error, also where it is a part of an answer."""
    errors = [{"field": error.field, "detail": str(error.message)}] if error.field else None
    return _body(error.status, error.code, str(error.title), str(error.message), errors)


def _invalid(errors: list[dict[str, Any]]) -> Response:
    return _problem(400, "invalid", _("Something in the input needs mending"),
                    _("See “errors” for each field."), errors)


def _flatten(detail: Any, at: str = "") -> list[dict[str, Any]]:
    """Field errors of any depth as a flat list; `field` is a path such as `paragraphs.2.text`."""
    if isinstance(detail, dict):
        return [row for key, value in detail.items() for row in _flatten(value, f"{at}.{key}".strip("."))]
    if isinstance(detail, list | tuple):
        nested = any(isinstance(value, dict | list) for value in detail)
        return [row for number, value in enumerate(detail)
                for row in _flatten(value, f"{at}.{number}".strip(".") if nested else at)]
    return [{"field": at or None, "detail": str(detail)}]


def _problem(status: int, code: str, title: str, detail: str, errors: list[dict[str, Any]] | None = None) -> Response:
    return Response(_body(status, code, title, detail, errors), status=status, content_type=PROBLEM)


def _body(status: int, code: str, title: str, detail: str, errors: list[dict[str, Any]] | None) -> dict[str, Any]:
    body: dict[str, Any] = {"type": f"urn:hub:problem:{code}", "title": title, "status": status, "detail": detail}
    return body | ({"errors": errors} if errors else {})
