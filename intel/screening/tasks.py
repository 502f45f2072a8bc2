"""Celery's way in."""

from celery import shared_task

from intel.screening import services


@shared_task(name="screening.follow_calendar")
def follow_calendar(**later: object) -> int:
    """Begin and end with the validity of alerts."""
    return services.follow_calendar()


@shared_task(name="screening.forget_changes")
def forget_changes(**later: object) -> int:
    """Forget notes of changes that the indexes of all workers have read."""
    return services.forget_changes()
