"""Setting when the own agency works: its week, and the days on which it does not."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import IntegrityError, connection
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.hours.models import Holiday, Span, Week
from agencies.hours.public import public_holidays
from agencies.hours.selectors import week_of, working_time, works_in
from agencies.hours.spans import Work, checked, written
from agencies.models import Agency
from hub.kit.errors import Conflict, Invalid, NotFound
from hub.kit.limits import LINE
from hub.kit.rows import lock
from hub.kit.text import line_of

KEEP = "hours.keep_week"
#: How many years ahead holidays are entered.
AHEAD = 3

_TURN = "select pg_advisory_xact_lock(hashtextextended('hours of ' || %s, 0))"


@atomic
def change_week(*, by: Viewer, works: Collection[Work], revision: int | None) -> Week:
    """Set the week of the viewer's agency. `revision` is the one that the person had before their eyes, 0 for the default week.

    Raises NotAllowed, Invalid (`days`, `revision`), Conflict when somebody changed it meanwhile.
    """
    require(by, KEEP)
    works = checked(works)
    if revision is None:
        raise Invalid(_("Say which revision you decide on."), field="revision")
    _take_turn(by)
    week = week_of(by)
    before = works_in(week)
    if revision != (week.revision if week else 0):
        raise Conflict(_("Somebody changed the working hours since you opened them. Reload the page and read them again."))
    if week is None:
        week = Week.objects.create(owner_agency_id=by.agency_id, changed_by_id=by.user_id)
    else:
        week = lock(week)
        week.revision, week.changed_by_id = week.revision + 1, by.user_id  # type: ignore[assignment]
        week.save(update_fields=["revision", "changed_by", "changed_at"])
        week.spans.all().delete()
    Span.objects.bulk_create([Span(week=week, weekday=work.weekday, opens=work.opens, closes=work.closes) for work in works])
    _require_some("days")
    audit.record("hours.changed", by=by, on=week, before=_told(before), after=_told(works))
    return week


@atomic
def add_holiday(*, by: Viewer, day: date, name: str) -> Holiday:
    """Enter a day on which the viewer's agency does not work. Raises NotAllowed, Invalid (`day`, `name`), Conflict."""
    require(by, KEEP)
    name, today = line_of(name), timezone.localdate()
    if not name or len(name) > LINE:
        raise Invalid(_("Say which holiday it is, in at most %(most)s characters.") % {"most": LINE}, field="name")
    if not today <= day <= today + timedelta(days=366 * AHEAD):
        raise Invalid(_("Choose a day from today on and within %(years)s years.") % {"years": AHEAD}, field="day")
    _take_turn(by)
    try:
        with atomic():
            holiday = Holiday.objects.create(owner_agency_id=by.agency_id, day=day, name=name, entered_by_id=by.user_id)
    except IntegrityError as error:
        if "holiday_is_entered_once" not in str(error):
            raise
        raise Conflict(_("This day is a holiday already."), field="day") from error
    _require_some("day")
    audit.record("holiday.added", by=by, on=holiday, day=day, name=name)
    return holiday


@atomic
def take_over(*, by: Viewer, year: int) -> list[Holiday]:
    """Enter the public holidays of a year, as a maintained calendar has them for the agency's country; those that are new.

    Raises NotAllowed, Invalid (`year`) for a year that is over or far, or a country without a calendar.
    """
    require(by, KEEP)
    today = timezone.localdate()
    if not today.year <= year <= today.year + AHEAD:
        raise Invalid(_("Choose a year from %(first)s to %(last)s.") % {"first": today.year, "last": today.year + AHEAD},
                      field="year")
    _take_turn(by)
    known = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    found = public_holidays(Agency.objects.get(pk=by.agency_id).country, year)
    new = [Holiday(owner_agency_id=by.agency_id, day=day, name=name[:LINE], entered_by_id=by.user_id)
           for day, name in found.items() if day >= today and day not in known]
    Holiday.objects.bulk_create(new)
    _require_some("year")
    audit.record("holidays.taken_over", by=by, year=year, days=[holiday.day for holiday in new])
    return new


@atomic
def remove_holiday(*, by: Viewer, holiday: Holiday) -> None:
    """Work on that day after all. What was sent already stays due when it is. Raises NotAllowed, NotFound."""
    require(by, KEEP)
    _take_turn(by)
    if not Holiday.objects.filter(pk=holiday.pk).exists():
        raise NotFound
    audit.record("holiday.removed", by=by, on=holiday, day=holiday.day, name=holiday.name)
    holiday.delete()


def _take_turn(by: Viewer) -> None:
    """Two of one agency go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [by.agency_id])


def _require_some(field: str) -> None:
    """Raise Invalid when the agency would never work."""
    now = timezone.now()
    if not working_time(now, now + timedelta(days=365)):
        raise Invalid(_("Your agency would not work at all in the coming year. Enter hours on at least one day."), field=field)


def _told(works: Collection[Work]) -> dict[str, str]:
    return {str(day): written(works, day) for day in range(1, 8) if written(works, day)}
