"""Having a query asked again each night, and stopping that."""

from datetime import timedelta

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer
from hub.kit.errors import Conflict, WrongState
from hub.kit.rows import lock
from intel.queries.budget import require_standing_within_budget
from intel.queries.models import Query, Standing
from intel.queries.services import IS_ASKER
from intel.queries.settings import STANDING_DAYS


def running() -> QuerySet[Standing]:
    """The viewer's own that are asked again, newest first."""
    rows = Standing.objects.filter(ended_at__isnull=True, query__withdrawn_at__isnull=True)
    return rows.select_related("query").order_by("-id")


@atomic
def stand(*, by: Viewer, query: Query) -> Standing:
    """Ask a query of one's own again each night until it ends by itself, and be told when more is disclosed.

    Raises NotAllowed, NotFound, WrongState, Conflict: it stands already, or the person has too many.
    """
    IS_ASKER.require(by, query)
    query = lock(query)
    if not _may_stand(query):
        raise WrongState(_("It was taken back, is kept no longer, or is itself a row of a file or one asked again."))
    if Standing.objects.filter(query=query, ended_at__isnull=True).exists():
        raise Conflict(_("It is asked again each night already."))
    require_standing_within_budget(by)
    made = Standing.objects.create(
        query=query, owner_agency_id=query.owner_agency_id, asked_by_id=by.user_id, classification=query.classification,
        ends_on=timezone.localdate() + timedelta(days=STANDING_DAYS))
    audit.record("query.standing", by=by, on=query, until=made.ends_on)
    return made


@atomic
def stop(*, by: Viewer, standing: Standing) -> None:
    """Ask it no more. Raises NotFound, Conflict when it ended already."""
    if not Standing.objects.filter(pk=standing.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        raise Conflict(_("It is asked no more already."))
    audit.record("query.standing-ended", by=by, on=standing.query)


def can_stand(by: Viewer, query: Query) -> bool:
    """Whether the page offers it."""
    return _may_stand(query) and IS_ASKER.allows(by, query)


def _may_stand(query: Query) -> bool:
    return query.withdrawn_at is None and query.purged_at is None and query.standing_id is None and query.batch_id is None
