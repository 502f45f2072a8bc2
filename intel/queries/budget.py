"""How many queries one person may ask for one purpose in one day."""

from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.access import Viewer
from hub.kit.errors import OverBudget
from intel.queries.models import Query
from intel.queries.settings import A_DAY


def require_within_budget(by: Viewer, purpose: str, *, asking: int = 1) -> None:
    """Raise OverBudget when the person has asked so often today for this purpose. Two requests at once are counted one by one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"queries of {by.user_id} for {purpose}"])
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    asked = Query.objects.filter(asked_by=by.user_id, purpose=purpose, asked_at__gte=midnight).count()
    if asked + asking > A_DAY:
        again = midnight + timedelta(days=1)
        raise OverBudget(
            _("You have asked %(asked)s times today for this purpose; %(most)s are allowed. Ask again after %(when)s, or have "
              "a colleague ask.") % {"asked": asked, "most": A_DAY, "when": date_format(again, "SHORT_DATETIME_FORMAT")},
            retry_after=int((again - timezone.now()).total_seconds()) + 1)
