"""Signing in and out leave a trace, and so does each attempt that failed. Connected in `agencies/apps.py`.

Only what comes through the door of the web is recorded: there the request carries its viewer.
"""

import time
from typing import Any

from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from agencies.access.acts import FRESH_FOR
from agencies.access.looking import at_the_door, become
from agencies.access.viewer import Viewer
from agencies.audit import record

#: The field of a form in which a person gives the password again, and where the session keeps when it was given.
PASSWORD_AGAIN = "password_again"
CONFIRMED_AT = "confirmed_at"


class PasswordBackend(ModelBackend):
    """Name and password, looked up at the door: who is who is closed to everybody else."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None, **more: Any) -> Any:
        """The person, or None."""
        with at_the_door():
            return super().authenticate(request, username=username, password=password, **more)

    def get_user(self, user_id: int) -> Any:
        """The person of a session, with the hash that the session was opened under."""
        with at_the_door():
            person = super().get_user(user_id)
            return person and person.with_password()


def recognised(**whom: Any) -> Viewer:
    """The viewer that an active person is, found by `username` or `pk`; NOBODY when there is none. For who acts for somebody."""
    with at_the_door():
        return Viewer.of(get_user_model()._default_manager.filter(**whom).select_related("agency").first())


def watch() -> None:
    """Listen to Django's signals. Safe to repeat."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")  # Django's own; ours in its place, whichever app is first
    user_logged_in.connect(_note_sign_in, dispatch_uid="update_last_login")
    user_logged_in.connect(_signed_in, dispatch_uid="access.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="access.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="access.refused")


def viewer_of_person(user: Any) -> Viewer:
    """The viewer that somebody is who has just been recognised, or NOBODY."""
    with at_the_door():
        return Viewer.of(user)


def confirm(request: Any) -> bool:
    """Whether the password that came with a form is the person's; from here on the request, and the session, is fresh."""
    viewer: Viewer = request.viewer
    if viewer.is_nobody or not request.user.check_password(request.POST[PASSWORD_AGAIN]):
        return False
    request.session[CONFIRMED_AT] = time.time()
    request.viewer = viewer.confirmed()
    become(request.viewer)
    record("session.confirmed", by=request.viewer, on=request.user)
    return True


def keep_anew(request: Any, password: str) -> None:
    """Keep the password of who has just signed in as passwords are kept today, if it was kept otherwise; the session goes on."""
    hasher = get_hasher()
    kept = request.user.with_password().password
    if identify_hasher(kept).algorithm != hasher.algorithm or hasher.must_update(kept):
        request.user.set_password(password)
        request.user.save(update_fields=["password"])
        update_session_auth_hash(request, request.user)


def is_fresh(session: Any) -> bool:
    """Whether the password was given in this session a moment ago."""
    return bool(0 <= time.time() - session.get(CONFIRMED_AT, 0) < FRESH_FOR)


def _note_sign_in(sender: Any, user: Any, **more: Any) -> None:
    with at_the_door():
        update_last_login(sender, user)


def _signed_in(request: Any, user: Any, **more: Any) -> None:
    """From here on the request looks as the person, so that the event carries who it was."""
    request.session[CONFIRMED_AT] = time.time()
    request.signed_in = True  # by this request: see agencies/pace
    before = getattr(request, "viewer", None)
    if before is None:
        return
    request.viewer = viewer_of_person(user).confirmed().during(request_id=before.request_id, address=before.address)
    become(request.viewer)
    record("session.opened", by=request.viewer, on=user)


def _signed_out(request: Any, user: Any, **more: Any) -> None:
    viewer = getattr(request, "viewer", None)
    if viewer is not None and user is not None and not viewer.is_nobody:
        record("session.closed", by=viewer, on=user)


def note_refused(name: str, *, by: Viewer, **detail: Any) -> None:
    """Keep the name tried. If a person bears it, that person's agency can read of it; the answer tells nobody."""
    model = get_user_model()
    with at_the_door():
        meant = model._default_manager.filter(**{model.USERNAME_FIELD: name[:150]}).first()
    record("session.refused", by=by, on=meant, name=name[:150], **detail)


def _refused(credentials: dict[str, Any], request: Any = None, **more: Any) -> None:
    viewer = getattr(request, "viewer", None)
    if viewer is not None:
        note_refused(str(credentials.get(get_user_model().USERNAME_FIELD, "")), by=viewer)
