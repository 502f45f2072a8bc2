"""Celery's way in."""

from celery import shared_task

from agencies.access import as_service
from intel.search.telling import enqueue_rounds


@shared_task(name="search.tell")
def tell(**later: object) -> int:
    """Have a round made for everybody who is told of what is new. Safe to repeat; a round that is lost is made up for."""
    with as_service("search"):
        return enqueue_rounds()
