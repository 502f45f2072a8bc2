"""A file of questions, as CSV: one row a subject, to `QueryEntry`. Nothing is asked here.

    kind,names,identifiers,birth_date,country,address
    PERSON,Juan Rojas|Juancho Rojas,national_id:4871220:BO|passport:BO12345,1971-03,BO,Av. Blanco Galindo 7
    ORGANISATION,Importadora Sajama S.R.L.,tax:1020703023:BO,,BO,

Columns may stand in any order, and have their Spanish names; other columns are passed over, so that a file of bad rows can be
mended and sent again. Several values stand between bars. Commas or semicolons part the columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from hub.kit.error_file import BadRow
from hub.kit.errors import Invalid
from hub.kit.files import Limits, UnreadableFile, lines, records
from hub.kit.text import line_of
from intel.queries.entries import QueryEntry, Why, checked
from intel.subjects.models import Subject

#: The columns, each with the names that it may have in a file.
COLUMNS = {
    "kind": ("kind", "tipo"), "names": ("names", "name", "nombres", "nombre"),
    "identifiers": ("identifiers", "identifier", "identificadores", "identificador"),
    "birth_date": ("birth_date", "birthdate", "fecha_nacimiento", "fecha_de_nacimiento"),
    "country": ("country", "pais", "país"), "address": ("address", "direccion", "dirección", "domicilio"),
}
#: The field of an entry with the column in which it stands.
_COLUMN_OF = {"birth_dates": "birth_date", "countries": "country", "addresses": "address"}
_COUNTRY = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the line of the file on which it ends."""

    line: int
    entry: QueryEntry


def read(path: Path, *, why: Why, limits: Limits) -> Iterator[Row | BadRow]:
    """The questions of a file in its order, and the rows that are none. A stream.

    Raises UnreadableFile when the header lacks what a question needs, TooMuch beyond the limits.
    """
    header: list[str] | None = None
    for line, cells in records(path, limits, delimiter=_delimiter(path)):
        if isinstance(cells, str):
            yield BadRow(line, (), cells)
        elif header is None:
            header = _header(cells)
        elif any(cell.strip() for cell in cells):
            yield _row(line, cells, header, why)
    if header is None:
        raise UnreadableFile(_("The file is empty."))


def _delimiter(path: Path) -> str:
    """What parts the columns of the first line: spreadsheets write semicolons where a comma stands in numbers."""
    first = next(lines(path), "")
    return ";" if first.count(";") > first.count(",") else ","


def _header(cells: list[str]) -> list[str]:
    known = {written: name for name, several in COLUMNS.items() for written in several}
    header = [known.get("_".join(cell.casefold().split()), cell.strip()) for cell in cells]
    if "kind" not in header or not {"names", "identifiers"} & set(header):
        raise UnreadableFile(_("The first line has to name the columns: kind, and names or identifiers. It may also name "
                               "birth_date, country and address."))
    if twice := sorted({name for name in header if name in COLUMNS and header.count(name) > 1}):
        raise UnreadableFile(_("The first line names a column twice: %(columns)s.") % {"columns": ", ".join(twice)})
    return header


def _row(line: int, cells: list[str], header: list[str], why: Why) -> Row | BadRow:
    as_read = tuple(zip(header, cells, strict=False))
    if len(cells) != len(header):
        return BadRow(line, as_read, _("%(found)s columns, %(expected)s expected: check quotes and separators.") % {
            "found": len(cells), "expected": len(header)})
    given = dict(as_read)
    try:
        return Row(line, checked(_entry(given, why), purposes=[why.purpose]))
    except Invalid as error:
        field, _dot, path = (error.field or "").partition(".")
        place = f" {int(path.split('.')[0]) + 1}" if path else ""
        return BadRow(line, as_read, str(error.message), where=_COLUMN_OF.get(field, field) + place)


def _entry(given: dict[str, str], why: Why) -> QueryEntry:
    return QueryEntry(
        **why.columns(), kind=_kind(given["kind"]), names=_several(given.get("names", "")),
        identifiers=tuple(map(identifier_of, _several(given.get("identifiers", "")))),
        birth_dates=_several(given.get("birth_date", "")), countries=_several(given.get("country", "")),
        addresses=_several(given.get("address", "")))


def _kind(text: str) -> str:
    """A code, in whatever letters, or the word for it in the reader's language."""
    text = line_of(text)
    words = {str(label).casefold(): code for code, label in Subject.Kind.choices}
    return words.get(text.casefold(), text.upper())


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def identifier_of(text: str) -> tuple[str, str, str]:
    """`kind:value:country`; without a country, or with a colon in the value, too."""
    kind, _colon, rest = text.partition(":")
    value, colon, country = rest.rpartition(":")
    if not colon or (country and not _COUNTRY.fullmatch(country.strip())):
        value, country = rest, ""
    return kind.strip().lower(), value.strip(), country.strip()
