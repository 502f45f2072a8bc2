"""What goes on after an import: what was brought in is matched by workers."""

from agencies.access import as_service
from agencies.work.selectors import backlog
from intel.screening.kinds import KINDS


def screening_goes_on() -> str:
    """For who imported by a command: how much waits to be screened and how to watch it; empty when nothing does."""
    with as_service("exchange"):
        waiting = backlog(KINDS).waiting
    if not waiting:
        return ""
    return (f"Screening goes on: {waiting:,} pieces of work wait for the workers of `manage.py up`. "
            "`manage.py screen_pending --watch` shows how far they are.")
