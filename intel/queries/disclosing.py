"""How much somebody who asks learns of each subject that a query met: the precedence, for the service that answers."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.utils import timezone

from agencies.markings.classification import LADDER
from intel.alerts.models import DISCREET
from intel.arrangements.codes import ANY
from intel.arrangements.terms import Terms, terms_between
from intel.queries.levels import Level, strictest

_ITEMS = """
    select s.id, s.owner_agency_id, s.label_id, s.classification, a.id, a.label_id, a.classification, a.action_requested,
           a.risk_area, a.state = 'ACTIVE' and a.valid_from <= %(today)s,
           exists (select from alerts_alert d where d.subject_id = s.id and d.owner_agency_id = s.owner_agency_id
                   and d.issued_at is not null and d.action_requested = any (%(discreet)s))
    from subjects_subject s
    left join alerts_alert a on a.subject_id = s.id and a.owner_agency_id = s.owner_agency_id
         and a.state in ('ACTIVE', 'SUSPENDED') and a.valid_until >= %(today)s
    where s.id = any (%(ids)s) and s.approved_at is not null and s.use_restricted_at is null
"""
_SAID = """
    select d.owner_agency_id, d.alert_id, d.subject_id, d.risk_area, d.agency_id, e.sharing_group_id, e.number, d.level
    from queries_disclosure d left join sharing_epoch e on e.id = d.epoch_id
    where d.decided_at is not null and (d.subject_id = any (%(subjects)s) or d.alert_id = any (%(alerts)s)
          or d.risk_area <> '' and d.owner_agency_id = any (%(owners)s))
    order by d.id
"""
_REACH = """
    select s.labels, s.cleared, s.joined, a.labels
    from hub_reach_of(%(person)s, 'subjects.view_subject', %(ladder)s) s,
         hub_reach_of(%(person)s, 'alerts.view_alert', %(ladder)s) a
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A subject that counts, with the alert in force on it, if there is one: what an owner has.

    Or with one that is suspended, or begins later (not `in_force`): it gives nobody anything, and keeps silent what it does.
    `was_discreet`: it was looked for discreetly, now or before.
    """

    subject: int
    owner: int
    label: int
    classification: str
    alert: int | None = None
    alert_label: int | None = None
    alert_classification: str | None = None
    action_requested: str | None = None
    risk_area: str | None = None
    in_force: bool | None = True
    was_discreet: bool = False

    @property
    def is_discreet(self) -> bool:
        """Whether nobody must notice that it is looked for."""
        return self.action_requested in DISCREET


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the agency, and the labels that the person reads at this moment.

    `joined`: the sharing groups that they are in, each with the number of the epoch from which on.
    """

    agency: int
    cleared: tuple[str, ...] = ()
    subject_labels: frozenset[int] = frozenset()
    alert_labels: frozenset[int] = frozenset()
    joined: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, person: int, agency: int) -> "Asker":
        """As the database knows the person now. Must run as the service."""
        with connection.cursor() as cursor:
            cursor.execute(_REACH, {"person": person, "ladder": list(LADDER)})
            subjects, cleared, joined, alerts = cursor.fetchone()
        groups = {int(group): since for group, since in json.loads(joined).items()}
        return cls(agency, tuple(cleared), frozenset(subjects), frozenset(alerts), groups)

    def reads(self, item: Item) -> bool:
        """Whether the subject's row is readable."""
        return item.label in self.subject_labels

    def reads_alert(self, item: Item) -> bool:
        """Whether the alert in force on it is."""
        return bool(item.in_force) and self.reads(item) and item.alert_label in self.alert_labels


@dataclass(slots=True)
class Said:
    """What an owner lets others learn of one thing: by agency, by sharing group and epoch, and for all others."""

    agencies: dict[int, str] = field(default_factory=dict)
    groups: dict[tuple[int, int], str] = field(default_factory=dict)
    others: str | None = None

    def to(self, asker: Asker) -> str | None:
        """For the agency of who asks; else for the groups that they are in, the strictest; else for all others."""
        if asker.agency in self.agencies:
            return self.agencies[asker.agency]
        of_groups = [level for (group, epoch), level in self.groups.items() if _counts(asker.joined.get(group), epoch, level)]
        return strictest(of_groups) if of_groups else self.others


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What owners let others learn, in force now: by ("alert", id), ("subject", id), (owner, risk area).

    And what they arranged with the agencies that ask.
    """

    said: Mapping[tuple[int | str, int | str], Said] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)

    @classmethod
    def on(cls, items: Iterable[Item], *, asked_by: Collection[int]) -> "Disclosures":
        """Those that can count for these items, when these agencies ask."""
        items = list(items)
        owners = sorted({item.owner for item in items})
        with connection.cursor() as cursor:
            cursor.execute(_SAID, {"subjects": [item.subject for item in items], "owners": owners,
                                   "alerts": [item.alert for item in items if item.alert]})
            rows = cursor.fetchall()
        said: dict[tuple[int | str, int | str], Said] = defaultdict(Said)
        for owner, alert, subject, area, agency, group, epoch, level in rows:
            of = said[(owner, area) if area else ("alert", alert) if alert else ("subject", subject)]
            if group:
                of.groups[group, epoch] = level
            elif agency:
                of.agencies[agency] = level
            else:
                of.others = level
        return cls(dict(said), terms_between(owners, asked_by, on=timezone.localdate()))

    def level(self, item: Item, asker: Asker, purpose: str) -> Level:
        """For who does not read the row: what is said of the item, else what is arranged, else what its owner says by default."""
        if item.alert and not item.in_force:
            without = replace(item, alert=None, risk_area=None)
            return strictest([self._level(item, asker, purpose), self._level(without, asker, purpose)])
        return self._level(item, asker, purpose)

    def _level(self, item: Item, asker: Asker, purpose: str) -> Level:
        own = [level for key in (("alert", item.alert), ("subject", item.subject)) if (level := self._to(asker, key))]
        if own:
            return strictest(own)
        if item.was_discreet:  # that it is so no more is nobody's business: its owner says something of the subject, or nothing
            return Level.SILENT
        arranged = self.terms.level(item.owner, asker.agency, risk_area=item.risk_area, purpose=purpose)
        defaults = (self._to(asker, (item.owner, area)) for area in (item.risk_area, ANY))
        return Level(arranged or next(filter(None, defaults), Level.SILENT))

    def _to(self, asker: Asker, key: tuple[Any, Any]) -> str | None:
        said = self.said.get(key)
        return said.to(asker) if said else None


def _counts(since: int | None, epoch: int, level: str) -> bool:
    """Whether what is said to a group at an epoch counts for a member since another. That it learns nothing holds for all."""
    return since is not None and (since <= epoch or level == Level.SILENT)


def items(subjects: Collection[int]) -> dict[int, Item]:
    """Of these subjects those that count, by id, as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, {"ids": list(subjects), "today": timezone.localdate(), "discreet": list(DISCREET)})
        return {row[0]: Item(*row) for row in cursor.fetchall()}


def learned(asker: Asker, item: Item, disclosures: Disclosures, *, purpose: str) -> Level:
    """How much the asker learns of an item for this purpose: HIT_WITH_DATA, HIT_CONTACT_OWNER or SILENT."""
    if asker.reads(item):
        return Level.HIT_WITH_DATA
    if item.owner == asker.agency or item.is_discreet:
        return Level.SILENT
    if not {item.classification, item.alert_classification or item.classification} <= set(asker.cleared):
        return Level.SILENT
    return disclosures.level(item, asker, purpose)
