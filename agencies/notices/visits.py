"""When a person was here last: what came since is shown as new."""

from datetime import datetime, timedelta

from django.utils import timezone

from agencies.access import Viewer
from agencies.notices.models import Visit

#: Who was away for so long comes for another visit; who is here is noted as often as this at most.
AWAY, NOTED = timedelta(minutes=30), timedelta(minutes=1)


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
