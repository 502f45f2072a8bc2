"""Deputies for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.access.signing import recognised
from agencies.deputies import services
from agencies.deputies.models import Delegation
from agencies.models import User

ACT = "releases.decide_release"


def person(viewer: Viewer) -> User:
    return User.objects.get(pk=viewer.user_id)


def delegated(world: Any, to: Viewer, by: Viewer | None = None, *, since: timedelta = timedelta(minutes=-1),
              **given: Any) -> Delegation:
    by, now = by or world.bruno, timezone.now()
    with looking_as(by):
        return services.delegate(by=by, deputy=person(to), **{
            "act": ACT, "begins_at": now + since, "ends_at": now + timedelta(days=5), "reason": "Vacaciones.", **given})


def again(viewer: Viewer) -> Viewer:
    """As they are recognised at their next request."""
    username = viewer.label.partition("(")[2].rstrip(")")
    return recognised(username=username).confirmed()


def in_force(world: Any, to: Viewer, by: Viewer | None = None, **given: Any) -> Viewer:
    delegated(world, to, by, **given)
    return again(to)
