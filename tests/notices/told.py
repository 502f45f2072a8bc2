"""What people were told, in the tests: the worker's part, and what each of them reads."""

from agencies.access import Viewer, looking_as
from agencies.notices import selectors
from agencies.work import kinds, running


def work_done() -> int:
    """Tell what was announced, and send what is to be mailed, as the worker of notices does."""
    return running.run_due(kinds.NOTICES)


def words(viewer: Viewer) -> list[str]:
    """The notices of a person as they read them, newest first."""
    with looking_as(viewer):
        return [selectors.worded(notice).words for notice in selectors.newest()]
