"""One act on several rows of a list: each by the service of the act, with its own permission, revision and savepoint.

What becomes of one row does not touch the others. A row that the viewer does not see is as one that is not there.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies.access import Viewer, require
from agencies.access.door import number_of
from agencies.access.lifecycle import required_reason
from agencies.audit import record
from hub.kit.errors import HubError, InUse, Invalid, NotAllowed, NotFound
from hub.kit.listing import Listing, value_at
from hub.kit.rows import in_use
from hub.kit.several import RowAct

#: So many rows at a time.
MOST = 100
#: When one row was waited for in vain, the others are waited for no longer than this each: a hundred must not take minutes.
SHORT_WAIT = "50ms"


@dataclass(frozen=True, slots=True)
class Picked:
    """A row as it was chosen: its number, and the revision in which it was shown, if its kind has any."""

    number: int
    revision: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: why not, or nothing where it was done; what it is called; the row as it is now, if it is seen."""

    number: int
    error: HubError | None
    reference: str = ""
    row: Any = None
    told_revision: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.error is None

    @property
    def revision(self) -> int | None:
        """That of the row now, if its kind has any; or the one that was told before."""
        return getattr(self.row, "revision", self.told_revision)


def carry_out(listing: Listing, name: str, picked: Sequence[Picked], *, by: Viewer, reason: str = "") -> list[Outcome]:
    """Do it with each of the rows, in the order of their numbers; what became of them, in the order in which they were picked.

    Raises NotAllowed, Invalid (`act`, `rows`, `reason`), and nothing for what a single row is refused.
    """
    act = act_called(listing, name)
    require(by, listing.act)
    if not any(map(by.may, act.acts)):
        require(by, act.acts[0])
    _check(picked)
    given: dict[str, Any] = {"reason": required_reason(reason)} if act.with_reason else {}
    seen, errors = _rows(listing, picked), dict[int, HubError | None]()
    with _lock_timeout_kept():
        for each in sorted(picked, key=lambda each: each.number):  # two who do the same wait for each other, not both for ever
            errors[each.number] = _tried(act, seen.get(each.number), by=by, revision=each.revision, **given)
            if isinstance(errors[each.number], InUse):
                _set_lock_timeout(SHORT_WAIT)
    _note_refused(errors, by=by, list=listing.name, act=name)
    now = _rows(listing, picked)
    called = {number: reference_of(listing, row) for number, row in (seen | now).items()}
    return [Outcome(each.number, errors[each.number], called.get(each.number, ""), now.get(each.number)) for each in picked]


def act_called(listing: Listing, name: str) -> RowAct:
    """The act of that name among those of the list. Raises Invalid (`act`), which says what there is."""
    found = next((each for each in listing.several if each.name == name), None)
    if found is None:
        raise Invalid(_("There is no such act here. There are: %(there)s.") % {
            "there": ", ".join(each.name for each in listing.several) or "–"}, field="act")
    return found


def picked_in(values: Sequence[str]) -> list[Picked]:
    """What the boxes of a page say: `12:3`, or `12` of a row without a revision. Raises Invalid (`rows`)."""
    return [_picked(value) for value in values]


def references(listing: Listing, picked: Sequence[Picked]) -> list[str]:
    """What people call those of the rows that the viewer sees, in their order. Raises Invalid (`rows`)."""
    _check(picked)
    seen = _rows(listing, picked)
    return [reference_of(listing, seen[each.number]) for each in picked if each.number in seen]


def reference_of(listing: Listing, row: Any) -> str:
    """What people call it."""
    return str(value_at(row, listing.reference))


def _picked(value: str) -> Picked:
    number, colon, revision = value.partition(":")
    read = Picked(number_of(number) or 0, number_of(revision) if colon else None)
    if not read.number or (colon and read.revision is None):
        raise Invalid(_("The rows could not be read. Reload the list and choose them again."), field="rows")
    return read


def _check(picked: Sequence[Picked]) -> None:
    if not picked:
        raise Invalid(_("Choose at least one row."), field="rows")
    if len(picked) > MOST:
        raise Invalid(_("Choose at most %(most)s rows at a time.") % {"most": MOST}, field="rows")
    numbers = [each.number for each in picked]
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            raise Invalid(_("A row is named twice."), field=f"rows.{place}.id")


def _rows(listing: Listing, picked: Sequence[Picked]) -> dict[int, Any]:
    """Those of the rows that the viewer sees, by number."""
    return {row.pk: row for row in listing.rows().filter(pk__in=[each.number for each in picked])}


def _tried(act: RowAct, row: Any, **given: Any) -> HubError | None:
    """Why it could not be done with this row; None where it was done. What was begun is undone."""
    if row is None:
        return NotFound()
    try:
        with atomic():
            act.serve(row, **given)
            _check_constraints()
    except HubError as error:
        return error
    except OperationalError as error:
        lost = in_use(error)
        if lost is None:
            raise
        return lost
    return None


def _check_constraints() -> None:
    """What is checked at the end of a transaction is checked with the row that it is about, whose savepoint then undoes it."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


@contextmanager
def _lock_timeout_kept() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('lock_timeout')")
        before = str(cursor.fetchone()[0])
    yield
    _set_lock_timeout(before)


def _set_lock_timeout(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, true)", [value])


def refused(outcomes: Sequence[Outcome]) -> int:
    """How many rows were not there for the viewer, or not theirs to do this with: what who probes looks for."""
    return sum(isinstance(each.error, NotFound | NotAllowed) for each in outcomes)


def _note_refused(errors: dict[int, HubError | None], *, by: Viewer, **detail: Any) -> None:
    """Who tries one number after the other leaves a trail here as on the pages of single rows."""
    for action, refused in (("request.absent", NotFound), ("request.refused", NotAllowed)):
        count = sum(isinstance(error, refused) for error in errors.values())
        if count:
            record(action, by=by, rows=count, **detail)
