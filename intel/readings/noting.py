"""Noting that a release was used: by the database, in the name of who is looking, for holder and originators alike."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from agencies.access import Viewer
from agencies.audit import next_number, record
from agencies.notices.models import Notice
from intel.readings.states import UseAct
from intel.releases.models import Release


def note_use(releases: Sequence[int], act: str, event: int, **more: Any) -> None:
    """Receives `intel.releases.signals.used`. What the viewer's agency did not receive is passed over."""
    if releases:
        with connection.cursor() as cursor:
            cursor.execute("select readings_note(%s::bigint[], %s, %s)", [list(releases), act, event])


def note_told(notices: Sequence[Notice], viewer: Viewer, **more: Any) -> None:
    """Receives `agencies.notices.telling.told`: a person is told of releases that their agency received."""
    ids = {notice.object_id for notice in notices if notice.object_kind == Release._meta.label_lower}
    for release in Release.objects.filter(pk__in=ids, recipient_agency=viewer.agency_id).order_by("pk"):
        event = next_number()
        record("release.told", by=viewer, on=release, numbered=event)
        note_use([release.pk], UseAct.TOLD, event)
