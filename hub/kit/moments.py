"""Times that somebody enters ahead: from when until when."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.kit.errors import Invalid

#: How far ahead something may begin.
AHEAD = timedelta(days=366)


def require_time(begins_at: datetime, ends_at: datetime, *, longest: timedelta) -> None:
    """Raise Invalid (`begins_at`, `ends_at`) unless it ends after it begins, within so long and not yet, and begins in a year."""
    now = timezone.now()
    if not begins_at < ends_at <= begins_at + longest:
        raise Invalid(_("It ends after it begins, and within %(days)s days.") % {"days": longest.days}, field="ends_at")
    if ends_at <= now:
        raise Invalid(_("This time is over already."), field="ends_at")
    if begins_at > now + AHEAD:
        raise Invalid(_("Choose a time within a year."), field="begins_at")
