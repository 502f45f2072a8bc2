"""What a declaration says of a party beside its name: country, birth, address, numbers; often nothing, or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from intel.matching.records import Identifier, Profile

COUNTRY_GIVEN, COUNTRY_SAME = 0.6, 0.75  # listed parties trade from elsewhere too
BIRTH_GIVEN, BIRTH_SAME = 0.35, 0.85
ADDRESS_GIVEN, ADDRESS_SAME = 0.5, 0.4
NUMBER_GIVEN, NUMBER_SAME, NUMBER_SLIPPED = 0.3, 0.8, 0.1


def described(party: Profile, subject: Profile | None, others: Sequence[Profile], rng: Random) -> Profile:
    """The party with what its declaration says; of `subject` when it is that one, else of some other party.

    A wrong fact is another party's: the country it ships from, a clerk's slip in the year, another document's number.
    """
    other = rng.choice(others)
    true = subject or other
    facts = replace(party)
    if rng.random() < COUNTRY_GIVEN:
        facts = replace(facts, countries=_country(true, other, rng))
    if true.kind == "person" and rng.random() < BIRTH_GIVEN:
        facts = replace(facts, birth_dates=_birth_date(true, rng))
    if rng.random() < ADDRESS_GIVEN:
        source = true if rng.random() < ADDRESS_SAME else other
        facts = replace(facts, addresses=source.addresses[:1])
    if true.identifiers and rng.random() < NUMBER_GIVEN:
        facts = replace(facts, identifiers=(_number(true, other, rng),))
    return facts


def _country(true: Profile, other: Profile, rng: Random) -> tuple[str, ...]:
    source = true if true.countries and rng.random() < COUNTRY_SAME else other
    return (rng.choice(source.countries),) if source.countries else ()


def _birth_date(true: Profile, rng: Random) -> tuple[str, ...]:
    """The listed date, whole or its year; a slip in the year or another day; any date where none is listed."""
    if not true.birth_dates:
        return (f"{rng.randint(1940, 2004)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",)
    listed = rng.choice(true.birth_dates)
    if rng.random() < BIRTH_SAME:
        return (listed if rng.random() < 0.7 else listed[:4],)
    slipped = str(int(listed[:4]) + rng.choice((-10, -1, 1, 10)))
    return (slipped + listed[4:],)


def _number(true: Profile, other: Profile, rng: Random) -> Identifier:
    number = rng.choice(true.identifiers)
    act = rng.random()
    if act < NUMBER_SAME:
        return number
    digits = [at for at, sign in enumerate(number.value) if sign.isdigit()]
    if act < NUMBER_SAME + NUMBER_SLIPPED and digits:
        at = rng.choice(digits)
        wrong = str((int(number.value[at]) + rng.randint(1, 9)) % 10)
        return replace(number, value=number.value[:at] + wrong + number.value[at + 1 :])
    return rng.choice(other.identifiers) if other.identifiers else number
