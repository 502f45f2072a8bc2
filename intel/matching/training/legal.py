"""Legal forms changed: spelt otherwise, put elsewhere, left out, translated, replaced, made up."""

from __future__ import annotations

from random import Random

from .naming import OrganisationName, parse_organisation
from .wording import SENSES


def form_dropped(name: str, rng: Random) -> str | None:
    """The firm without its legal form."""
    parsed = parse_organisation(name)
    return parsed.core if parsed.form and len(parsed.core) > 3 else None


def form_respelt(name: str, rng: Random) -> str | None:
    """The same form as others write it: S.R.L., SRL, Sociedad de Responsabilidad Limitada."""
    parsed = parse_organisation(name)
    if not parsed.form:
        return None
    return _with_form(parsed, _another(SENSES[parsed.sense][parsed.tongue], parsed.form, rng), rng)


def form_translated(name: str, rng: Random) -> str | None:
    """The form of the same sense in another country's tongue: GmbH for Ltda."""
    parsed = parse_organisation(name)
    if not parsed.form:
        return None
    tongues = SENSES[parsed.sense]
    tongue = rng.choice([each for each in tongues if each != parsed.tongue])
    return _with_form(parsed, rng.choice(tongues[tongue]), rng)


def form_moved(name: str, rng: Random) -> str | None:
    """The form at the other end, behind a comma, or in brackets."""
    parsed = parse_organisation(name)
    if not parsed.form:
        return None
    if parsed.form_first:
        return rng.choice(
            (f"{parsed.core} {parsed.form}", f"{parsed.core}, {parsed.form}", f"{parsed.core} ({parsed.form})")
        )
    words = parsed.words
    places = [f"{parsed.form} {parsed.core}", f"{parsed.core} ({parsed.form})", f"{parsed.form}, {parsed.core}"]
    if len(words) > 2:
        places.append(f"{words[0]} {parsed.form} {' '.join(words[1:])}")
    return rng.choice(places)


def form_replaced(name: str, rng: Random) -> str | None:
    """Another form of the same tongue: S.A. where S.R.L. is listed; a firm without one is given one."""
    parsed = parse_organisation(name)
    if not parsed.form:
        tongue = rng.choice(("es", "es", "en", "us", "ru"))
        return f"{name} {rng.choice(rng.choice([sense[tongue] for sense in SENSES if tongue in sense]))}"
    others = [sense[parsed.tongue] for at, sense in enumerate(SENSES) if at != parsed.sense and parsed.tongue in sense]
    return _with_form(parsed, rng.choice(rng.choice(others)), rng) if others else None


def _with_form(parsed: OrganisationName, form: str, rng: Random) -> str:
    first = parsed.form_first if rng.random() < 0.7 else not parsed.form_first
    # Only the Russian and the Messrs kind stand in front; a Ltd. in front is read as a word.
    if first and (parsed.form_first or parsed.tongue == "ru"):
        return f"{form} {parsed.core}"
    return f"{parsed.core}{rng.choice((' ', ' ', ', '))}{form}"


def _another(spellings: tuple[str, ...], than: str, rng: Random) -> str:
    return rng.choice([each for each in spellings if each != than.upper()] or list(spellings))
