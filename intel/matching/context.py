"""Evidence beyond the name: identifiers, country, date of birth, address."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.fuzz import token_set_ratio

from intel.matching.identifiers import NormalisedIdentifier, normalise_identifier, one_slip_apart
from intel.matching.names import normalise_name
from intel.matching.records import Part, Profile
from intel.matching.weights import Weights


def has_context(profile: Profile) -> bool:
    """Say whether there is anything beside names to compare."""
    return bool(profile.identifiers or profile.countries or profile.birth_dates or profile.addresses)


def context_parts(party: Profile, subject: Profile, weights: Weights) -> list[Part]:
    """Return the evidence for and against from everything but the names; nothing where one side is silent."""
    parts = _identifiers(party, subject, weights) if party.identifiers and subject.identifiers else []
    if party.countries and subject.countries:
        same = set(party.countries) & set(subject.countries)
        bits = weights.same_country if same else weights.other_country
        parts.append(Part("country", bits, ", ".join(party.countries[:4]), ", ".join(subject.countries[:4])))
    if party.birth_dates and subject.birth_dates:
        pairs = [(_birth_bits(one, other, weights), one, other) for one in party.birth_dates for other in subject.birth_dates]
        parts.append(Part("birth_date", *max(pairs)))
    if party.addresses and subject.addresses:
        pairs = [(_address_likeness(one, other), one, other) for one in party.addresses[:5] for other in subject.addresses[:20]]
        likeness, one, other = max(pairs)
        if likeness >= 0.7:
            parts.append(Part("address", round(weights.same_address * (likeness - 0.5) * 2, 3), one[:120], other[:120]))
    return parts


def _identifiers(party: Profile, subject: Profile, weights: Weights) -> list[Part]:
    """The best agreement of each kind; only where no value of a kind agrees does its disagreement count."""
    parts: list[Part] = []
    theirs = [same for same in map(normalise_identifier, subject.identifiers) if same.value]
    mine = [same for same in map(normalise_identifier, party.identifiers) if same.value]
    for kind in dict.fromkeys(one.kind for one in mine):
        pairs = [(one, other) for one in mine for other in theirs if one.kind == other.kind == kind and _one_country(one, other)]
        if not pairs:
            continue
        equal = [(one, other) for one, other in pairs if one.value == other.value]
        near = [(one, other) for one, other in pairs if one_slip_apart(one.value, other.value)]
        if equal:
            parts.append(Part(f"identifier.{kind}", weights.same.get(kind, 8.0), equal[0][0].value, equal[0][1].value))
        elif near:
            one, other = next(((a, b) for a, b in near if False in (a.valid, b.valid)), near[0])
            bits = weights.near_miss_failing_check if False in (one.valid, other.valid) else weights.near_miss
            parts.append(Part("identifier.near", bits, one.value, other.value))
        elif weights.other.get(kind):
            parts.append(Part(f"identifier.{kind}", weights.other[kind], pairs[0][0].value, pairs[0][1].value))
    return parts


def _one_country(one: NormalisedIdentifier, other: NormalisedIdentifier) -> bool:
    return not one.country or not other.country or one.country == other.country


def _birth_bits(one: str, other: str, weights: Weights) -> float:
    short = min(len(one), len(other))
    if one[:short] == other[:short]:
        return {4: weights.same_birth_year, 7: weights.same_birth_month}.get(short, weights.same_birth_date)
    # Day and month exchanged, or one sign off: an error of writing more often than another person.
    if len(one) == len(other) == 10 and one[:4] == other[:4] and (one[5:7], one[8:]) == (other[8:], other[5:7]):
        return weights.same_birth_year
    try:
        years = abs(int(one[:4]) - int(other[:4]))
    except ValueError:
        return 0.0
    return (
        weights.near_birth_year
        if years <= 1 or (len(one) == len(other) == 10 and one[4:] == other[4:])
        else weights.other_birth_date
    )


def _address_likeness(one: str, other: str) -> float:
    mine, theirs = _address_words(one), _address_words(other)
    if min(len(mine), len(theirs)) < 3:
        return 0.0
    numbers = {word for word in mine if word.isdigit()}, {word for word in theirs if word.isdigit()}
    likeness = token_set_ratio(" ".join(mine), " ".join(theirs)) / 100
    return likeness * (0.8 if numbers[0] and numbers[1] and not numbers[0] & numbers[1] else 1.0)


@lru_cache(maxsize=20_000)
def _address_words(address: str) -> tuple[str, ...]:
    return tuple(word for part in address.split(",") for word in normalise_name(part))
