"""Whole words changed: order, dropped, added, initials, abbreviations, acronyms, glued, split, cut, noise around."""

from __future__ import annotations

import re
from random import Random

from . import wording
from .naming import parse_organisation, parse_person, significant


def person_order(name: str, rng: Random) -> str | None:
    """The same words in another order: given names first, surname first without comma, the second given name first."""
    person = parse_person(name)
    if not person.given or not person.surnames:
        return None
    orders = [person.natural(), person.surname_first()]
    if len(person.given) > 1:
        orders.append(" ".join(person.given[1:] + person.given[:1] + person.surnames))
        orders.append(f"{person.given[0]} {' '.join(person.surnames)} {' '.join(person.given[1:])}")
        orders.append(" ".join(reversed(person.surnames + person.given)))
    if len(person.surnames) > 1:
        orders.append(f"{person.surnames[0]} {' '.join(person.given)} {' '.join(person.surnames[1:])}")
    return _other_than(name, orders, rng)


def organisation_order(name: str, rng: Random) -> str | None:
    """Words of a firm turned: the first put last, two exchanged, "Bank of X" as "X Bank"."""
    parsed = parse_organisation(name)
    words = parsed.words
    if len(words) < 2:
        return None
    turned = [words[1:] + words[:1], words[-1:] + words[:-1]]
    at = rng.randrange(len(words) - 1)
    turned.append([*words[:at], words[at + 1], words[at], *words[at + 2 :]])
    orders = [parsed.with_core(" ".join(each)) for each in turned]
    return _other_than(name, orders, rng)


def word_dropped(name: str, rng: Random) -> str | None:
    """One word missing of three or more; a legal form is not counted as a word."""
    parsed = parse_organisation(name)
    words = parsed.words
    droppable = significant(words)
    if len(droppable) < 3:
        return None
    words.remove(rng.choice(droppable))
    return parsed.with_core(" ".join(words))


def person_word_dropped(name: str, rng: Random) -> str | None:
    """One given name or surname missing of three or more."""
    person = parse_person(name)
    if len(person.given) + len(person.surnames) < 3:
        return None
    surnames, given = list(person.surnames), list(person.given)
    (
        given
        if len(given) > 1 and (rng.random() < 0.7 or len(surnames) < 2)
        else surnames
        if len(surnames) > 1
        else given
    ).pop(rng.choice((0, -1)))
    return " ".join((surnames + given) if rng.random() < 0.4 else (given + surnames))


def word_added(name: str, rng: Random) -> str:
    """One word more: a trade, a country, a group."""
    parsed = parse_organisation(name)
    added = rng.choice(wording.ADDED_WORDS)
    return parsed.with_core(f"{added} {parsed.core}" if rng.random() < 0.3 else f"{parsed.core} {added}")


def person_word_added(name: str, rng: Random, names: tuple[str, ...]) -> str:
    """A second given name or a second surname nobody had listed."""
    person = parse_person(name)
    added = rng.choice(names)
    if rng.random() < 0.5:
        return " ".join((*person.given[:1], added, *person.given[1:], *person.surnames))
    return " ".join((*person.given, *person.surnames, added))


def person_initials(name: str, rng: Random) -> str | None:
    """Given names as initials: J. C. PEREZ, PEREZ JUAN C, Juan C. Perez."""
    person = parse_person(name)
    if not person.given or not person.surnames:
        return None
    stop = rng.choice((".", "", "."))
    keep_first = len(person.given) > 1 and rng.random() < 0.6
    initials = [
        word if keep_first and at == 0 else word.lstrip("'")[:1].upper() + stop for at, word in enumerate(person.given)
    ]
    joined = " ".join(initials) if keep_first or rng.random() < 0.7 else "".join(initials)
    surnames = " ".join(person.surnames)
    return rng.choice((f"{joined} {surnames}", f"{surnames} {joined}", f"{surnames}, {joined}"))


def organisation_initials(name: str, rng: Random) -> str | None:
    """One or two words of a firm as initials, a long one kept whole."""
    parsed = parse_organisation(name)
    words = parsed.words
    able = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if len(able) < 3:
        return None
    kept = max(able, key=lambda at: (len(words[at]), rng.random()))
    chosen = rng.sample([at for at in able if at != kept], rng.choice((1, 2) if len(able) > 3 else (1,)))
    return parsed.with_core(" ".join(f"{word[0]}." if at in chosen else word for at, word in enumerate(words)))


def abbreviated(name: str, rng: Random) -> str | None:
    """Usual abbreviations for the words that have one, or the word written out where the abbreviation is listed."""
    words = name.split()
    able = [at for at, word in enumerate(words) if word.upper().strip(",.") in wording.ABBREVIATIONS]
    if not able:
        return None
    for at in able if rng.random() < 0.6 else [rng.choice(able)]:
        words[at] = rng.choice(wording.ABBREVIATIONS[words[at].upper().strip(",.")])
    return _changed(name, " ".join(words))


