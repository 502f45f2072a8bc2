"""Reads of the audit log that deserve a name."""

from typing import TYPE_CHECKING

from django.db.models import Model

from agencies.audit.models import Event

if TYPE_CHECKING:
    from agencies.access import Viewer

#: How many events the page of a thing shows; the log itself has them all.
SHOWN = 20


def events_on(row: Model, *, by: "Viewer") -> list[Event]:
    """The latest audit events on a row, for those who may read the log."""
    if not by.may("audit.view_event"):
        return []
    return list(Event.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).order_by("-id")[:SHOWN])
