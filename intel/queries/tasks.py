"""Celery's way in."""

from celery import shared_task

from agencies.access import as_service
from intel.queries.models import SubjectChange


@shared_task(name="queries.forget_changes")
def forget_changes(**later: object) -> int:
    """Forget notes of changes that the index has read; how many they were."""
    with as_service("queries"):
        return SubjectChange.forget_read()
