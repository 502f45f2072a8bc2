"""Rows as the engine's profiles, and the fingerprint of the data two profiles were compared on."""

import hashlib
from collections.abc import Collection, Iterable

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from hub.kit.canonical import Schemes
from intel.alerts.models import Alert
from intel.alerts.states import State
from intel.matching import Identifier, Profile
from intel.screening.models import Match
from intel.subjects.models import Subject
from intel.trade.models import Consignment, Trader

_KINDS = {Subject.Kind.PERSON.value: "person", Subject.Kind.ORGANISATION.value: "entity"}


def alerts_in_force() -> QuerySet[Alert]:
    """The alerts that are to be looked for today, by id; none on a subject whose use is restricted."""
    today = timezone.localdate()
    return Alert.objects.filter(state=State.ACTIVE, valid_from__lte=today, valid_until__gte=today,
                                subject__use_restricted_at__isnull=True).order_by("id")


def of_alerts(alerts: QuerySet[Alert]) -> list[Profile]:
    """One profile for each alert, keyed by its id. Only persons and organisations have names that parties could bear."""
    return [profile for of_agency in by_agency(alerts).values() for profile in of_agency]


def by_agency(alerts: QuerySet[Alert]) -> dict[int, list[Profile]]:
    """The same by the agency that owns the alert."""
    found: dict[int, list[Profile]] = {}
    for alert in alerts.select_related("subject").prefetch_related("subject__names", "subject__identifiers"):
        found.setdefault(alert.owner_agency_id, []).append(of_subject(alert.pk, alert.subject))
    return found


def of_subject(key: int, subject: Subject) -> Profile:
    """What the engine compares of a subject whose names and identifiers are at hand. Only persons and organisations have names
    that a party could bear."""
    named = subject.kind in _KINDS
    names = (subject.label, *(name.name for name in subject.names.all() if name.name != subject.label)) if named else ()
    return Profile(
        key=key, names=names, kind=_KINDS.get(subject.kind, ""),
        identifiers=tuple(Identifier(i.kind, i.value, i.country) for i in subject.identifiers.all()),
        countries=tuple(subject.countries), birth_dates=tuple(subject.birth_dates), addresses=tuple(subject.addresses))


def of_match(match: Match) -> tuple[Profile | None, Profile]:
    """The two sides of a match as they are now; the party is None where it has nothing to compare any more."""
    parties = of_traders([match.trader_id]) if match.trader_id else of_consignments([match.consignment_id or 0])
    return next(iter(parties), None), of_subject(match.alert_id, match.alert.subject)


def of_traders(ids: Collection[int]) -> list[Profile]:
    """One profile for each trader, keyed by its id, with every name it was ever declared under."""
    rows = Trader.objects.filter(pk__in=ids).order_by("id").prefetch_related("names", "identifiers")
    return [
        Profile(
            key=trader.pk, kind=trader.kind,
            names=(trader.name, *(name.name for name in trader.names.all() if name.name != trader.name)),
            identifiers=tuple(Identifier(i.kind, i.value, i.country) for i in trader.identifiers.all()),
            countries=(trader.country,) if trader.country else (),
            birth_dates=(trader.birth_date,) if trader.birth_date else (),
            addresses=(trader.address,) if trader.address else ())
        for trader in rows
    ]


def of_consignments(ids: Collection[int]) -> list[Profile]:
    """One profile for each consignment that has transport units: their identifiers, and no names."""
    rows = Consignment.objects.filter(pk__in=ids, transport__isnull=False).distinct().order_by("id")
    return [
        Profile(key=consignment.pk, names=(), identifiers=tuple(
            Identifier(unit.kind, unit.value, unit.country) for unit in consignment.transport.all()))
        for consignment in rows.prefetch_related(Prefetch("transport"))
    ]


def _scheme_1(pair: tuple[Profile, Profile]) -> object:
    """What the two are compared on, in whatever order it is kept.

    Named one by one: an attribute that the engine compares besides goes into a new scheme, so that no hit that was
    dismissed comes back because of it.
    """
    return [{"kind": p.kind, "names": set(p.names), "identifiers": {(i.kind, i.value, i.country) for i in p.identifiers},
             "countries": set(p.countries), "birth_dates": set(p.birth_dates), "addresses": set(p.addresses)} for p in pair]


def _unnumbered(pair: tuple[Profile, Profile]) -> str:
    return hashlib.sha256(repr(tuple(map(_content, pair))).encode()).hexdigest()


def _content(profile: Profile) -> tuple[object, ...]:
    return (profile.kind, _sorted(profile.names), sorted((i.kind, i.value, i.country) for i in profile.identifiers),
            _sorted(profile.countries), _sorted(profile.birth_dates), _sorted(profile.addresses))


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(set(values))


#: Fingerprints of a party and a subject: they change when anything changes that the two were compared on.
fingerprints: Schemes[tuple[Profile, Profile]] = Schemes({1: _scheme_1}, unnumbered=_unnumbered)
