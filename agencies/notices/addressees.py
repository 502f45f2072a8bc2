"""To whom something is told: a person, the people of groups "agency X, role Y", or those of them who hold an act.

Who is meant is not yet who is told: each notice is written in the eyes of its addressee, who has to be able to read the row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agencies.access.acts import may_hold
from agencies.models import AgencyRole


@dataclass(frozen=True, slots=True)
class To:
    """A person by id, groups by id; `act`: of the groups those alone who hold it."""

    person: int | None = None
    groups: tuple[int, ...] = ()
    act: str = ""

    @property
    def is_nobody(self) -> bool:
        return self.person is None and not self.groups


def to_person(person: int | None) -> To:
    """One person; nobody for None: what was taken from a list has no author."""
    return To(person=person)


def to_groups(groups: Iterable[int]) -> To:
    """The people of these groups."""
    return To(groups=tuple(sorted(set(groups))))


def to_holders(act: str, *, agency_id: int) -> To:
    """Who holds an act in an agency. Raises LookupError for an act that no room declares."""
    roles = AgencyRole.objects.filter(agency=agency_id, role__in=may_hold(act))
    return To(groups=tuple(roles.order_by("group_id").values_list("group_id", flat=True)), act=act)


def to_audience(row: Any) -> To:
    """Whom a row is shared with, besides its agency: by its `grants`."""
    return to_groups(row.grants.values_list("group_id", flat=True))
