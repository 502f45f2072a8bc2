"""What is planted in the example trade: subjects of alerts under another spelling, and others that only look like them.

Each planted thing carries its truth, so that what the hub finds can be held against it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from hub.example import names, numbers, trade, variants
from hub.example.values import Alert, Planted
from intel.exchange.values import WatchlistEntry
from intel.trade.values import Declaration, Identifier, Party, Transport


@dataclass
class Planting:
    """The declarations made for planting, and what each of them is."""

    rng: Random
    market: trade.Market
    is_apart: Callable[[str], bool]  # whether a name is nobody's for whom an alert looks
    today: date
    next_number: int
    declarations: list[Declaration] = field(default_factory=list)
    truth: list[Planted] = field(default_factory=list)

    def put(self, declaration: Declaration, alert: Alert, where: str, kind: str, is_match: bool, mine: str, theirs: str) -> None:
        """Keep a declaration with the truth about it."""
        self.declarations.append(declaration)
        self.truth.append(Planted(alert.key, declaration.number, where, kind, is_match, mine, theirs))

    def declaration(self, party: Party | None = None) -> Declaration:
        """One more declaration, of a party in its role or of whose turn it is."""
        number = self.next_number + len(self.declarations)
        day = trade.days_before(self.rng, self.today)
        if party is not None and party.role == "SELLER":
            return trade.declaration(self.rng, number, day, self.market, sold_by=party)
        return trade.declaration(self.rng, number, day, self.market, by=party)

    def declaration_by_road(self) -> Declaration:
        """One more declaration, of goods that came over the sea and then by truck."""
        while (made := self.declaration(self.market.seller("CN"))).transport_mode != "3":
            pass
        return made

    def apart(self, make: Callable[[], str]) -> str:
        """A name that no alert is about."""
        while not self.is_apart(name := make()):
            pass
        return name

    def put_party(self, alert: Alert, party: Party, kind: str, *, is_match: bool) -> None:
        """A declaration by a party that is, or is not, the subject of an alert."""
        self.put(self.declaration(party), alert, party.role.lower(), kind, is_match, _name(alert), party.name)


def plant(
    rng: Random, alerts: list[Alert], market: trade.Market, is_apart: Callable[[str], bool], today: date, *, first_number: int
) -> Planting:
    """Declarations for about two alerts of three; the others wait for somebody who has not come yet."""
    planting = Planting(rng, market, is_apart, today, first_number)
    companies = [alert for alert in alerts if alert.entry.kind == "ORGANISATION" and alert.state == "ACTIVE"]
    persons = [alert for alert in alerts if alert.entry.kind == "PERSON" and alert.state == "ACTIVE"]
    for turn, alert in enumerate(companies[: len(companies) * 3 // 4]):
        _company(planting, alert, turn)
    for turn, alert in enumerate(persons[: len(persons) * 3 // 4]):
        _person(planting, alert, turn)
    for alert in alerts:
        if alert.state == "WITHDRAWN":
            person = alert.entry.kind == "PERSON"
            planting.put_party(alert, _as_party(alert.entry, _name(alert), person=person), "not in force", is_match=False)
        elif alert.state == "ACTIVE" and alert.entry.kind in ("CONTAINER", "VEHICLE", "VESSEL"):
            _thing(planting, alert)
    return planting


def _company(planting: Planting, alert: Alert, turn: int) -> None:
    rng, name, is_bolivian = planting.rng, _name(alert), alert.entry.countries == ("BO",)
    kind, spelled = _varied(name, variants.OF_COMPANIES, turn, rng)
    party = _as_party(alert.entry, spelled, with_numbers=turn % 3 == 2)
    for _again in range(2 if turn % 4 == 0 else 1):
        planting.put_party(alert, party, kind, is_match=True)
    if turn % 2 and is_bolivian:
        other = trade.importer(rng, planting.apart(lambda: variants.company_of_the_trade(name, rng)))
        planting.put_party(alert, other, "another company of the trade", is_match=False)
    if turn % 6 == 1 and is_bolivian:
        hidden = _as_party(alert.entry, planting.apart(lambda: names.company(rng)))
        hidden = replace(hidden, address=names.address(rng))
        planting.put_party(alert, hidden, "same tax number, another name", is_match=True)
    if turn % 8 == 3 and is_bolivian:
        other = trade.importer(rng, planting.apart(lambda: names.person(rng)), person=True)
        near = Identifier("tax", _neighbour(alert.entry.identifiers[0].value), "BO", "NIT")
        planting.put_party(alert, replace(other, identifiers=(near,)), "tax number one digit off", is_match=False)


def _person(planting: Planting, alert: Alert, turn: int) -> None:
    rng, name = planting.rng, _name(alert)
    kind, spelled = _varied(name, variants.OF_PERSONS, turn, rng)
    party = _as_party(alert.entry, spelled, with_numbers=turn % 3 == 0, person=True)
    planting.put_party(alert, party, kind, is_match=True)
    if turn % 3 == 0:
        other = trade.importer(rng, variants.homonym(name, rng), person=True)
        planting.put_party(alert, other, "homonym in part", is_match=False)
    elif turn % 3 == 1:
        planting.put_party(alert, trade.importer(rng, variants.sibling(name, rng), person=True), "same surnames", is_match=False)
    elif turn % 6 == 2:
        hidden = _as_party(alert.entry, planting.apart(lambda: names.company(rng)))
        hidden = replace(hidden, identifiers=alert.entry.identifiers[1:], birth_date="")
        planting.put_party(alert, hidden, "same tax number, another name", is_match=True)
    if turn % 6 == 5:
        other = replace(trade.importer(rng, name, person=True), birth_date=_another_birth(alert.entry.birth_dates[0]))
        planting.put_party(alert, other, "homonym with other papers", is_match=False)


def _thing(planting: Planting, alert: Alert) -> None:
    """A container, vehicle or vessel on the move: written apart, and its neighbour."""
    code = alert.entry.identifiers[0].value
    if alert.entry.kind == "CONTAINER":
        for kind, written, is_match in (
            ("written apart", f"{code[:4]} {code[4:10]}-{code[10]}", True),
            ("neighbouring number", numbers.neighbour_container(code), False),
        ):
            declaration = replace(planting.declaration_by_road(), containers=(written,))
            planting.put(declaration, alert, "container", kind, is_match, code, written)
    elif alert.entry.kind == "VEHICLE":
        last = numbers.LETTERS[(numbers.LETTERS.index(code[-1]) + 1) % len(numbers.LETTERS)]
        for kind, written, is_match in (
            ("written apart", f"{code[:4]}-{code[4:]}", True),
            ("neighbouring number", code[:-1] + last, False),
        ):
            means = (Transport(kind="VEHICLE", id=written, id_kind="plate", country="BO"),)
            planting.put(replace(planting.declaration_by_road(), transports=means), alert, "plate", kind, is_match, code, written)
    else:
        ship = Transport(kind="VESSEL", id=f"IMO {code}", id_kind="imo", name="MAR ATACAMA 3", country="PA", stage="border")
        declaration = planting.declaration_by_road()
        declaration = replace(declaration, transports=(*declaration.transports, ship))
        planting.put(declaration, alert, "imo", "written apart", True, code, ship.id)


def _name(alert: Alert) -> str:
    return alert.entry.names[0].natural


def _varied(name: str, classes: dict[str, variants.Variant], turn: int, rng: Random) -> tuple[str, str]:
    """The class whose turn it is, or the next that changes this name, and the name as it makes it."""
    order = list(classes)
    for step in range(len(order)):
        kind = order[(turn + step) % len(order)]
        if (spelled := classes[kind](name, rng)) != name:
            return kind, spelled
    return "as it is", name


def _as_party(entry: WatchlistEntry, name: str, *, with_numbers: bool = True, person: bool = False) -> Party:
    """The subject as a declaration names it; without its numbers, a person still has a date of birth."""
    country = entry.countries[0]
    return Party(
        role="IMPORTER" if country == "BO" else "SELLER",
        name=name,
        kind="person" if person else "entity",
        country=country,
        identifiers=entry.identifiers if with_numbers else (),
        birth_date=entry.birth_dates[0] if entry.birth_dates else "",
        address=entry.addresses[0] if entry.addresses and with_numbers else "",
    )


def _neighbour(number: str) -> str:
    return number[:3] + str((int(number[3]) + 4) % 10) + number[4:]


def _another_birth(born: str) -> str:
    return f"{int(born[:4]) - 11}-{12 - int(born[5:7]) + 1:02}-{born[8:]}"
