"""Celery's way in."""

from celery import shared_task

from intel.deconfliction.comparing import follow_calendar


@shared_task(name="deconfliction.follow_calendar")
def follow(**later: object) -> int:
    """Have compared what the date changes. Safe to repeat at any time."""
    return follow_calendar()
