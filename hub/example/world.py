"""The example world: one seed, one world. What is planted in the trade carries its truth with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from agencies.markings.classification import strictest
from hub.example import names, numbers, texts, trade
from hub.example.people import AGENCIES, AUTHORS, ISSUERS, UNITS, USERS
from hub.example.planting import plant
from hub.example.values import Alert, Report, Trader, World
from intel.exchange.values import Identifier, Name, WatchlistEntry

CONSIGNMENTS = 400
_OTHERS = {"AN": ("PB", "SIN"), "PB": ("AN", "SIN"), "SIN": ("AN", "PB")}


def build(seed: int, today: date) -> World:
    """The world of a seed as of a day; the same for the same two."""
    rng = Random(seed)
    words = list(names.WORDS)
    rng.shuffle(words)
    alerts = [_alert(rng, number, today, words) for number in range(60)]
    reports = [_report(rng, number, alerts, today) for number in range(15)]
    alerts = [_resting_on(alert, reports) for alert in alerts]
    is_apart = _apart_from(alerts)
    market = trade.market(rng, is_apart)
    consignments = [
        trade.declaration(rng, number, trade.days_before(rng, today), market) for number in range(1, CONSIGNMENTS + 1)
    ]
    planted = plant(rng, alerts, market, is_apart, today, first_number=CONSIGNMENTS + 1)
    consignments += planted.declarations
    rng.shuffle(consignments)
    traders = list(dict.fromkeys(replace(party, role="") for one in consignments for party in one.parties))
    ref_of = {party: f"T{n}" for n, party in enumerate(traders)}
    declared = {(one.number, p.role.lower()): ref_of[replace(p, role="")] for one in consignments for p in one.parties}
    return World(
        AGENCIES,
        UNITS,
        USERS,
        tuple(alerts),
        tuple(reports),
        tuple(Trader(f"T{n}", party) for n, party in enumerate(traders)),
        tuple(consignments),
        tuple(replace(one, trader=declared.get((one.consignment, one.where), "")) for one in planted.truth),
    )


def _resting_on(alert: Alert, reports: list[Report]) -> Alert:
    """The alert with the reports of its agency about its subject, by their author and marked as high as they are."""
    about = [r for r in reports if r.agency == alert.agency and any(key == alert.key for _role, key in r.subjects)]
    markings = [alert.classification, *(p.classification for r in about for p in r.paragraphs)]
    return replace(alert, reports=tuple(r.key for r in about), author=about[0].author if about else alert.author,
                   classification=strictest(markings))


def _apart_from(alerts: list[Alert]) -> Callable[[str], bool]:
    """Whether a name is nobody's for whom an alert looks: it shares neither two telling words nor the only one with any."""
    wanted = [
        names.telling_words(name.natural)
        for alert in alerts if alert.entry.kind in ("PERSON", "ORGANISATION") for name in alert.entry.names
    ]

    def is_apart(name: str) -> bool:
        mine = names.telling_words(name)
        return all(len(mine & theirs) < min(2, len(theirs)) for theirs in wanted)

    return is_apart


# Alerts

_KINDS = ("ORGANISATION",) * 29 + ("PERSON",) * 20 + ("VEHICLE",) * 5 + ("CONTAINER",) * 5 + ("VESSEL",)


def _alert(rng: Random, number: int, today: date, words: list[str]) -> Alert:
    kind = _KINDS[number]
    agency = ("AN", "PB", "SIN", "AN", "PB")[number % 5]
    entry = _entry(rng, number, kind, words)
    area, action = rng.choice(texts.AREAS_OF[agency])
    begins = today - timedelta(days=rng.randint(1, 60))
    state = "ACTIVE"
    if number in (7, 33):
        state = "SUSPENDED"
    elif number in (11, 41):
        begins, state = today - timedelta(days=90), "WITHDRAWN"
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
        valid_until=begins + timedelta(days=rng.choice((180, 365))),
        audience=audience,
        state=state,
    )


def _entry(rng: Random, number: int, kind: str, words: list[str]) -> WatchlistEntry:
    """The subject of an alert. Companies take their telling words from `words`, two at most, each used once."""
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
        listed = [names.supplier(rng, country) if abroad else names.company(rng, [words.pop(), words.pop()])]
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
    text = texts.report_of(agency, number // 3)
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
