"""Celery's way in."""

from celery import shared_task

from agencies.access import as_service
from intel.queries.models import SubjectChange
from intel.queries.standing import rounds


@shared_task(name="queries.forget_changes")
def forget_changes(**later: object) -> int:
    """Forget notes of changes that the index has read; how many they were."""
    with as_service("queries"):
        return SubjectChange.forget_read()


@shared_task(name="queries.ask_again")
def ask_again(**later: object) -> int:
    """Have all standing queries asked again; how many. Nightly; safe to repeat."""
    with as_service("queries"):
        return rounds.begin()


@shared_task(name="queries.look_at_answers")
def look_at_answers(**later: object) -> int:
    """Tell whose standing queries are answered with more than before; how many were looked at. In the morning; safe to repeat."""
    with as_service("queries"):
        return rounds.look_at_answers()
