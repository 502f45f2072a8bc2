"""A subject as somebody describes it, before it is a row: checked, and comparable with what is there already."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agencies.markings.classification import Classification
from hub.kit.canonical import Schemes
from hub.kit.errors import Invalid
from hub.kit.limits import LINE, PROSE
from hub.kit.text import line_of, require_seen
from intel.matching import Identifier, NormalisedIdentifier, normalise_identifier
from intel.subjects.countries import ALPHA_2
from intel.subjects.models import IdentifierKind, Subject, SubjectName

#: The most characters of each of its texts; of an address and of an identifier's value too.
LIMITS = {"label": LINE, "remarks": PROSE, "source": 40, "source_ref": 80}
ADDRESS, VALUE = 400, 120


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """What is known of one subject.

    `names` are (kind, text) besides the label, which is the primary name; `identifiers` are (kind, value, country);
    countries are ISO 3166-1 alpha-2 codes, birth dates "1971", "1971-03" or "1971-03-12". `source` and `source_ref` say
    from which list it was taken and under which number.
    """

    kind: str
    label: str
    names: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[tuple[str, str, str], ...] = ()
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    remarks: str = ""
    classification: str = Classification.UNCLASSIFIED
    source: str = ""
    source_ref: str = ""

    @classmethod
    def of(cls, subject: Subject) -> "SubjectEntry":
        """The entry that a row with its names and identifiers amounts to."""
        return cls(
            kind=subject.kind, label=subject.label,
            names=tuple((n.kind, n.name) for n in subject.names.all() if n.kind != SubjectName.Kind.PRIMARY),
            identifiers=tuple((i.kind, i.value, i.country) for i in subject.identifiers.all()),
            countries=tuple(subject.countries), birth_dates=tuple(subject.birth_dates),
            addresses=tuple(subject.addresses), remarks=subject.remarks, classification=subject.classification,
            source=subject.source, source_ref=subject.source_ref)

    @classmethod
    def from_json(cls, said: Any) -> "SubjectEntry":
        """The entry that `as_json` was made of."""
        return cls(**{name: _tuples(value) for name, value in said.items()})

    def as_json(self) -> dict[str, Any]:
        """The fields as JSON keeps them: `{"kind": "PERSON", "names": [["ALIAS", "El Flaco"]], …}`."""
        return asdict(self)

    def differs(self, other: "SubjectEntry") -> list[str]:
        """The fields in which another entry says something else."""
        return [name for name in self.__slots__ if getattr(self, name) != getattr(other, name)]

    def columns(self) -> dict[str, Any]:
        """The values of the row itself, without those of names and identifiers."""
        return {
            "kind": self.kind, "label": self.label, "countries": list(self.countries),
            "birth_dates": list(self.birth_dates), "addresses": list(self.addresses), "remarks": self.remarks,
            "classification": self.classification, "source": self.source, "source_ref": self.source_ref,
        }


#: The fields of the time before fingerprints had numbers, in their order.
_UNNUMBERED = ("kind", "label", "names", "identifiers", "countries", "birth_dates", "addresses", "remarks",
               "classification", "source", "source_ref")


def _unnumbered(entry: SubjectEntry) -> str:
    return hashlib.sha256(json.dumps([getattr(entry, name) for name in _UNNUMBERED]).encode()).hexdigest()


#: Fingerprints of what a source says of a subject: they tell the news of its next edition.
digests: Schemes[SubjectEntry] = Schemes({1: lambda entry: entry}, unnumbered=_unnumbered)


def checked(entry: SubjectEntry, *, cleared: Sequence[str], at: str = "", lenient: bool = False) -> SubjectEntry:
    """The entry tidied: blanks trimmed, codes in capitals, repetitions dropped. Raises Invalid with the field's path.

    Signs that are not seen (zero-width, direction overrides) are refused, or with `lenient` left out.
    `at` goes before the path ("entries.17."). A value that is no usable identifier ("S/N") is refused, or with
    `lenient` kept as it was written: then it is shown but never compared.
    """
    def refuse(field: str, message: str) -> None:
        raise Invalid(message, field=f"{at}{field}")

    if not lenient:
        _require_seen(entry, at)
    label = line_of(entry.label)
    if not label:
        refuse("label", _("Give the name by which it is known."))
    if entry.kind not in Subject.Kind.values:
        refuse("kind", _("“%(kind)s” is no kind of subject.") % {"kind": entry.kind})
    if entry.classification not in Classification.values:
        refuse("classification", _("“%(code)s” is no classification.") % {"code": entry.classification})
    if entry.classification not in cleared:
        refuse("classification", _("This is above your own clearance: you could not read it any more."))
    for name, most in LIMITS.items():
        if len(getattr(entry, name)) > most:
            refuse(name, _("At most %(most)s characters.") % {"most": most})
    countries = [_country(code, f"countries.{n}", refuse) for n, code in enumerate(entry.countries)]
    birth_dates = [_partial_date(given, f"birth_dates.{n}", refuse) for n, given in enumerate(entry.birth_dates)]
    return replace(
        entry, label=label, names=_names(entry, label, refuse), identifiers=_identifiers(entry, lenient, refuse),
        countries=tuple(dict.fromkeys(countries)), birth_dates=tuple(dict.fromkeys(birth_dates)),
        addresses=_addresses(entry, refuse), remarks=entry.remarks.strip())


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _require_seen(entry: SubjectEntry, at: str) -> None:
    """A list is taken without the signs that are not seen; a person is told of them."""
    texts = {"label": entry.label, **{f"names.{n}.name": text for n, (_kind, text) in enumerate(entry.names)},
             **{f"identifiers.{n}.value": value for n, (_kind, value, _country) in enumerate(entry.identifiers)},
             **{f"addresses.{n}": text for n, text in enumerate(entry.addresses)}}
    for field, text in texts.items():
        require_seen(text, f"{at}{field}")


def normalised(kind: str, value: str, country: str) -> NormalisedIdentifier:
    """The identifier as the matching engine compares it."""
    return normalise_identifier(Identifier(kind, value, country))


def _names(entry: SubjectEntry, label: str, refuse: Any) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for number, (kind, text) in enumerate(entry.names):
        text = line_of(text)
        if kind not in SubjectName.Kind.values or kind == SubjectName.Kind.PRIMARY:
            refuse(f"names.{number}.kind", _("“%(kind)s” is no kind of further name.") % {"kind": kind})
        if not text or len(text) > LINE:
            refuse(f"names.{number}.name", _("Give a name of at most 300 characters."))
        if text != label:
            found.setdefault(text, kind)
    return tuple((kind, text) for text, kind in found.items())


def _identifiers(entry: SubjectEntry, lenient: bool, refuse: Any) -> tuple[tuple[str, str, str], ...]:
    found: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for number, (kind, value, country) in enumerate(entry.identifiers):
        value = line_of(value)
        if kind not in IdentifierKind.values:
            refuse(f"identifiers.{number}.kind", _("“%(kind)s” is no kind of identifier.") % {"kind": kind})
        if not value or len(value) > VALUE:
            refuse(f"identifiers.{number}.value", _("Give a value of at most 120 characters."))
        if country:
            country = _country(country, f"identifiers.{number}.country", refuse)
        form = normalised(kind, value, country)
        if not form.value and not lenient:
            refuse(f"identifiers.{number}.value", _("“%(value)s” cannot identify anything.") % {"value": value})
        found.setdefault((kind, form.value, form.country or country), (kind, value, form.country or country))
    return tuple(found.values())


def _country(code: str, field: str, refuse: Any) -> str:
    code = code.strip().upper()
    if code not in ALPHA_2:
        refuse(field, _("“%(code)s” is no country code. Use two letters, such as BO.") % {"code": code})
    return code


def _partial_date(given: str, field: str, refuse: Any) -> str:
    given = given.strip()
    try:
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", given):
            date.fromisoformat(given + "-01-01"[len(given) - 4:])  # its first day
            return given
    except ValueError:
        pass  # refused below, like any other text that is no date
    refuse(field, _("“%(date)s” is no date. Write 1971, 1971-03 or 1971-03-12.") % {"date": given})
    return ""


def _addresses(entry: SubjectEntry, refuse: Any) -> tuple[str, ...]:
    found = list(dict.fromkeys(filter(None, map(line_of, entry.addresses))))
    for number, address in enumerate(found):
        if len(address) > ADDRESS:
            refuse(f"addresses.{number}", _("At most %(most)s characters.") % {"most": ADDRESS})
    return tuple(found)
