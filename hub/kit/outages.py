"""What the database says when it cannot answer at all just now, as the error that a person or a program is told."""

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from hub.kit.errors import HubError, NoRoom, TakesTooLong, Unavailable

#: Django's two errors of a database that is away, or does not want.
DATABASE_ERRORS = (OperationalError, InterfaceError)

_BROKEN_OFF, _DISK_FULL = "57014", "53100"
#: Connection lost or refused, too many of them, no memory, shut down, lain still for too long.
_AWAY = ("08", "53", "57P", "25P03", "25P04")


def outage(error: BaseException | None) -> HubError | None:
    """The domain error for a statement that took too long, a full disk, a database that is away; None for any other error."""
    if not isinstance(error, DATABASE_ERRORS):
        return None
    state = getattr(error.__cause__, "sqlstate", None)
    if state == _BROKEN_OFF:
        return TakesTooLong(_(
            "It was broken off, and nothing was changed. Narrow it down: a whole number instead of its beginning, more of a name,"
            " fewer days. If this happens with a page that you need every day, tell who operates the hub."))
    if state == _DISK_FULL:
        return NoRoom(_("The disk of the hub is full: nothing can be kept, and nothing was changed. Who operates the hub has to"
                        " make room; then try again."))
    if state is None or state.startswith(_AWAY):
        return Unavailable(_("The database of the hub does not answer just now. Wait a moment, look whether what you did was"
                             " kept, and try again."))
    return None
