"""Releasing inside the terms of a standing arrangement: the authorities of both agencies decided beforehand."""

from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from agencies.access import Viewer
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify
from intel.releases import metrics
from intel.releases.life import AS_ARRANGED, REQUEST_LIFE, WRITE
from intel.releases.models import Release, ReleaseRequest
from intel.releases.services.giving import keep, until
from intel.releases.states import Outcome, Way


def arranged_for(request: ReleaseRequest) -> int | None:
    """By which arrangement of its two agencies (its id) it is released as soon as it is sent, by the database; None for none.

    One in force whose terms it fits: all of it its agency's own in all that it rests on, and without handling codes.
    """
    with connection.cursor() as cursor:
        cursor.execute("select releases_arranged(%s)", [request.pk])
        [found] = cursor.fetchone()
    return int(found) if found else None


def release_as_arranged(request: ReleaseRequest, arrangement: int, *, by: Viewer) -> Release:
    """Release all of it, in the transaction in which it was sent. Raises WrongState when its own time is over."""
    with REQUEST_LIFE.moving(request, AS_ARRANGED, by=by, revision=request.revision) as request:
        portions = list(request.portions.order_by("number"))
        said = [request.conditions, *(portion.handling_conditions for portion in portions)]
        row = keep(request, portions, [one for one in said if one], until(request, None), by=by,
                            way=Way.ARRANGEMENT, arrangement=arrangement)
        request.outcome, request.decided_by_id, request.decided_at = Outcome.ARRANGEMENT, by.user_id, timezone.now()
    transaction.on_commit(partial(metrics.decided, Outcome.ARRANGEMENT), robust=True)
    notify("release.received", on=row, to=to_holders(WRITE, agency_id=row.recipient_agency_id))
    return row
