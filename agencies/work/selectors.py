"""How much work there is."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from agencies.work.models import Work


@dataclass(frozen=True, slots=True)
class Backlog:
    """Rows of work: all that wait, those of them that were tried in vain, and those given up."""

    waiting: int = 0
    put_off: int = 0
    failed: int = 0


def backlog(kinds: Collection[str] = ()) -> Backlog:
    """What there is of these kinds at this moment, or of all; for the service, and for administrators of their agency's."""
    rows = Work.objects.filter(kind__in=kinds) if kinds else Work.objects.all()
    waiting = Q(state=Work.State.WAITING)
    return Backlog(**rows.aggregate(
        waiting=Count("pk", filter=waiting), put_off=Count("pk", filter=waiting & Q(attempts__gt=0)),
        failed=Count("pk", filter=Q(state=Work.State.FAILED))))
