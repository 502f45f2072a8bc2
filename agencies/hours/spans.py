"""Spans of work in a week: read from texts such as "08:30-12:00, 14:00-18:30", checked, and written so."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.hours.models import DAY
from hub.kit.errors import Invalid

#: How many spans a day has at most.
MOST = 6

_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?(?:-|–) ?([0-9]{1,2}):([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """From when until when work is done on a weekday, Monday being 1, in minutes since midnight; 1440 is 24:00."""

    weekday: int
    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{clock(self.opens)}-{clock(self.closes)}"


#: When an agency works that has said nothing; in the database: hub_working_spans().
DEFAULT = tuple(Work(weekday, 8 * 60 + 30, 16 * 60 + 30) for weekday in range(1, 6))


def clock(minutes: int) -> str:
    """Minutes since midnight as the clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: str, field: str) -> int:
    """The minutes since midnight that a text such as "08:30" or "24:00" writes. Raises Invalid."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text.strip())
    if found is None:
        raise Invalid(_("Write a time as 08:30; the end of a day is 24:00."), field=field)
    return _minutes(*found.groups(), field=field)


def works_of(weekday: int, text: str, field: str) -> list[Work]:
    """The spans that a text writes, none for an empty one. Raises Invalid."""
    return [_work(weekday, part.strip(), field) for part in text.split(",")] if text.strip() else []


def written(works: Iterable[Work], weekday: int) -> str:
    """The spans of a weekday, as `works_of` reads them."""
    return ", ".join(str(work) for work in sorted(works) if work.weekday == weekday)


def checked(works: Collection[Work], field: str = "days") -> list[Work]:
    """The spans in their order, if they can be kept. Raises Invalid."""
    ordered = sorted(works)
    for work in ordered:
        if not 1 <= work.weekday <= 7:
            raise Invalid(_("Monday is 1, Sunday is 7."), field=field)
        if not 0 <= work.opens < work.closes <= DAY:
            raise Invalid(_("Work ends after it begins, and on the same day: write a night as two spans."), field=field)
    for one, then in zip(ordered, ordered[1:], strict=False):
        if one.weekday == then.weekday and then.opens < one.closes:
            raise Invalid(_("%(one)s and %(then)s overlap.") % {"one": one, "then": then}, field=field)
    if any(len([work for work in ordered if work.weekday == day]) > MOST for day in range(1, 8)):
        raise Invalid(_("At most %(most)s spans a day.") % {"most": MOST}, field=field)
    return ordered


def _work(weekday: int, text: str, field: str) -> Work:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise Invalid(_("Write from when until when, as 08:30-16:30, and several with a comma between them."), field=field)
    hour, minute, last_hour, last_minute = found.groups()
    return Work(weekday, _minutes(hour, minute, field=field), _minutes(last_hour, last_minute, field=field))


def _minutes(hour: str, minute: str, *, field: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > DAY:
        raise Invalid(_("There is no such time: %(time)s.") % {"time": f"{hour}:{minute}"}, field=field)
    return minutes
