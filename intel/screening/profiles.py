"""Rows as the engine's profiles, and the fingerprint of the data two profiles were compared on."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from hub.kit.canonical import Schemes
from intel.alerts.models import Alert
from intel.alerts.states import State
from intel.matching import Identifier, Profile
from intel.screening.models import Match
from intel.subjects.models import Subject, SubjectIdentifier, SubjectName
from intel.trade.models import Consignment, Trader, TraderIdentifier, TraderName

#: Agency, key, kind, label, countries, dates of birth, addresses, names, identifiers.
Row = tuple[int, int, str, str, list[str], list[str], list[str], list[str], list[dict[str, str]]]

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
    for row in rows_of_alerts(alerts):
        found.setdefault(row[0], []).append(of_row(row))
    return found


def rows_of_alerts(alerts: QuerySet[Alert]) -> QuerySet[Alert, Row]:
    """What `of_row` makes the profiles of alerts of."""
    return _rows(alerts, "subject__", OuterRef("subject_id"))


def rows_of_subjects(subjects: QuerySet[Subject]) -> QuerySet[Subject, Row]:
    """What `of_row` makes the profiles of subjects of, keyed by their own ids."""
    return _rows(subjects, "", OuterRef("pk"))


def _rows(rows: QuerySet[Any], to: str, subject: OuterRef) -> QuerySet[Any, Row]:
    names = SubjectName.objects.filter(subject=subject).order_by("id").values("name")
    numbers = SubjectIdentifier.objects.filter(subject=subject).order_by("id").values(one=JSONObject(
        kind="kind", value="value", country="country"))
    said = (f"{to}{column}" for column in ("kind", "label", "countries", "birth_dates", "addresses"))
    return rows.order_by("owner_agency_id", "id").values_list(
        "owner_agency_id", "pk", *said, ArraySubquery(names), ArraySubquery(numbers))


def of_row(row: Row) -> Profile:
    """The profile of one row: agency, key, kind, label, countries, dates of birth, addresses, names, identifiers."""
    _agency, key, kind, label, countries, birth_dates, addresses, names, numbers = row
    return _profile(key, kind, label, names, [Identifier(**one) for one in numbers], countries, birth_dates, addresses)


def of_subject(key: int, subject: Subject) -> Profile:
    """What the engine compares of a subject whose names and identifiers are at hand."""
    return _profile(key, subject.kind, subject.label, [name.name for name in subject.names.all()],
                    [Identifier(one.kind, one.value, one.country) for one in subject.identifiers.all()],
                    subject.countries, subject.birth_dates, subject.addresses)


def _profile(key: int, kind: str, label: str, names: Iterable[str], identifiers: Iterable[Identifier],
             countries: Iterable[str], birth_dates: Iterable[str], addresses: Iterable[str]) -> Profile:
    """Only persons and organisations have names that a party could bear."""
    borne = (label, *(name for name in names if name != label)) if kind in _KINDS else ()
    return Profile(key, borne, _KINDS.get(kind, ""), tuple(identifiers), tuple(countries), tuple(birth_dates), tuple(addresses))


def of_match(match: Match) -> tuple[Profile | None, Profile]:
    """The two sides of a match as they are now; the party is None where it has nothing to compare any more."""
    parties = of_traders([match.trader_id]) if match.trader_id else of_consignments([match.consignment_id or 0])
    return next(iter(parties), None), of_subject(match.alert_id, match.alert.subject)


def of_traders(ids: Collection[int]) -> list[Profile]:
    """One profile for each trader, keyed by its id, with every name it was ever declared under."""
    names = TraderName.objects.filter(trader=OuterRef("pk")).order_by("id").values("name")
    numbers = TraderIdentifier.objects.filter(trader=OuterRef("pk")).order_by("id").values(one=JSONObject(
        kind="kind", value="value", country="country"))
    rows = Trader.objects.filter(pk__in=ids).order_by("id").values_list(
        "pk", "kind", "name", "country", "birth_date", "address", ArraySubquery(names), ArraySubquery(numbers))
    return [
        Profile(
            key=pk, kind=kind, names=(name, *(other for other in others if other != name)),
            identifiers=tuple(Identifier(**one) for one in identifiers), countries=(country,) if country else (),
            birth_dates=(birth_date,) if birth_date else (), addresses=(address,) if address else ())
        for pk, kind, name, country, birth_date, address, others, identifiers in rows
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
