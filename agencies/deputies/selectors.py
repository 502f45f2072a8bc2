"""Reads of delegations: those of the own agency."""

from django.db.models import QuerySet
from django.utils import timezone

from agencies.deputies.models import Delegation


def delegations() -> QuerySet[Delegation]:
    """Those of the viewer's agency, latest first."""
    return Delegation.objects.select_related("authority", "deputy", "ended_by").order_by("-begins_at", "-id")


def open_delegations() -> QuerySet[Delegation]:
    """Those that count or are to come."""
    return delegations().filter(ended_at=None, ends_at__gt=timezone.now())
