"""What the rooms above cannot bear of a change to a subject. They say so in their `apps.py`; this room does not know them."""

from collections.abc import Callable

from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject

#: Raises Invalid when the room cannot bear the subject becoming so.
Guard = Callable[[Subject, SubjectEntry], None]

_guards: list[Guard] = []


def guard(check: Guard) -> None:
    """Have a change checked before it is proposed, and before it comes true. Registering again changes nothing."""
    if check not in _guards:
        _guards.append(check)


def require_bearable(subject: Subject, after: SubjectEntry) -> None:
    """Raise Invalid when a room above cannot bear the subject becoming so."""
    for check in _guards:
        check(subject, after)
