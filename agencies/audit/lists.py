"""The lists of the log: what their pages show, and files of them hold. After a fresh sign-in: they say who did what."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access.looking import now_looking
from agencies.audit import selectors
from agencies.audit.filters import EventFilter, LeavingFilter
from agencies.audit.models import Event
from hub.kit.listing import Listing, column


def _events() -> QuerySet[Event]:
    return Event.objects.order_by("-id")


def _left() -> QuerySet[Event]:
    return selectors.left_by_one(by=now_looking())


EVENTS = Listing("audit", _("Audit log"), page="audit:list", act="audit.view_event", rows=_events, filters=EventFilter,
                 marks=None, strong=True, columns=(
    column("at", _("Time"), "id", "at", fixed=True),
    column("person", _("Person"), "address", "request_id", person="actor_label"),
    column("action", _("Action"), "action"),
    column("object", _("Object"), "object_type", "object_id", object="object_label"),
    column("detail", _("Detail"), "detail"),
))

LEFT_BY_ONE = Listing("left-by-one", _("Left by one person"), page="audit:left-by-one", act="audit.view_leaving",
                      rows=_left, filters=LeavingFilter, marks=None, strong=True, columns=(
    column("at", _("Time"), "id", "at", fixed=True),
    column("person", _("Person"), person="actor_label"),
    column("what", _("What left"), "action"),
    column("object", _("Object"), "object_type", "object_id", object="object_label"),
))
