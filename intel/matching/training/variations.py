"""Names written otherwise: one class a function, the same seed the same name.

`vary(name, kind=..., variation=..., seed=...)` writes one; `classes(kind)` lists what applies to a kind.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from random import Random

from . import invented, legal, romanising, scripts, slips, words
from .naming import parse_person

Variation = Callable[[str, Random, tuple[str, ...]], "str | None"]

PERSON = "person"
ENTITY = "entity"


def _plain(write: Callable[[str, Random], str | None]) -> Variation:
    """A variation that does not care where the name is from."""
    return lambda name, rng, countries: write(name, rng)


ANY_KIND: dict[str, Variation] = {
    "as_listed": lambda name, rng, countries: name,
    "slip": _plain(slips.slip),
    "slips": _plain(slips.slips),
    "transposed": _plain(slips.transposed),
    "scanned": _plain(slips.scanned),
    "heard": _plain(slips.heard),
    "accents": _plain(slips.accented),
    "romanised": romanising.romanised,
    "script": scripts.native,
    "abbreviated": _plain(words.abbreviated),
    "glued": _plain(words.glued),
    "split": _plain(words.split),
    "cut": _plain(words.cut),
    "noise": _plain(words.noise),
}
ENTITY_ONLY: dict[str, Variation] = {
    "form_dropped": _plain(legal.form_dropped),
    "form_respelt": _plain(legal.form_respelt),
    "form_translated": _plain(legal.form_translated),
    "form_moved": _plain(legal.form_moved),
    "form_replaced": _plain(legal.form_replaced),
    "order": _plain(words.organisation_order),
    "word_dropped": _plain(words.word_dropped),
    "word_added": _plain(words.word_added),
    "initials": _plain(words.organisation_initials),
    "shortened": _plain(words.shortened),
    "acronym": _plain(words.acronym),
    "honorific": _plain(words.firm_honorific),
}
PERSON_ONLY: dict[str, Variation] = {
    "order": _plain(words.person_order),
    "word_dropped": _plain(words.person_word_dropped),
    "word_added": lambda name, rng, countries: words.person_word_added(name, rng, invented.MORE_NAMES),
    "initials": _plain(words.person_initials),
    "honorific": _plain(words.honorific),
    "maternal_dropped": _plain(words.maternal_dropped),
}
TURNS_ITSELF = frozenset(
    ("as_listed", "order", "word_dropped", "word_added", "initials", "honorific", "maternal_dropped")
)
# Pairs that occur together on one document; each is made of two classes above, first one then the other.
# fmt: off
TWO_AT_ONCE: dict[str, tuple[tuple[str, str], ...]] = {
    ENTITY: (
        ("form_dropped", "slip"), ("form_respelt", "abbreviated"), ("form_translated", "word_dropped"),
        ("word_added", "slip"), ("abbreviated", "cut"),
        ("noise", "cut"), ("slip", "noise"), ("romanised", "form_dropped"), ("form_moved", "scanned"),
        ("word_dropped", "heard"), ("order", "slip"), ("glued", "form_dropped"),
        ("abbreviated", "noise"), ("form_dropped", "noise"), ("scanned", "form_respelt"), ("slip", "transposed"),
        ("romanised", "noise"), ("split", "form_replaced"),
    ),
    PERSON: (
        ("order", "slip"), ("order", "romanised"), ("initials", "slip"), ("maternal_dropped", "slip"),
        ("honorific", "scanned"), ("romanised", "slip"),
        ("word_dropped", "romanised"), ("order", "noise"), ("word_dropped", "heard"), ("order", "glued"),
        ("maternal_dropped", "initials"), ("romanised", "word_dropped"),
        ("honorific", "noise"), ("order", "scanned"), ("abbreviated", "order"), ("romanised", "initials"),
    ),
}
# fmt: on
TABLES: dict[str, dict[str, Variation]] = {ENTITY: ANY_KIND | ENTITY_ONLY, PERSON: ANY_KIND | PERSON_ONLY}


def classes(kind: str) -> tuple[str, ...]:
    """The classes of variation of a kind ("person", "entity"), "two" for two at once being the last."""
    return (*TABLES[kind or ENTITY], "two")


def vary(name: str, *, kind: str, variation: str, seed: float | str = 0, countries: tuple[str, ...] = ()) -> str | None:
    """`name` written with one variation; None when it has nothing the variation could change.

    `countries` (alpha-2) tell which romanisations compete. The same arguments always give the same name.
    Raises KeyError for a class the kind does not have.
    """
    kind = kind or ENTITY
    digest = blake2b(f"{seed}|{variation}|{kind}|{name}".encode(), digest_size=8).digest()
    rng = Random(int.from_bytes(digest, "big"))
    if variation == "two":
        first, second = rng.choice(TWO_AT_ONCE[kind])
        steps: tuple[str, ...] = (first, second)
    else:
        steps = (variation,)
    # Lists print persons surname first; most documents do not. Classes that turn the name themselves take it as listed.
    natural = kind == PERSON and "," in name and steps[0] not in TURNS_ITSELF and rng.random() < 0.5
    begun = written = parse_person(name).natural() if natural else name
    for step in steps:
        changed = TABLES[kind][step](written, rng, countries)
        if not changed:
            return None
        written = changed
    if variation != "as_listed" and written in {name, begun}:
        return None
    return styled(written, rng)


def styled(name: str, rng: Random) -> str:
    """The case and the punctuation of the document: mostly capitals, some title case, commas and stops kept or not."""
    act = rng.random()
    name = name.upper() if act < 0.65 else name.title() if act < 0.85 else name
    if rng.random() < 0.2:
        name = name.replace(".", "").replace(",", "")
    return name
