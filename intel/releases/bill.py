"""The consent bill: which originators have to consent before the portions of a request leave, and why.

The database walks what a portion rests on, across all agencies (`releases_owed`), and refuses itself what is not consented
to. Of what the viewer does not see it tells the agency and how many things they are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from agencies.access import now_looking
from agencies.models import Agency
from hub.kit.consent import Withheld
from intel.releases.models import Consent, ConsentPortion, Portion, ReleaseRequest
from intel.releases.sources import Thing, rested_on
from intel.releases.states import ConsentState

#: For this purpose what is marked H1 takes the permission of its provider, however else it is marked.
COURT = "JUDICIAL_PROCEEDINGS"
#: With this handling code there are conditions, which the recipient acknowledges before it reads.
ACKNOWLEDGED = "H3"


@dataclass(frozen=True, slots=True)
class Owed:
    """That a portion (its number) rests on information of an originator, which has to consent.

    `seen` are reference and page of the things of it that the viewer sees (`keys`: their kind and id), `hidden` how many there
    are besides. `court`: it is kept out of court (H1), and that is what it is for.
    """

    portion: int
    originator: Agency
    seen: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    hidden: int
    court: bool


@dataclass(frozen=True, slots=True)
class Bill:
    """Who has to consent to a request, portion by portion, and what became of it.

    `rests_on_others`: something of it rests on information of another agency, whether or not its marks let it pass.
    """

    owed: tuple[Owed, ...]
    consents: dict[int, Consent] = field(default_factory=dict)
    rests_on_others: bool = False

    @property
    def originators(self) -> list[Agency]:
        """Whom to ask, by code."""
        return sorted({one.originator for one in self.owed}, key=lambda agency: agency.code)

    def of(self, originator: int) -> list[Owed]:
        """What is owed to one originator (its id), by portion."""
        return [one for one in self.owed if one.originator.pk == originator]

    def lacking(self, portion: Portion | ConsentPortion) -> list[Agency]:
        """The originators of a portion that have not consented to it: not asked, not answered, declined, or too late."""
        return [one.originator for one in self.owed if one.portion == portion.number and not self._agreed(one, portion)]

    def conditions(self, portions: Collection[Portion | ConsentPortion]) -> list[str]:
        """What originators of these portions made a condition, each once, in the order of their agencies."""
        owing = {one.originator.pk: one.originator.code for one in self.owed if one.portion in {p.number for p in portions}}
        said = [self.consents[pk].own_conditions for pk, _code in sorted(owing.items(), key=lambda pair: pair[1])
                if pk in self.consents]
        return list(dict.fromkeys(filter(None, said)))

    def _agreed(self, owed: Owed, portion: Portion | ConsentPortion) -> bool:
        consent = self.consents.get(owed.originator.pk)
        if consent is None or consent.state != ConsentState.GIVEN:
            return False
        number = portion.portion_id if isinstance(portion, ConsentPortion) else portion.pk
        return any(asked.portion_id == number and asked.number in consent.agreed for asked in consent.portions.all())


class _Row(NamedTuple):
    """Of one thing (its place, from 1) and one agency that it rests on: whether its marks let it pass, whether it is kept out of
    court, what of it the viewer sees (kind and id), and how many things there are besides."""

    item: int
    agency: int
    passes: bool
    court: bool
    seen: list[str]
    hidden: int


def bill_of(request: ReleaseRequest) -> Bill:
    """The bill of a request as it is now: of what its portions rest on today."""
    consents = _by_originator(request.consents.filter(part_of=None))
    portions = list(request.portions.order_by("number"))
    rows = _owed([(one.kind, one.source_id) for one in portions])
    others = any(row.agency != request.owner_agency_id for row in rows)
    return Bill(_owed_by(rows, portions, request), consents, others)


def behind(consent: Consent) -> Bill:
    """The bill of the agency that is asked: whom it has to ask in turn, since what it once released rests on their information.

    Nobody for whoever is not of that agency.
    """
    with connection.cursor() as cursor:
        cursor.execute("select portion, agency_id, court, seen, hidden from releases_owed_behind(%s)", [consent.pk])
        rows = cursor.fetchall()
    agencies = Agency.objects.in_bulk({agency for _portion, agency, *_more in rows})
    named = rested_on({key for _portion, _agency, _court, seen, _hidden in rows for key in seen})
    owed = [Owed(portion, agencies[agency], tuple(named[key] for key in sorted(seen) if key in named), tuple(sorted(seen)),
                 hidden, court) for portion, agency, court, seen, hidden in rows]
    owed.sort(key=lambda one: (one.portion, one.originator.code))
    return Bill(tuple(owed), _by_originator(consent.behind.all()), bool(owed))


def baseless_of(things: Sequence[Thing]) -> set[Thing]:
    """Which of these things rest on what was released to the viewer's agency and does not hold any more, or has expired."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, thing from releases_baseless(%s::text[], %s::bigint[])",
                       [[kind for kind, _id in things], [number for _kind, number in things]])
        return set(cursor.fetchall())


def withheld(things: Sequence[Thing], agencies: Collection[int]) -> list[Withheld]:
    """What of these things of the viewer's agency others have to consent to, before it goes to these agencies."""
    own = now_looking().agency_id
    found = [Withheld(row.item - 1, row.agency, tuple(sorted(set(agencies) - {own, row.agency})))
             for row in _owed(things) if row.agency != own and not row.passes]
    return [one for one in found if one.others]


def _by_originator(rows: QuerySet[Consent]) -> dict[int, Consent]:
    """Those that were not made void, with what is asked, by the id of the originator."""
    asked = rows.exclude(state=ConsentState.VOID).select_related("originator_agency", "decided_by").prefetch_related("portions")
    return {one.originator_agency_id: one for one in asked}


def _owed_by(rows: Sequence[_Row], portions: Sequence[Portion], request: ReleaseRequest) -> tuple[Owed, ...]:
    """What these portions owe to originators other than the agency that releases and the one that receives."""
    own = {request.owner_agency_id, request.recipient_agency_id}
    owing = [row for row in rows if row.agency not in own and (not row.passes or (row.court and request.purpose == COURT))]
    agencies = Agency.objects.in_bulk({row.agency for row in owing})
    named = rested_on({key for row in owing for key in row.seen})
    found = [Owed(portions[row.item - 1].number, agencies[row.agency],
                  tuple(named[key] for key in sorted(row.seen) if key in named), tuple(sorted(row.seen)), row.hidden,
                  row.court and request.purpose == COURT) for row in owing]
    return tuple(sorted(found, key=lambda one: (one.portion, one.originator.code)))


def acknowledged_first(portions: Collection[Any]) -> bool:
    """Whether the recipient has to acknowledge the conditions before it reads."""
    return any(ACKNOWLEDGED in one.handling_codes for one in portions)


def _owed(things: Sequence[Thing]) -> list[_Row]:
    """What the database tells of these things."""
    with connection.cursor() as cursor:
        cursor.execute("select * from releases_owed(%s::text[], %s::bigint[])",
                       [[kind for kind, _id in things], [number for _kind, number in things]])
        return [_Row(*row) for row in cursor.fetchall()]
