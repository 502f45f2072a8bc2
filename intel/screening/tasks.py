"""Celery's way in. Messages only say that there may be work; the work itself is in the database."""

from celery import shared_task

from intel.screening import pending, services


@shared_task(name="screening.screen_pending")
def screen_pending(**later: object) -> int:
    """Match what is pending, for a while; if there is more, another worker may join in."""
    done = services.screen_pending(batches=20)
    if done:
        pending.wake()
    return done


@shared_task(name="screening.sweep")
def sweep(**later: object) -> int:
    """Find the work that no message woke: the broker lost it, or a worker was killed. Forgets old notes of changes."""
    return services.sweep()


@shared_task(name="screening.follow_calendar")
def follow_calendar(**later: object) -> int:
    """Begin and end with the validity of alerts."""
    return services.follow_calendar()
