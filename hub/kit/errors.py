"""The domain errors. Each says what is wrong, where, and what to do; never whether something hidden exists.

Services raise them; `hub.kit.pages` and `hub.kit.problems` translate them for people and for programs, and nobody else does.
"""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _


class HubError(Exception):
    """A refusal that a person can understand.

    `message` is translated text for the person; `field` names the input it is about, where there is one.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "error"
    title: ClassVar[object] = _("The request cannot be carried out")
    retry_after: int | None = None

    def __init__(self, message: object = "", *, field: str | None = None) -> None:
        super().__init__(str(message or self.title))
        self.message = message or self.title
        self.field = field


class Invalid(HubError):
    """What was given does not make sense; the person can mend it."""

    status, code, title = 400, "invalid", _("Something in the input needs mending")


class NotAllowed(HubError):
    """The person sees the thing but may not do this with it."""

    status, code, title = 403, "not-allowed", _("You may not do this")


class StepUpRequired(NotAllowed):
    """Who signed in a while ago, or sends a token, has to give the password again; nothing was done yet."""

    code, title = "step_up_required", _("Confirm that it is you")


class NotFound(HubError):
    """There is no such thing for this viewer: absent and hidden are the same."""

    status, code, title = 404, "not-found", _("There is nothing here")


class WrongState(HubError):
    """The thing is not in a state in which this can be done."""

    status, code, title = 409, "wrong-state", _("This cannot be done any more, or not yet")


class Conflict(HubError):
    """Somebody else was first, or it exists already."""

    status, code, title = 409, "conflict", _("Somebody else was first")


class Stale(Conflict):
    """The thing is no longer what the person had before their eyes when they decided on it."""


class PreconditionFailed(HubError):
    """The same for a program that said what it had read in `If-Match`."""

    status, code, title = 412, "precondition-failed", _("This was changed since you read it")


class Reused(HubError):
    """A key under which something else was asked before."""

    status, code, title = 422, "idempotency-key-reused", _("Something else was asked with this key")


class InUse(HubError):
    """Somebody, or a worker, held on to it for longer than anybody is kept waiting; nothing was done."""

    status, code, title = 409, "in-use", _("This is in use just now")

    def __init__(self) -> None:
        super().__init__(_("It was being screened, or changed by somebody else, all the while. Nothing was changed."
                           " Wait a moment and try again."))


class TooLarge(HubError):
    """More was sent than is taken here."""

    status, code, title = 413, "too-large", _("This is too large")


class OverBudget(HubError):
    """So often this is not done in that time; `retry_after` says in how many seconds it can be done again."""

    status, code, title = 429, "over-budget", _("Enough for now")

    def __init__(self, message: object = "", *, field: str | None = None, retry_after: int) -> None:
        super().__init__(message, field=field)
        self.retry_after = retry_after


class TooOften(OverBudget):
    """So many tries are not let through in that time, whatever is behind the door."""

    code, title = "too-often", _("Too many tries")


class Unavailable(HubError):
    """The hub cannot answer just now, whatever is asked; `retry_after` says in how many seconds to try again."""

    status, code, title = 503, "unavailable", _("The hub cannot answer just now")
    retry_after = 30


class NoRoom(Unavailable):
    """The disk is full: nothing can be kept."""

    code, title = "no-room", _("The hub has no room left")
    retry_after = 300


class TakesTooLong(HubError):
    """A statement took longer than the database lets one take; asked the same way again it would again."""

    status, code, title = 503, "takes-too-long", _("This takes too long")


class HubMadeAnError(HubError):
    """A mistake of the hub's own, logged with its traceback; whoever asked can only try again or tell somebody."""

    status, code, title = 500, "error", _("The hub made an error")


_CALLED: dict[str, type[HubError]] = {kind.code: kind for kind in (
    Invalid, NotAllowed, StepUpRequired, NotFound, WrongState, Conflict, PreconditionFailed, Reused, InUse, TooLarge, OverBudget,
    TooOften, Unavailable, NoRoom, TakesTooLong, HubMadeAnError)}


def error_called(code: str) -> HubError:
    """An error of that code with nothing but its title: what is told again of one that was told before."""
    kind = _CALLED.get(code, HubError)
    if issubclass(kind, OverBudget):
        return kind(retry_after=1)
    return kind()
