"""Celery's way in."""

from celery import shared_task

from agencies.keeping.purging import purge


@shared_task(name="keeping.purge")
def purge_what_is_over(**later: object) -> int:
    """Purge what is kept no longer; how many rows. Nightly; safe to repeat."""
    return sum(purged.rows for purged in purge())
