"""Celery's way in."""

from celery import shared_task

from agencies.notices.services import purge


@shared_task(name="notices.purge")
def purge_notices(**later: object) -> int:
    """Remove notices that are kept no longer. Nightly; safe to repeat."""
    return purge()
