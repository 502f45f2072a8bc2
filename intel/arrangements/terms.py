"""Which level the terms in force between two agencies set for a query."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from intel.arrangements.codes import ANY, Told
from intel.arrangements.models import Arrangement, Term
from intel.arrangements.states import State


@dataclass(frozen=True, slots=True)
class Agreed:
    """One term: in which area (ANY: in all), for which purposes (none: for all), what is answered."""

    risk_area: str
    purposes: frozenset[str]
    level: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that are in force on a day, by (owner, asker)."""

    agreed: Mapping[tuple[int, int], Collection[Agreed]] = field(default_factory=dict)

    def level(self, owner: int, asker: int, *, risk_area: str | None, purpose: str) -> str | None:
        """What is answered about a thing of the owner's; None when nothing is agreed.

        The area itself goes before all areas, then the purpose itself before all purposes; of several the strictest counts.
        """
        fits = [one for one in self.agreed.get((owner, asker), ())
                if one.risk_area in (risk_area, ANY) and (not one.purposes or purpose in one.purposes)]
        if not fits:
            return None
        closest = max(map(_closeness, fits))
        return min((one.level for one in fits if _closeness(one) == closest), key=Told.values.index)


def terms_between(owners: Collection[int], askers: Collection[int], *, on: date) -> Terms:
    """What is in force between these agencies on a day, in one statement. For the service that answers."""
    rows = Term.objects.filter(
        Q(arrangement__proposing_agency__in=askers) | Q(arrangement__other_agency__in=askers),
        ~later_than(on=on, of="arrangement__"),
        of_agency__in=owners, arrangement__state=State.IN_FORCE, arrangement__starts_on__lte=on, arrangement__ends_on__gte=on)
    return _by_agencies(rows.order_by("id").values_list(
        "of_agency", "arrangement__proposing_agency", "arrangement__other_agency", "risk_area", "purposes", "level"))


def later_than(*, on: date, of: str = "") -> Exists:
    """Whether a later version of an arrangement took its place by a day; `of` is the way to it. One that ended before it began
    took none.
    """
    begun = Q(ended_at__isnull=True) | Q(ended_at__date__gte=F("starts_on"))
    return Exists(Arrangement.objects.filter(begun, reference=OuterRef(f"{of}reference"), version__gt=OuterRef(f"{of}version"),
                                             accepted_at__isnull=False, starts_on__lte=on))


def followed() -> Exists:
    """Whether both sides signed the version that follows an arrangement: there is one at most, and it is followed in its turn."""
    return Exists(Arrangement.objects.filter(replaces=OuterRef("pk"), accepted_at__isnull=False))


def _by_agencies(rows: Iterable[tuple[int, int, int, str, list[str], str]]) -> Terms:
    agreed: dict[tuple[int, int], list[Agreed]] = defaultdict(list)
    for owner, proposing, other, area, purposes, level in rows:
        agreed[owner, other if owner == proposing else proposing].append(Agreed(area, frozenset(purposes), level))
    return Terms(dict(agreed))


def _closeness(one: Agreed) -> tuple[bool, bool]:
    return one.risk_area != ANY, bool(one.purposes)
