"""The parties of declarations as traders of a feed: one trader for each party that the feed knows apart."""

import hashlib
from collections.abc import Iterable

from django.db.models import F

from intel.matching import Identifier as EngineIdentifier
from intel.matching import normalise_identifier, normalise_name
from intel.subjects.models import IdentifierKind
from intel.trade.models import Feed, Trader, TraderIdentifier, TraderName
from intel.trade.values import Identifier, Party

#: Identifiers that name one party for good, best first: they tell parties apart that have no number in the feed.
_TELLING = ("tax", "registration", "lei", "national_id", "passport")

_Held = tuple[str, str, str]  # kind, normalised, country


class PartyBook:
    """Looks up or registers the traders of a batch of parties, in a handful of statements.

    `changed` are the ids of traders that are new or of whom something new was declared: a further name, an identifier,
    an address where there was none.
    """

    def __init__(self, feed: Feed, parties: Iterable[Party]) -> None:
        self._feed = feed
        self._ref_of: dict[Party, str] = {}
        self._traders: dict[str, Trader] = {}
        declared: dict[str, list[Party]] = {}
        for party in dict.fromkeys(parties):
            declared.setdefault(self._ref(party), []).append(party)
        self._look_up(declared)
        self.changed = self._register(declared)

    def trader(self, party: Party) -> int:
        """The id of the trader that a party of the batch is."""
        return self._traders[self._ref_of[party]].pk

    def declared(self, party: Party) -> str:
        """The name as declared, or what stands for it where none was."""
        return _line(party.name, 300) or self._traders[self._ref_of[party]].name

    def _ref(self, party: Party) -> str:
        if party not in self._ref_of:
            self._ref_of[party] = external_ref(party)
        return self._ref_of[party]

    def _look_up(self, declared: dict[str, list[Party]]) -> None:
        rows = Trader.objects.filter(feed=self._feed, external_ref__in=declared).prefetch_related("names", "identifiers")
        self._traders = {row.external_ref: row for row in rows}

    def _register(self, declared: dict[str, list[Party]]) -> list[int]:
        known = dict(self._traders)
        new = [_first(self._feed, ref, parties) for ref, parties in declared.items() if ref not in known]
        for row in Trader.objects.bulk_create(new, batch_size=5000):
            self._traders[row.external_ref] = row
        names: list[TraderName] = []
        identifiers: list[TraderIdentifier] = []
        changed = {row.pk for row in new}
        for ref, parties in declared.items():
            trader = self._traders[ref]
            more_names = _further_names(trader, parties, is_new=ref not in known)
            more_identifiers = _further_identifiers(trader, parties, is_new=ref not in known)
            details = _missing_details(trader, parties) if ref in known else {}
            if more_names or more_identifiers or details:
                changed.add(trader.pk)
            if ref in known and (more_names or more_identifiers or details):
                Trader.objects.filter(pk=trader.pk).update(revision=F("revision") + 1, **details)
            names += more_names
            identifiers += more_identifiers
        TraderName.objects.bulk_create(names, batch_size=5000)
        TraderIdentifier.objects.bulk_create(identifiers, batch_size=5000)
        return sorted(changed)


def external_ref(party: Party) -> str:
    """How the feed tells a party apart: its number there, else its best identifier, else its name and country.

    80 characters at most, such as "QLRUBN9", "tax:BO:1020703023" or "name:BO:9f86d0…".
    """
    if party.external_id:
        return party.external_id if len(party.external_id) <= 80 else "long:" + _digest(party.external_id)
    held = {i.kind: i for i in reversed(party.identifiers)}
    for kind in _TELLING:
        if kind in held and (normal := _normal(held[kind])):
            return f"{kind}:{held[kind].country}:{normal}"[:80]
    words = sorted(normalise_name(party.name)) or [party.name]
    return f"name:{party.country}:{_digest(' '.join(words))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]


def _normal(identifier: Identifier) -> str:
    return normalise_identifier(EngineIdentifier(identifier.kind, identifier.value, identifier.country)).value[:120]


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def _first(feed: Feed, ref: str, parties: list[Party]) -> Trader:
    party = next((p for p in parties if p.name), parties[0])
    return Trader(feed=feed, external_ref=ref, kind=party.kind, name=_line(party.name, 300) or ref,
                  country=party.country, address=_line(party.address, 400), birth_date=party.birth_date)


def _further_names(trader: Trader, parties: list[Party], *, is_new: bool) -> list[TraderName]:
    have = {trader.name} | (set() if is_new else {row.name for row in trader.names.all()})
    given = dict.fromkeys(_line(party.name, 300) for party in parties if party.name.strip())
    return [TraderName(trader=trader, name=name) for name in given if name not in have]


def _further_identifiers(trader: Trader, parties: list[Party], *, is_new: bool) -> list[TraderIdentifier]:
    have: set[_Held] = set() if is_new else {(i.kind, i.normalised, i.country) for i in trader.identifiers.all()}
    rows: list[TraderIdentifier] = []
    for identifier in dict.fromkeys(i for party in parties for i in party.identifiers):
        kind = identifier.kind if identifier.kind in IdentifierKind.values else IdentifierKind.OTHER.value
        key = (kind, _normal(identifier), identifier.country)
        if key[1] and key not in have:
            have.add(key)
            rows.append(TraderIdentifier(trader=trader, kind=kind, value=identifier.value, country=key[2],
                                         normalised=key[1]))
    return rows


def _missing_details(trader: Trader, parties: list[Party]) -> dict[str, str]:
    """What the trader's row lacks and these parties tell."""
    told = {
        "kind": next((p.kind for p in parties if p.kind), ""),
        "country": next((p.country for p in parties if p.country), ""),
        "address": next((_line(p.address, 400) for p in parties if p.address), ""),
        "birth_date": next((p.birth_date for p in parties if p.birth_date), ""),
    }
    return {name: value for name, value in told.items() if value and not getattr(trader, name)}
