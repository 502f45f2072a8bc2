"""Signing in and out leave a trace, and so does each attempt that failed. Connected in `agencies/apps.py`.

Only what comes through the door of the web is recorded: there the request carries its viewer.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from agencies.access.looking import become
from agencies.access.viewer import Viewer
from agencies.audit import record


def watch() -> None:
    """Listen to Django's signals. Safe to repeat."""
    user_logged_in.connect(_signed_in, dispatch_uid="access.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="access.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="access.refused")


def _signed_in(request: Any, user: Any, **more: Any) -> None:
    """From here on the request looks as the person, so that the event carries who it was."""
    before = getattr(request, "viewer", None)
    if before is None:
        return
    request.viewer = Viewer.of(user).during(request_id=before.request_id, address=before.address)
    become(request.viewer)
    record("session.opened", by=request.viewer, on=user)


def _signed_out(request: Any, user: Any, **more: Any) -> None:
    viewer = getattr(request, "viewer", None)
    if viewer is not None and user is not None and not viewer.is_nobody:
        record("session.closed", by=viewer, on=user)


def _refused(credentials: dict[str, Any], request: Any = None, **more: Any) -> None:
    """The name tried is kept. If a person bears it, that person's agency can read of it; the answer tells nobody."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return
    model = get_user_model()
    name = str(credentials.get(model.USERNAME_FIELD, ""))[:150]
    meant = model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()
    record("session.refused", by=viewer, on=meant, name=name)
