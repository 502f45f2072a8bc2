"""Whom somebody asks for who wants to know what is held on a person."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import LINE
from hub.kit.text import line_of, require_seen
from intel.matching import Identifier, Profile, normalise_identifier
from intel.subjects.models import IdentifierKind

#: Words too short to find anything by.
SHORT = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Whom somebody asks for: a name, a number, a date of birth ("1971", "1971-03", "1971-03-12"), as far as known."""

    name: str = ""
    identifier: str = ""
    birth_date: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.name, self.identifier, self.birth_date)))

    @property
    def words(self) -> list[str]:
        """The words of the name by which rows are found."""
        return [word for word in self.name.split() if len(word) >= SHORT] or self.name.split()

    def profile(self) -> Profile:
        """What the engine compares; a number counts as of every kind."""
        numbers = tuple(Identifier(kind, self.identifier, "") for kind in IdentifierKind.values) if self.identifier else ()
        return Profile(key=0, names=(self.name,) if self.name else (), identifiers=numbers,
                       birth_dates=(self.birth_date,) if self.birth_date else ())

    def forms(self) -> list[str]:
        """The number as the engine compares it, by every kind."""
        return sorted({normalise_identifier(Identifier(kind, self.identifier, "")).value for kind in IdentifierKind.values})


def checked(person: Person, *, purpose: str, case_reference: str) -> Person:
    """The person tidied. Raises Invalid with the field."""
    for name, value in (("name", person.name), ("identifier", person.identifier), ("case_reference", case_reference)):
        require_seen(value, name)
        if len(value) > LINE:
            raise Invalid(_("At most %(most)s characters.") % {"most": LINE}, field=name)
    if purpose not in {code.code for code in codes_in_force("protection")}:
        raise Invalid(_("Choose for what purpose you look."), field="purpose")
    if not line_of(case_reference):
        raise Invalid(_("Say in which case: its number in your files."), field="case_reference")
    tidy = Person(line_of(person.name), line_of(person.identifier), person.birth_date.strip())
    if not (tidy.name or tidy.identifier or tidy.birth_date):
        raise Invalid(_("Give a name, a number or a date of birth."), field="name")
    if tidy.birth_date and not _is_date(tidy.birth_date):
        raise Invalid(_("As far as known: 1971, 1971-03 or 1971-03-12."), field="birth_date")
    return tidy


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10] if len(text) in (4, 7) else text)
    except ValueError:
        return False
    return len(text) in (4, 7, 10)
