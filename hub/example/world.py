"""The example world: one seed, one world. What is planted in the trade carries its truth with it."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hub.example import names, numbers, texts, trade, variants
from hub.example.people import AGENCIES, AUTHORS, ISSUERS, UNITS, USERS
from hub.example.values import Alert, Planted, Report, Trader, World
from intel.exchange.values import Identifier, Name, WatchlistEntry
from intel.trade.values import Declaration, Party, Transport

CONSIGNMENTS = 400
_OTHERS = {"AN": ("PB", "SIN"), "PB": ("AN", "SIN"), "SIN": ("AN", "PB")}


def build(seed: int, today: date) -> World:
    """The world of a seed as of a day; the same for the same two."""
    rng = Random(seed)
    market = trade.market(rng)
    alerts = [_alert(rng, number, today) for number in range(60)]
    reports = [_report(rng, number, alerts, today) for number in range(15)]
    alerts = [
        replace(
            alert,
            reports=tuple(
                r.key for r in reports if any(key == alert.key for _role, key in r.subjects) and r.agency == alert.agency
            ),
        )
        for alert in alerts
    ]
    consignments = [
        trade.declaration(rng, number, trade.days_before(rng, today), market) for number in range(1, CONSIGNMENTS + 1)
    ]
    truth: list[Planted] = []
    for alert in alerts:
        consignments += _plant(rng, alert, market, today, CONSIGNMENTS + 1 + len(truth), truth)
    parties = dict.fromkeys(party for declaration in consignments for party in declaration.parties)
    return World(
        AGENCIES,
        UNITS,
        USERS,
        tuple(alerts),
        tuple(reports),
        tuple(Trader(f"T{n}", party) for n, party in enumerate(parties)),
        tuple(consignments),
        tuple(truth),
    )


# Alerts

_KINDS = ("ORGANISATION",) * 29 + ("PERSON",) * 20 + ("VEHICLE",) * 5 + ("CONTAINER",) * 5 + ("VESSEL",)


def _alert(rng: Random, number: int, today: date) -> Alert:
    kind = _KINDS[number]
    agency = ("AN", "PB", "SIN", "AN", "PB")[number % 5]
    entry = _entry(rng, number, kind)
    area, action = rng.choice(texts.AREAS_OF[agency])
    begins = today - timedelta(days=rng.randint(1, 60))
    state = "ACTIVE"
    if number in (7, 33):
        state = "SUSPENDED"
    elif number in (11, 41):
        begins, state = today - timedelta(days=400), "EXPIRED"
    elif number in (13, 44, 52):
        state = "PENDING_VALIDATION"
    elif number == 29:
        state = "DRAFT"
    audience = _OTHERS[agency] if rng.random() < 0.5 else rng.choice(((), ("AN",), ("AN",))) if agency != "AN" else ("PB",)
    return Alert(
        key=f"A{number:02}",
        agency=agency,
        unit="",
        author=rng.choice(AUTHORS[agency]),
        issuer="" if state == "DRAFT" else ISSUERS[agency],
        entry=entry,
        reason=texts.reason(rng, area, entry),
        legal_basis=texts.LEGAL_BASIS[agency],
        suspicion_basis=texts.suspicion(rng) if kind == "PERSON" else "",
        risk_area=area,
        action_requested=action,
        instructions=texts.INSTRUCTIONS[action],
        priority=rng.choice((1, 2, 2, 3, 3, 3)),
        classification="RESTRICTED",
        handling_codes=rng.choice(((), ("H0",), ("H2",))),
        handling_conditions="",
        valid_from=begins,
        valid_until=begins + timedelta(days=rng.choice((180, 365))) if state != "EXPIRED" else today - timedelta(days=3),
        audience=audience,
        state=state,
    )


def _entry(rng: Random, number: int, kind: str) -> WatchlistEntry:
    found: list[Identifier] = []
    listed: list[str]
    born: tuple[str, ...] = ()
    if kind == "PERSON":
        listed = [names.person(rng)]
        if rng.random() < 0.4:
            listed.append(f"Alias {rng.choice(('El Chapaco', 'La Yungueña', 'El Orureño', 'Don Teo', 'El Camba'))}")
        card = numbers.ci(rng)
        found = [Identifier("national_id", card, "BO", "CI"), Identifier("tax", numbers.nit_of_person(card), "BO", "NIT")]
        born = (trade.birth_date(rng),)
    elif kind == "ORGANISATION":
        abroad = number % 7 == 3
        country = rng.choice(("CN", "CL", "PE", "US")) if abroad else "BO"
        listed = [names.supplier(rng, country) if abroad else names.company(rng)]
        number_of = numbers.tax_number(rng, country)
        found = [number_of] if number_of else []
        return WatchlistEntry(
            source_id=f"{number}",
            kind=kind,
            names=_names(listed),
            identifiers=tuple(found),
            countries=(country,),
            addresses=() if abroad else (names.address(rng),),
        )
    elif kind == "CONTAINER":
        listed = [f"Contenedor {(code := numbers.container(rng))}"]
        found = [Identifier("container", code)]
    elif kind == "VEHICLE":
        listed = [f"{rng.choice(('Volvo FH', 'Scania R450', 'Nissan Condor'))}, placa {(plate := numbers.plate(rng))}"]
        found = [Identifier("plate", plate, "BO")]
    else:
        listed = ["Mar de Atacama III"]
        found = [Identifier("imo", numbers.ship_number(rng))]
    return WatchlistEntry(
        source_id=f"{number}",
        kind=kind,
        names=_names(listed),
        identifiers=tuple(found),
        countries=("BO",) if kind != "VESSEL" else ("PA",),
        birth_dates=born,
    )


def _names(listed: list[str]) -> tuple[Name, ...]:
    return tuple(Name(text, text.removeprefix("Alias "), "PRIMARY" if n == 0 else "WEAK_ALIAS") for n, text in enumerate(listed))


# Reports


def _report(rng: Random, number: int, alerts: list[Alert], today: date) -> Report:
    agency = ("AN", "PB", "SIN")[number % 3]
    about = [alert for alert in alerts if alert.agency == agency and alert.entry.kind in ("PERSON", "ORGANISATION")]
    chosen = rng.sample(about, 2)
    text = texts.REPORTS[number % len(texts.REPORTS)]
    day = today - timedelta(days=rng.randint(3, 70))
    state = "DRAFT" if number in (5, 12) else "SUBMITTED" if number in (8,) else "DISSEMINATED"
    return Report(
        key=f"R{number:02}",
        agency=agency,
        unit="",
        author=AUTHORS[agency][0],
        disseminator=ISSUERS[agency],
        title=text.title,
        paragraphs=text.paragraphs([alert.entry.names[0].natural for alert in chosen], rng),
        level=text.level,
        risk_area=text.risk_area,
        source_grade=rng.choice("ABBCF"),
        information_grade=rng.choice("12336"),
        classification="",
        handling_codes=rng.choice((("H0",), ("H0", "H2"), ("H2",))),
        handling_conditions="",
        tlp=rng.choice(("AMBER", "GREEN")),
        purpose=texts.PURPOSE,
        legal_basis=texts.LEGAL_BASIS[agency],
        suspicion_basis=texts.suspicion(rng),
        source_ref=f"F-{rng.randint(1000, 9999)}",
        information_from=day - timedelta(days=20),
        information_to=day,
        reported=day,
        audience=_OTHERS[agency] if number % 2 else rng.choice(((), ("AN",) if agency != "AN" else ("PB",))),
        subjects=tuple(("SUSPECT" if a.entry.kind == "PERSON" else "TRADER", a.key) for a in chosen),
        state=state,
    )


# What is planted


def _plant(rng: Random, alert: Alert, market: trade.Market, today: date, number: int, truth: list[Planted]) -> list[Declaration]:
    """Declarations on which the subject of an alert moves under another spelling, and some that only look so."""
    if alert.state not in ("ACTIVE", "SUSPENDED") or rng.random() < 0.35:
        return []
    made: list[Declaration] = []

    def put(declaration: Declaration, where: str, kind: str, is_match: bool, mine: str, theirs: str) -> None:
        made.append(declaration)
        truth.append(Planted(alert.key, declaration.number, where, kind, is_match, mine, theirs))

    def next_declaration(**by: Party) -> Declaration:
        return trade.declaration(rng, number + len(made), trade.days_before(rng, today), market, **by)

    name = alert.entry.names[0].natural
    if alert.entry.kind in ("PERSON", "ORGANISATION"):
        person = alert.entry.kind == "PERSON"
        kind, vary = rng.choice(list((variants.OF_PERSONS if person else variants.OF_COMPANIES).items()))
        party = _as_party(alert.entry, vary(name, rng), with_numbers=rng.random() < 0.4, person=person)
        put(_declared(next_declaration, party), party.role.lower(), kind, True, name, party.name)
        if rng.random() < 0.3:
            put(_declared(next_declaration, party), party.role.lower(), kind, True, name, party.name)
        if rng.random() < 0.5:
            other = variants.homonym(name, rng) if person else variants.lookalike_company(name, rng)
            put(next_declaration(by=trade.importer(rng, other, person=person)), "importer", "look-alike", False, name, other)
        if alert.entry.identifiers and alert.entry.countries == ("BO",) and rng.random() < 0.2:
            hidden = _as_party(alert.entry, names.company(rng), with_numbers=True, person=person)
            put(next_declaration(by=hidden), "importer", "same tax number, another name", True, name, hidden.name)
    elif alert.entry.kind == "CONTAINER":
        code = alert.entry.identifiers[0].value
        written = f"{code[:4]} {code[4:10]}-{code[10]}"
        put(replace(next_declaration(), containers=(written,)), "container", "written apart", True, code, written)
        near = numbers.neighbour_container(code)
        put(replace(next_declaration(), containers=(near,)), "container", "look-alike", False, code, near)
    elif alert.entry.kind == "VEHICLE":
        plate = alert.entry.identifiers[0].value
        means = (Transport(kind="VEHICLE", id=f"{plate[:4]}-{plate[4:]}", id_kind="plate", country="BO"),)
        put(replace(next_declaration(), transports=means), "plate", "written apart", True, plate, means[0].id)
    return made


def _declared(next_declaration: object, party: Party) -> Declaration:
    by = {"sold_by": party} if party.role == "SELLER" else {"by": party}
    return next_declaration(**by)  # type: ignore[operator]


def _as_party(entry: WatchlistEntry, name: str, *, with_numbers: bool, person: bool) -> Party:
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
