"""Celery's way in."""

from celery import shared_task

from agencies.access.looking import at_the_door
from agencies.access.sessions import SessionStore
from agencies.pace import counting


@shared_task(name="pace.forget")
def forget(**later: object) -> int:
    """Forget tries that hold nobody any more, and sessions that have ended; how many tries. Hourly; safe to repeat."""
    SessionStore.clear_expired()
    with at_the_door():
        return counting.forget_over()
