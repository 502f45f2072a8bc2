"""How much one person may ask in one day: by purpose one by one, and rows of files; and how many queries stand at a time."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.access import Viewer
from hub.kit.errors import Conflict, OverBudget
from hub.kit.moments import begins
from intel.queries.models import ONE_BY_ONE, Query, Standing
from intel.queries.settings import A_DAY, BATCH_ROWS_A_DAY, STANDING_AT_ONCE


def require_within_budget(by: Viewer, purpose: str, *, asking: int = 1) -> None:
    """Raise OverBudget when the person has asked so often today for this purpose. Two requests at once are counted one by one."""
    _one_at_a_time(f"queries of {by.user_id} for {purpose}")
    asked = Query.objects.filter(ONE_BY_ONE, asked_by=by.user_id, purpose=purpose, asked_at__gte=_midnight()).count()
    if asked + asking > A_DAY:
        raise OverBudget(
            _("You have asked %(asked)s times today for this purpose; %(most)s are allowed. Ask again after %(when)s, or have "
              "a colleague ask.") % {"asked": asked, "most": A_DAY, "when": _again()}, retry_after=_seconds_left())


def require_batch_within_budget(by: Viewer, *, asking: int) -> None:
    """Raise OverBudget when the person has asked so many rows of files today."""
    _one_at_a_time(f"files of {by.user_id}")
    asked = Query.objects.filter(asked_by=by.user_id, batch__isnull=False, asked_at__gte=_midnight()).count()
    if asked + asking > BATCH_ROWS_A_DAY:
        raise OverBudget(
            _("You have asked %(asked)s rows of files today and ask %(asking)s more; %(most)s are allowed. Send the file after "
              "%(when)s, or have a colleague send it.") % {
                  "asked": asked, "asking": asking, "most": BATCH_ROWS_A_DAY, "when": _again()}, retry_after=_seconds_left())


def require_standing_within_budget(by: Viewer) -> None:
    """Raise Conflict when the person has as many standing queries as one may have."""
    _one_at_a_time(f"standing queries of {by.user_id}")
    if Standing.objects.filter(asked_by=by.user_id, ended_at__isnull=True).count() >= STANDING_AT_ONCE:
        raise Conflict(_("You have %(most)s standing queries, which is as many as one may have. Stop one of them first.") % {
            "most": STANDING_AT_ONCE})


def _one_at_a_time(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _midnight() -> datetime:
    return begins(timezone.localdate())


def _again() -> str:
    return date_format(_midnight() + timedelta(days=1), "SHORT_DATETIME_FORMAT")


def _seconds_left() -> int:
    return int((_midnight() + timedelta(days=1) - timezone.now()).total_seconds()) + 1
