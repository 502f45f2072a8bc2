"""A name taken apart: a person into surnames and given names, an organisation into its words and its legal form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .wording import SENSES, SMALL_WORDS

PARTICLES = frozenset(
    "DE DEL LA LAS LOS DA DI VON VAN DER DEN EL AL BIN BEN IBN BINT ABU UMM ABD ABDUL ABDEL 'ABD".split()
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """Surnames and given names, particles kept with the word they belong to: ("DE LA CRUZ", "PEREZ"), ("Juan",)."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]

    def natural(self) -> str:
        """Given names first: "Juan DE LA CRUZ PEREZ"."""
        return " ".join(self.given + self.surnames)

    def listed(self) -> str:
        """As lists print it: "DE LA CRUZ PEREZ, Juan"."""
        if not self.given or not self.surnames:
            return " ".join(self.surnames + self.given)
        return f"{' '.join(self.surnames)}, {' '.join(self.given)}"

    def surname_first(self) -> str:
        """Surname first without the comma: "DE LA CRUZ PEREZ Juan"."""
        return " ".join(self.surnames + self.given)


def parse_person(name: str) -> PersonName:
    """Take a person's name apart; without a comma the last word (of four or more: the last two) is the surname."""
    if "," in name:
        surnames, given = name.split(",", 1)
        return PersonName(join_particles(surnames.split()), join_particles(given.split()))
    words = join_particles(name.split())
    cut = len(words) - (2 if len(words) >= 4 else 1)
    return PersonName(words[cut:], words[:cut])


def join_particles(words: list[str]) -> tuple[str, ...]:
    """Particles joined to the next word: ["DE", "LA", "CRUZ", "PEREZ"] gives ("DE LA CRUZ", "PEREZ")."""
    joined: list[str] = []
    pending: list[str] = []
    for word in words:
        if word.upper() in PARTICLES:
            pending.append(word)
            continue
        joined.append(" ".join([*pending, word]))
        pending = []
    return tuple(joined + ([" ".join(pending)] if pending else []))


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """The words of an organisation and its legal form as written; `sense` and `tongue` say which row it stands in."""

    core: str
    form: str = ""
    form_first: bool = False
    sense: int = -1
    tongue: str = ""

    @property
    def words(self) -> list[str]:
        """The words without the legal form."""
        return self.core.split()

    def with_core(self, core: str) -> str:
        """The name again, with other words around the same legal form."""
        if not self.form:
            return core
        return f"{self.form} {core}" if self.form_first else f"{core} {self.form}"


def _spelling_key(text: str) -> str:
    key = re.sub(r"[^A-Z0-9&]", "", text.upper())
    # Romanised forms come in many spellings; short ones must be exact, or a word becomes a form.
    return key if len(key) < 10 else re.sub("SHCH|SCH|SH", "S", key).replace("TC", "TS").replace("Y", "I")


def _form_spellings() -> dict[str, list[tuple[int, str]]]:
    spellings: dict[str, list[tuple[int, str]]] = {}
    for sense, tongues in enumerate(SENSES):
        for tongue, written in tongues.items():
            for spelling in written:
                spellings.setdefault(_spelling_key(spelling), []).append((sense, tongue))
    return spellings


FORM_SPELLINGS = _form_spellings()
LONGEST_FORM = 7


def parse_organisation(name: str) -> OrganisationName:
    """Set the legal form apart, at the end or at the start, the longest spelling first."""
    words = name.split()
    for size in range(min(LONGEST_FORM, len(words) - 1), 0, -1):
        found = FORM_SPELLINGS.get(_spelling_key(" ".join(words[-size:])))
        if found:
            core = " ".join(words[:-size]).rstrip(" ,-")
            return OrganisationName(core, " ".join(words[-size:]), False, *found[0])
    for size in range(min(LONGEST_FORM, len(words) - 1), 0, -1):
        if size == 1 and len(_spelling_key(words[0])) < 3 and words[0].upper() not in {"AO", "AT"}:
            continue
        found = FORM_SPELLINGS.get(_spelling_key(" ".join(words[:size])))
        if found:
            return OrganisationName(" ".join(words[size:]).lstrip(" ,-"), " ".join(words[:size]), True, *found[0])
    return OrganisationName(name)


def significant(words: list[str]) -> list[str]:
    """The words that carry something: no articles, prepositions, single signs."""
    return [word for word in words if word.upper().strip(".,") not in SMALL_WORDS and re.search(r"\w", word)]
