"""The parties of declarations as traders of a feed: one trader for each party that the feed knows apart."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils import timezone

from agencies.labels.ids import next_ids
from hub.kit import rows
from intel import matching
from intel.matching import Identifier as EngineIdentifier
from intel.matching import normalise_identifier
from intel.subjects.models import IdentifierKind
from intel.trade.models import Feed, Trader, TraderIdentifier, TraderName
from intel.trade.values import Identifier, Party

#: Identifiers that name one party for good, best first: they tell parties apart that have no number in the feed.
_TELLING = ("tax", "registration", "lei", "national_id", "passport")

_Held = tuple[str, ...]  # kind, normalised, country
_COLUMNS = ("kind", "name", "country", "address", "birth_date")
Row = dict[str, object]


@dataclass(slots=True)
class _Known:
    """What the feed knows of a trader: its columns, the further names, the identifiers."""

    pk: int
    columns: dict[str, str]
    names: set[str] = field(default_factory=set)
    held: set[_Held] = field(default_factory=set)


class PartyBook:
    """Looks up or registers the traders of a batch of parties, in a handful of statements.

    `changed` are the ids of traders that are new or of whom something new was declared: a further name, an identifier,
    an address where there was none.
    """

    def __init__(self, feed: Feed, parties: Iterable[Party]) -> None:
        self._feed = feed
        self._ref_of = {party: external_ref(party) for party in dict.fromkeys(parties)}
        declared: dict[str, list[Party]] = {}
        for party, ref in self._ref_of.items():
            declared.setdefault(ref, []).append(party)
        self._traders = _look_up(feed, list(declared))
        self.changed = self._register(declared)

    def trader(self, party: Party) -> int:
        """The id of the trader that a party of the batch is."""
        return self._traders[self._ref_of[party]].pk

    def declared(self, party: Party) -> str:
        """The name as declared, or what stands for it where none was."""
        return _line(party.name, 300) or self._traders[self._ref_of[party]].columns["name"]

    def _register(self, declared: dict[str, list[Party]]) -> list[int]:
        new = [ref for ref in declared if ref not in self._traders]
        self._traders |= {ref: _Known(pk, _first(ref, declared[ref]))
                          for ref, pk in zip(new, next_ids(len(new)), strict=True)}
        names: list[Row] = []
        identifiers: list[Row] = []
        details: dict[str, dict[str, str]] = {}
        changed = set(new)
        for ref, parties in declared.items():
            trader = self._traders[ref]
            before = len(names) + len(identifiers)
            names += _further_names(trader, parties)
            identifiers += _further_identifiers(trader, parties)
            missing = _missing_details(trader, parties)
            if ref not in changed and (missing or len(names) + len(identifiers) > before):
                changed.add(ref)
                details[ref] = missing
        now = timezone.now()
        rows.insert(Trader, [{"id": trader.pk, "feed_id": self._feed.pk, "external_ref": ref, **trader.columns, "revision": 1,
                              "created_at": now} for ref in new if (trader := self._traders[ref])])
        for ref, missing in details.items():
            Trader.objects.filter(pk=self._traders[ref].pk).update(revision=F("revision") + 1, **missing)
        rows.insert(TraderName, names)
        rows.insert(TraderIdentifier, identifiers)
        return sorted(self._traders[ref].pk for ref in changed)


def _look_up(feed: Feed, refs: list[str]) -> dict[str, _Known]:
    """Those that the feed knows."""
    found = Trader.objects.filter(feed=feed, external_ref__in=refs)
    known = {ref: _Known(pk, dict(zip(_COLUMNS, columns, strict=True)))
             for ref, pk, *columns in found.values_list("external_ref", "pk", *_COLUMNS)}
    by_pk = {trader.pk: trader for trader in known.values()}
    if known:
        for pk, name in TraderName.objects.filter(trader__in=by_pk).values_list("trader", "name"):
            by_pk[pk].names.add(name)
        for pk, *held in TraderIdentifier.objects.filter(trader__in=by_pk).values_list("trader", "kind", "normalised", "country"):
            by_pk[pk].held.add(tuple(held))
    return known


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
    words = sorted(matching.normalise_name(party.name)) or [party.name]
    return f"name:{party.country}:{_digest(' '.join(words))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]


def _normal(identifier: Identifier) -> str:
    return normalise_identifier(EngineIdentifier(identifier.kind, identifier.value, identifier.country)).value[:120]


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def _first(ref: str, parties: list[Party]) -> dict[str, str]:
    """The columns of a trader that is new."""
    party = next((p for p in parties if p.name), parties[0])
    return {"kind": party.kind, "name": _line(party.name, 300) or ref, "country": party.country,
            "address": _line(party.address, 400), "birth_date": party.birth_date}


def _further_names(trader: _Known, parties: list[Party]) -> list[Row]:
    given = dict.fromkeys(_line(party.name, 300) for party in parties if party.name.strip())
    return [{"trader_id": trader.pk, "name": name} for name in given
            if name != trader.columns["name"] and name not in trader.names]


def _further_identifiers(trader: _Known, parties: list[Party]) -> list[Row]:
    found: list[Row] = []
    for identifier in dict.fromkeys(i for party in parties for i in party.identifiers):
        kind = identifier.kind if identifier.kind in IdentifierKind.values else IdentifierKind.OTHER.value
        key = (kind, _normal(identifier), identifier.country)
        if key[1] and key not in trader.held:
            trader.held.add(key)
            found.append({"trader_id": trader.pk, "kind": kind, "value": identifier.value, "country": key[2],
                          "normalised": key[1]})
    return found


def _missing_details(trader: _Known, parties: list[Party]) -> dict[str, str]:
    """What the trader's row lacks and these parties tell."""
    told = {
        "kind": next((p.kind for p in parties if p.kind), ""),
        "country": next((p.country for p in parties if p.country), ""),
        "address": next((_line(p.address, 400) for p in parties if p.address), ""),
        "birth_date": next((p.birth_date for p in parties if p.birth_date), ""),
    }
    return {name: value for name, value in told.items() if value and not trader.columns[name]}
