"""Celery's way in."""

from celery import shared_task

from agencies.access import as_service
from intel.sweeps.looking import enqueue_looks


@shared_task(name="sweeps.look")
def look(**later: object) -> int:
    """Have everybody looked at who asked since the last time. Safe to repeat; a time that is lost is made up for."""
    with as_service("sweeps"):
        return enqueue_looks()
