"""Reads of hand-overs, and of whom the viewer may choose."""

from django.db.models import QuerySet

from agencies.access import Viewer
from agencies.handover.models import Handover
from agencies.handover.services import OF_OTHERS
from agencies.models import User


def handovers() -> QuerySet[Handover]:
    """Those that the viewer may see, newest first."""
    return Handover.objects.select_related("giver", "receiver", "handed_by").order_by("-id")


def colleagues(viewer: Viewer) -> QuerySet[User]:
    """The active people of the viewer's agency, by name: to whom something can be handed over."""
    return User.objects.filter(agency=viewer.agency_id, is_active=True).order_by("last_name", "first_name", "username")


def givers(viewer: Viewer) -> QuerySet[User]:
    """Whose work the viewer may hand over: also of those who left."""
    people = User.objects.filter(agency=viewer.agency_id).order_by("last_name", "first_name", "username")
    return people if viewer.may(OF_OTHERS) else people.filter(pk=viewer.user_id)
