"""Reads of collisions. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import QuerySet

from intel.alerts.models import Alert
from intel.deconfliction.models import Collision, Side


def sides() -> QuerySet[Side]:
    """What the viewer's agency was told, newest first."""
    return Side.objects.select_related("owner_agency", "alert", "beside", "moved_by").order_by("-told_at", "-id")


def of_alert(alert: Alert) -> QuerySet[Side]:
    """What the viewer's agency was told of one alert, and is not over."""
    rows = sides().exclude(state__in=("CLOSED", "ENDED"))
    return (rows.filter(alert=alert) | rows.filter(beside=alert))


def collisions() -> QuerySet[Collision]:
    """What the coordinator sees, newest first."""
    return Collision.objects.select_related("first_agency", "second_agency", "moved_by").prefetch_related(
        "answers").order_by("-told_at", "-id")
