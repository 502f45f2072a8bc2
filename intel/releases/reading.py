"""Reading what was released, and the reading room: who of the recipient read or exported it, for holder and originators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone
from psycopg import sql

from agencies.access import Viewer
from agencies.audit import next_number, record
from agencies.models import User
from intel.releases.models import Consent, Reading, Release, ReleasedPortion
from intel.releases.signals import used
from intel.releases.states import ReleaseState

#: How many readings a page shows.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Use:
    """That somebody of the recipient read it, or took a copy: `how` is READ or EXPORTED."""

    how: str
    at: datetime
    person: User | None


@dataclass(frozen=True, slots=True)
class Released:
    """As what something was released that an originator consented to, and what its recipient did with it, newest first."""

    reference: str
    at: datetime
    state: str
    uses: tuple[Use, ...]

    @property
    def words(self) -> str:
        """Where it stands now."""
        return str(ReleaseState(self.state).label)


def read(release: Release, *, by: Viewer) -> list[ReleasedPortion]:
    """What the viewer may read of it now; where that is somebody of the recipient, holder and originators see that they did."""
    event = next_number()
    record("release.read", by=by, on=release, numbered=event)
    portions = list(release.portions.order_by("number"))
    if portions and release.recipient_agency_id == by.agency_id:
        Reading.objects.create(release=release, agency_id=by.agency_id, written_by_id=by.user_id, made_at=timezone.now())
        used.send(Release, releases=[release.pk], act="READ", event=event)
    return portions


def searched_out(releases: Iterable[Release], *, by: Viewer, narrowed: bool) -> None:
    """Note that a search, and not merely a look at the list, brought up what the viewer's agency received."""
    received = [release for release in releases if release.recipient_agency_id == by.agency_id]
    if narrowed and received:
        event = next_number()
        record("release.found", by=by, numbered=event, releases=[release.reference for release in received])
        used.send(Release, releases=[release.pk for release in received], act="SEARCHED", event=event)


def uses_of(release: Release) -> list[Use]:
    """Who of its recipient read it or took a copy, newest first, at most SHOWN of each."""
    readings = release.readings.select_related("written_by")[:SHOWN]
    copies = release.copies.filter(agency=release.recipient_agency_id).select_related("written_by")[:SHOWN]
    return _sorted([*(Use("READ", one.made_at, one.written_by) for one in readings),
                    *(Use("EXPORTED", one.made_at, one.written_by) for one in copies)])


def released_on(consent: Consent) -> Released | None:
    """What became of it, for the originator that gave it; None while nothing was released on it."""
    return told_of("releases_used", consent.pk)


def told_of(function: str, number: int) -> Released | None:
    """What this function of the database tells an originator of a row of theirs: as what it was released, and who read it."""
    ask = sql.SQL("select reference, released_at, state, how, at, person from {}(%s)").format(sql.Identifier(function))
    with connection.cursor() as cursor:
        cursor.execute(ask, [number])
        rows = cursor.fetchall()
    if not rows:
        return None
    people = User.objects.in_bulk({row[5] for row in rows if row[5]})
    reference, at, state, *_use = rows[0]
    return Released(reference, at, state, tuple(Use(row[3], row[4], people.get(row[5])) for row in rows[:SHOWN] if row[3]))


def _sorted(uses: Iterable[Use]) -> list[Use]:
    return sorted(uses, key=lambda use: use.at, reverse=True)[:SHOWN]
