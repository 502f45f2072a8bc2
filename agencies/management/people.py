"""For whom a command acts."""

from django.core.management.base import CommandError

from agencies.access import Viewer
from agencies.access.signing import recognised


def viewer_named(username: str) -> Viewer:
    """The person of that name as the viewer of a command. Raises CommandError when there is none."""
    viewer = recognised(username=username)
    if viewer.is_nobody:
        raise CommandError(f"There is no person “{username}” of an agency; `manage.py example_logins` lists the examples.")
    return viewer
