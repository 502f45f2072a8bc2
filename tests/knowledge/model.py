"""A simple model of who can read what: rules of the hub as one says them, without labels and without a history."""

from dataclasses import dataclass, field
from datetime import datetime

from agencies.access.acts import acts_of
from agencies.markings.classification import LADDER

HERE = "PB"
ROLES = ("OFFICER", "ANALYST", "FRONT_LINE", "DESK", "DATA_PROTECTION")


@dataclass
class Somebody:
    """A person of the agency: what they are at the moment."""

    pk: int
    roles: set[str]
    clearance: str
    active: bool = True

    def cleared(self, classification: str) -> bool:
        return LADDER.index(classification) <= LADDER.index(self.clearance)


@dataclass
class Shared:
    """Whose a row is, how it is marked, whom it was granted to, and whether that counts yet."""

    owner: str
    marked: str
    groups: set[int] = field(default_factory=set)
    out: bool = False


@dataclass
class Thing:
    """A report, an alert with its subject, or a release, by its reference."""

    kind: str
    pk: int
    row: Shared
    subject: Shared | None = None
    subject_pk: int = 0
    action: str = "SCAN"
    state: str = "DRAFT"
    recipient: str = ""
    for_person: int | None = None
    for_group: int | None = None
    expires: datetime | None = None
    must_acknowledge: bool = False
    acknowledged: bool = False
    ended: bool = False


@dataclass
class State:
    """All that counts, at a moment."""

    people: dict[int, Somebody] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    acts: dict[str, set[str]] = field(default_factory=lambda: {role: acts_of(role) for role in ROLES})
    #: Of each sharing group its epochs, as groups of the database, and its memberships: id, roles, person, first epoch.
    epochs: dict[int, list[int]] = field(default_factory=dict)
    members: dict[int, tuple[int, set[str], int | None, int]] = field(default_factory=dict)

    def readers(self, reference: str, roles: dict[str, int], moment: datetime) -> set[int]:
        """Who can read a thing now."""
        return {one.pk for one in self.people.values() if one.active and self.reads(one, self.things[reference], roles, moment)}

    def reads(self, one: Somebody, thing: Thing, roles: dict[str, int], moment: datetime) -> bool:
        acts = set().union(*(self.acts[role] for role in one.roles))
        groups = {roles[role] for role in one.roles}
        for of_group, meant, whom, first in self.members.values():
            if meant & one.roles and whom in (None, one.pk):
                groups |= set(self.epochs[of_group][first:])
        if thing.kind == "reports.report":
            return "reports.view_report" in acts and self._sees(one, thing.row, groups)
        if thing.kind == "releases.release":
            lasts = not thing.ended and (thing.expires is None or thing.expires > moment)
            meant = thing.for_person in (None, one.pk) and (thing.for_group is None or thing.for_group in groups)
            open_ = thing.row.owner == HERE or lasts and meant and (thing.acknowledged or not thing.must_acknowledge)
            return "releases.view_release" in acts and one.cleared(thing.row.marked) and open_
        assert thing.subject is not None
        open_ = thing.state == "ACTIVE" and thing.action not in ("DISCREET_CHECK", "OPERATIONAL_ANALYSIS")
        needed = {"alerts.view_alert", "subjects.view_subject"} | (
            set() if open_ else {"alerts.view_reserved_alert", "subjects.view_reserved_subject"})
        return needed <= acts and self._sees(one, thing.row, groups) and self._sees(one, thing.subject, groups)

    def _sees(self, one: Somebody, row: Shared, groups: set[int]) -> bool:
        return one.cleared(row.marked) and (row.owner == HERE or row.out and bool(row.groups & groups))
