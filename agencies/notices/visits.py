"""When a person was here last: what came since is shown as new."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access import Viewer
from agencies.access.looking import now_looking
from agencies.notices.models import Visit

#: Who was away for so long comes for another visit; who is here is noted as often as this at most.
AWAY, NOTED = timedelta(minutes=30), timedelta(minutes=1)
#: What addresses of lists call the filter by it.
NEW = "new"


class NewFilter(django_filters.ChoiceFilter):
    """`new=1`: what came or was changed, as `field_name` has it, since the viewer's last visit ended; on a first visit, all.

    It asks when that was and notes nothing.
    """

    def __init__(self, field_name: str, **more: Any) -> None:
        super().__init__(field_name=field_name, choices=[("1", _("Since my last visit"))], label=_("New"), **more)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those that are new."""
        visit = Visit.objects.filter(person=now_looking().user_id).first() if value else None
        return qs.filter(**{f"{self.field_name}__gte": visit.before_at}) if visit and visit.before_at else qs


def last_visit(viewer: Viewer) -> datetime | None:
    """When the viewer's last visit before this one ended; None on the first. Notes that the viewer is here."""
    now = timezone.now()
    visit, new = Visit.objects.get_or_create(person_id=viewer.user_id, defaults={"last_at": now})
    if not new and now - visit.last_at > NOTED:
        if now - visit.last_at > AWAY:
            visit.before_at = visit.last_at
        visit.last_at = now
        visit.save(update_fields=["last_at", "before_at"])
    return visit.before_at
