"""For whom a command acts."""

from django.core.management.base import CommandError

from agencies.access import Viewer
from agencies.models import User


def viewer_named(username: str) -> Viewer:
    """The person of that name as the viewer of a command. Raises CommandError when there is none."""
    user = User.objects.filter(username=username, is_active=True).select_related("agency").first()
    if user is None or user.agency is None:
        raise CommandError(f"There is no person “{username}” of an agency; `manage.py example_logins` lists the examples.")
    return Viewer.of(user)