def shortened(name: str, rng: Random) -> str | None:
    """A long word cut with a full stop, as no table lists it: CONSTRUC. for CONSTRUCTORA."""
    words = name.split()
    able = [at for at, word in enumerate(words) if len(word) >= 8 and word.isalpha()]
    if not able or len(words) < 2:
        return None
    at = rng.choice(able)
    words[at] = words[at][: rng.randint(4, len(words[at]) - 3)] + rng.choice((".", ".", ""))
    return " ".join(words)


def acronym(name: str, rng: Random) -> str | None:
    """The initials for the name, bare, with stops, with the legal form, or for all words but a last one."""
    parsed = parse_organisation(name)
    words = significant(parsed.words)
    if len(words) < 3:
        return None
    if len(words) >= 4 and rng.random() < 0.25:
        return f"{''.join(word[0] for word in words[:-1])} {words[-1]}"
    initials = [word.lstrip("'(\"")[:1].upper() for word in words]
    written = rng.choice(("".join(initials), "".join(initials), ".".join(initials) + "."))
    return parsed.with_core(written) if parsed.form and rng.random() < 0.4 else written


def glued(name: str, rng: Random) -> str | None:
    """A space lost between two words, or all of them."""
    places = [found.start() for found in re.finditer(r"(?<=\w)[ -]+(?=\w)", name)]
    if not places:
        return None
    if len(places) > 1 and len(name) < 24 and rng.random() < 0.15:
        return re.sub(r"[ -]+", "", name)
    at = rng.choice(places)
    return name[:at] + name[at:].lstrip(" -")


def split(name: str, rng: Random) -> str | None:
    """A space or hyphen inside a word of six letters or more."""
    words = name.split()
    able = [at for at, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not able:
        return None
    at = rng.choice(able)
    where = rng.randint(2, len(words[at]) - 2)
    words[at] = words[at][:where] + rng.choice((" ", " ", "-")) + words[at][where:]
    return " ".join(words)


def cut(name: str, rng: Random) -> str | None:
    """Cut at the 35 characters of an EDI name field; not where little but the legal form would be left."""
    parsed = parse_organisation(name)
    left = wording.EDI_FIELD - (len(parsed.form) if parsed.form_first else 0)
    return name[: wording.EDI_FIELD].strip() if len(name) > wording.EDI_FIELD and left >= 8 else None


def noise(name: str, rng: Random) -> str:
    """What else stands in the name field: an address, a branch, a care-of, a tax number, another name."""
    comma = rng.choice((" ", ", ", " - ", " / "))
    act = rng.random()
    if act < 0.35:
        city = rng.choice(wording.CITIES) if rng.random() < 0.6 else ""
        return f"{name}{comma}{rng.choice(wording.STREETS)}{rng.choice((' ', ', '))}{city}".strip(" ,")
    if act < 0.50:
        return f"{name}{comma}{rng.choice(wording.CITIES)}"
    if act < 0.70:
        return f"{name} {rng.choice(wording.BRANCHES)}"
    if act < 0.85:
        care = rng.choice(("C/O", "c/o", "CARE OF", "A/C", "P/O", "O/B", "POR CUENTA DE", "ON BEHALF OF"))
        if care in {"C/O", "c/o", "CARE OF"} or rng.random() < 0.3:
            return f"{name} {care} {rng.choice(wording.CARRIERS)}"
        return f"{rng.choice(wording.CARRIERS)} {care} {name}"
    return f"{name}{comma}{rng.choice(wording.NOTES)}"


def honorific(name: str, rng: Random) -> str:
    """A person with a title in front or behind."""
    shown = parse_person(name).natural() if rng.random() < 0.6 else name
    if rng.random() < 0.8:
        return f"{rng.choice(wording.HONORIFICS)} {shown}"
    return f"{shown} {rng.choice(wording.TITLES_AFTER)}"


def firm_honorific(name: str, rng: Random) -> str:
    """A firm with M/S, MESSRS, EMPRESA in front."""
    return f"{rng.choice(wording.FIRM_HONORIFICS)} {name}"


def maternal_dropped(name: str, rng: Random) -> str | None:
    """A person of two surnames with the first alone, or the second as an initial."""
    person = parse_person(name)
    if len(person.surnames) != 2 or not person.given:
        return None
    given = person.given if rng.random() < 0.6 else person.given[:1]
    first, second = person.surnames
    short = (first,) if rng.random() < 0.85 else (first, second[:1] + ".")
    return (
        " ".join((*given, *short))
        if rng.random() < 0.5
        else f"{' '.join(short)}{rng.choice((', ', ' '))}{' '.join(given)}"
    )


def _other_than(name: str, orders: list[str], rng: Random) -> str | None:
    different = [order for order in orders if order.upper() != name.upper()]
    return rng.choice(different) if different else None


def _changed(before: str, after: str) -> str | None:
    return after if after != before else None
