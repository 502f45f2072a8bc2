"""How much somebody who asks learns of each subject that a query met: the precedence, for the service that answers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from agencies.markings.classification import LADDER
from intel.alerts.models import DISCREET
from intel.queries.levels import Level, strictest
from intel.queries.models import Disclosure

_ITEMS = """
    select s.id, s.owner_agency_id, s.label_id, s.classification, a.id, a.label_id, a.classification, a.action_requested,
           a.risk_area
    from subjects_subject s
    left join alerts_alert a on a.subject_id = s.id and a.owner_agency_id = s.owner_agency_id and a.state = 'ACTIVE'
         and a.valid_from <= %(today)s and a.valid_until >= %(today)s
    where s.id = any (%(ids)s) and s.approved_at is not null and s.use_restricted_at is null
"""
_REACH = "select labels, cleared from hub_reach_of(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Item:
    """A subject that counts, with the alert in force on it, if there is one: what an owner has."""

    subject: int
    owner: int
    label: int
    classification: str
    alert: int | None = None
    alert_label: int | None = None
    alert_classification: str | None = None
    action_requested: str | None = None
    risk_area: str | None = None

    @property
    def is_discreet(self) -> bool:
        """Whether nobody must notice that it is looked for."""
        return self.action_requested in DISCREET


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the agency, and the labels that the person reads at this moment."""

    agency: int
    cleared: tuple[str, ...] = ()
    subject_labels: frozenset[int] = frozenset()
    alert_labels: frozenset[int] = frozenset()

    @classmethod
    def of(cls, person: int, agency: int) -> "Asker":
        """As the database knows the person now. Must run as the service."""
        with connection.cursor() as cursor:
            cursor.execute(_REACH, [person, "subjects.view_subject", list(LADDER)])
            subjects, cleared = cursor.fetchone()
            cursor.execute(_REACH, [person, "alerts.view_alert", list(LADDER)])
            alerts, _cleared = cursor.fetchone()
        return cls(agency, tuple(cleared), frozenset(subjects), frozenset(alerts))

    def reads(self, item: Item) -> bool:
        """Whether the subject's row is readable."""
        return item.label in self.subject_labels

    def reads_alert(self, item: Item) -> bool:
        """Whether the alert in force on it is."""
        return self.reads(item) and item.alert_label in self.alert_labels


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What owners let others learn, in force now: by (owner, agency or None for all, what)."""

    of_subject: Mapping[tuple[int, int | None], str] = field(default_factory=dict)
    of_alert: Mapping[tuple[int, int | None], str] = field(default_factory=dict)
    of_risk_area: Mapping[tuple[int, str, int | None], str] = field(default_factory=dict)

    @classmethod
    def on(cls, items: Iterable[Item]) -> "Disclosures":
        """Those that can count for these items."""
        items = list(items)
        in_force = Disclosure.objects.filter(decided_at__isnull=False).order_by("id")
        rows = in_force.filter(subject__in=[item.subject for item in items])
        alerts = in_force.filter(alert__in=[item.alert for item in items if item.alert])
        areas = in_force.filter(owner_agency__in={item.owner for item in items}).exclude(risk_area="")
        return cls({(row.subject_id or 0, row.agency_id): row.level for row in rows},
                   {(row.alert_id or 0, row.agency_id): row.level for row in alerts},
                   {(row.owner_agency_id, row.risk_area, row.agency_id): row.level for row in areas})

    def level(self, item: Item, asking: int) -> Level:
        """For an agency that does not read the row: what is said of the item, of its alert above all; else the default."""
        own = [said for key, held in ((item.alert, self.of_alert), (item.subject, self.of_subject)) if key
               if (said := held.get((key, asking)) or held.get((key, None)))]
        if own:
            return strictest(own)
        areas = filter(None, (item.risk_area, "ANY"))
        defaults = (self.of_risk_area.get((item.owner, area, to)) for area in areas for to in (asking, None))
        return Level(next(filter(None, defaults), Level.SILENT))


def items(subjects: Collection[int]) -> dict[int, Item]:
    """Of these subjects those that count, by id, as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, {"ids": list(subjects), "today": timezone.localdate()})
        return {row[0]: Item(*row) for row in cursor.fetchall()}


def learned(asker: Asker, item: Item, disclosures: Disclosures) -> Level:
    """How much the asker learns of an item: HIT_WITH_DATA, HIT_CONTACT_OWNER or SILENT."""
    if asker.reads(item):
        return Level.HIT_WITH_DATA
    if item.owner == asker.agency or item.is_discreet:
        return Level.SILENT
    if not {item.classification, item.alert_classification or item.classification} <= set(asker.cleared):
        return Level.SILENT
    return disclosures.level(item, asker.agency)
