"""What somebody asks, before it is a row: checked, with the path of every field that is wrong."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE
from hub.kit.text import line_of, require_seen
from intel.matching import Identifier, Profile
from intel.queries.models import Query, Urgency
from intel.subjects.entries import SubjectEntry
from intel.subjects.entries import checked as checked_subject
from intel.subjects.models import Subject, SubjectName

#: The most characters of each of its texts.
LIMITS = {"case_reference": 80, "legal_basis": NOTE}

#: How many names, numbers and so on one query has.
SEVERAL = 20

_KINDS = {Subject.Kind.PERSON.value: "person", Subject.Kind.ORGANISATION.value: "entity"}


@dataclass(frozen=True, slots=True)
class Why:
    """For what one asks, on what ground, in which case, and how soon an answer is needed."""

    purpose: str
    legal_basis: str
    case_reference: str
    urgency: str = Urgency.NORMAL.value

    def columns(self) -> dict[str, str]:
        """The values of the row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class QueryEntry:
    """One question: for what, on what ground, in which case, and about whom or what.

    `identifiers` are (kind, value, country); countries ISO 3166-1 alpha-2; birth dates "1971", "1971-03" or "1971-03-12".
    """

    purpose: str
    legal_basis: str
    case_reference: str
    kind: str
    names: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str, str], ...] = ()
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    urgency: str = Urgency.NORMAL.value

    @property
    def why(self) -> Why:
        """Without about whom or what."""
        return Why(self.purpose, self.legal_basis, self.case_reference, self.urgency)

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        lists = {name: list(getattr(self, name)) for name in ("names", "birth_dates", "countries", "addresses")}
        return {**self.why.columns(), "kind": self.kind, **lists, "identifiers": [list(one) for one in self.identifiers]}


def checked(entry: QueryEntry, *, purposes: Sequence[str] | None = None) -> QueryEntry:
    """The entry tidied. Raises Invalid with the field's path (`names.0`, `identifiers.2.value`) and what to do.

    `purposes` are the codes that may be given today; without them they are read.
    """
    why = checked_why(entry.why, purposes=purposes)
    for name in ("names", "identifiers", "birth_dates", "countries", "addresses"):
        if len(getattr(entry, name)) > SEVERAL:
            raise Invalid(_("At most %(most)s of them.") % {"most": SEVERAL}, field=name)
    names = [name for name in map(str.strip, entry.names) if name]
    if not names and not entry.identifiers:
        raise Invalid(_("Give a name, or a number by which it is known."), field="names")
    subject = _subject(entry, names)
    return QueryEntry(
        **why.columns(), kind=entry.kind,
        names=(subject.label, *(text for _kind, text in subject.names)) if names else (),
        identifiers=subject.identifiers, birth_dates=subject.birth_dates, countries=subject.countries,
        addresses=subject.addresses)


def checked_why(why: Why, *, purposes: Sequence[str] | None = None) -> Why:
    """Why one asks, tidied. Raises Invalid with the field. `purposes` as above."""
    may = [code.code for code in codes_in_force("purpose")] if purposes is None else purposes
    if why.purpose not in may:
        raise Invalid(_("Choose for what purpose you ask."), field="purpose")
    if why.urgency not in Urgency.values:
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": why.urgency}, field="urgency")
    said: dict[str, str] = {}
    for name, missing in (("legal_basis", _("Say on what legal basis you ask.")),
                          ("case_reference", _("Say in which case you ask: its number in your files."))):
        said[name] = line_of(getattr(why, name))
        require_seen(getattr(why, name), name)
        if not said[name]:
            raise Invalid(missing, field=name)
        if len(said[name]) > LIMITS[name]:
            raise Invalid(_("At most %(most)s characters.") % {"most": LIMITS[name]}, field=name)
    return replace(why, **said)


def profile_of(query: Query) -> Profile:
    """What the engine compares."""
    return Profile(
        key=query.pk, kind=_KINDS.get(query.kind, ""), names=tuple(query.names) if query.kind in _KINDS else (),
        identifiers=tuple(Identifier(*one) for one in query.identifiers), countries=tuple(query.countries),
        birth_dates=tuple(query.birth_dates), addresses=tuple(query.addresses))


def _subject(entry: QueryEntry, names: list[str]) -> SubjectEntry:
    """What a subject is checked for, a query is, too; its paths are those of a subject's fields."""
    label, *further = names or [entry.identifiers[0][1] or "?"]
    try:
        return checked_subject(SubjectEntry(
            kind=entry.kind, label=label, names=tuple((SubjectName.Kind.ALIAS.value, name) for name in further),
            identifiers=entry.identifiers, birth_dates=entry.birth_dates, countries=entry.countries,
            addresses=entry.addresses), cleared=("UNCLASSIFIED",))
    except Invalid as error:
        raise Invalid(error.message, field=_path(error.field or "")) from error


def _path(field: str) -> str:
    """A subject's path as that of a query: its label is the first name, a further name has one more before it."""
    match field.split("."):
        case ["label"]:
            return "names.0"
        case ["names", number, _part]:
            return f"names.{int(number) + 1}"
        case _:
            return field
