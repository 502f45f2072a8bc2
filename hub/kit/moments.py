"""Times that somebody enters: a day's beginning and end, and from when until when something holds."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.kit.errors import Invalid

#: How far ahead something may begin.
AHEAD = timedelta(days=366)


def begins(day: date) -> datetime:
    """The first moment of a day, by the clock of the hub."""
    return timezone.make_aware(datetime.combine(day, time.min))


def ends(day: date) -> datetime:
    """Its last moment."""
    return timezone.make_aware(datetime.combine(day, time.max))


def require_time(begins_at: datetime, ends_at: datetime, *, longest: timedelta) -> None:
    """Raise Invalid (`begins_at`, `ends_at`) unless it ends after it begins, within so long and not yet, and begins in a year."""
    now = timezone.now()
    if not begins_at < ends_at <= begins_at + longest:
        raise Invalid(_("It ends after it begins, and within %(days)s days.") % {"days": longest.days}, field="ends_at")
    if ends_at <= now:
        raise Invalid(_("This time is over already."), field="ends_at")
    if begins_at > now + AHEAD:
        raise Invalid(_("Choose a time within a year."), field="begins_at")
