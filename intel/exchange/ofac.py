"""The OFAC lists (Specially Designated Nationals, and the consolidated list in the same layout) to `WatchlistEntry`.

Reads a folder with `sdn.csv` (parties), `alt.csv` (aliases), `add.csv` (addresses) and, where there is one, `sdn_comments.csv`
(remarks that did not fit), as the Treasury publishes them: no header, columns in a fixed order, "-0- " for nothing, a closing
control-Z line. A file with a header of column names may have any order of columns, and any file may be gzipped.
Layout: OFAC "Data Formats and Data Schemas", delimited files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hub.kit.files import records
from intel.exchange.countries import country_code
from intel.exchange.ofac_remarks import read_remarks
from intel.exchange.values import BadRow, Identifier, Name, UnreadableFile, WatchlistEntry

PARTIES = [
    "ent_num",
    "name",
    "sdn_type",
    "program",
    "title",
    "call_sign",
    "vessel_type",
    "tonnage",
    "grt",
    "vessel_flag",
    "vessel_owner",
    "remarks",
]
ALIASES = ["ent_num", "alt_num", "alt_type", "alt_name", "remarks"]
ADDRESSES = ["ent_num", "add_num", "address", "city_state_postal", "country", "remarks"]
COMMENTS = ["ent_num", "remarks"]

KINDS = {
    "individual": "PERSON",
    "": "ORGANISATION",
    "entity": "ORGANISATION",
    "vessel": "VESSEL",
    "aircraft": "AIRCRAFT",
}

# aka, formerly known as; "nka" (now known as) is a name in use.
ALIAS_KINDS = {"aka": "ALIAS", "fka": "FORMER", "nka": "ALIAS"}

# Names under which the same column is met in headers.
_SAME_COLUMN = {
    "sdn_name": "name",
    "entity_number": "ent_num",
    "entnum": "ent_num",
    "vess_type": "vessel_type",
    "vess_flag": "vessel_flag",
    "vess_owner": "vessel_owner",
    "alt_remarks": "remarks",
    "add_remarks": "remarks",
    "city/state/province/postal_code": "city_state_postal",
    "citystateprovincepostalcode": "city_state_postal",
}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with its place, so that a fault found later can still be told where it is."""

    line: int
    row: Row


def read_watchlist(folder: Path) -> Iterator[WatchlistEntry | BadRow]:
    """The entries of a list in the order of its parties, and what could not be read.

    `folder` holds the files, or is the file of parties itself. Raises UnreadableFile when there is no file of parties.
    Aliases and addresses are held in memory (about 1 KB a party), parties are streamed.
    """
    files = _Files.found_in(folder)
    faults: list[BadRow] = []
    aliases = _grouped(files.aliases, ALIASES, faults)
    addresses = _grouped(files.addresses, ADDRESSES, faults)
    comments = _grouped(files.comments, COMMENTS, faults)
    seen: set[str] = set()
    for found in _rows(files.parties, PARTIES):
        if isinstance(found, BadRow):
            yield found
        elif reason := _fault_of_party(found.row, seen):
            yield _bad(found, reason, files.parties)
        else:
            number = found.row["ent_num"]
            seen.add(number)
            extra = "".join(c.row["remarks"] for c in comments.pop(number, ()))
            yield _entry(
                found.row,
                remarks=found.row["remarks"] + extra,
                aliases=[a.row for a in aliases.pop(number, ())],
                addresses=[a.row for a in addresses.pop(number, ())],
            )
    yield from faults
    for file, orphans in ((files.aliases, aliases), (files.addresses, addresses), (files.comments, comments)):
        for number, left in orphans.items():
            for found in left:
                yield _bad(found, f"No party has the number {number}; add the party or leave this row out.", file)


def natural_order(name: str) -> str:
    """A person's name as spoken: "ROJAS QUISPE, Juan" -> "Juan ROJAS QUISPE", "CRUZ, Ana, Jr." -> "Ana CRUZ Jr."."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) not in (2, 3) or not all(parts):
        return name
    family, given, *suffix = parts
    return " ".join([given, family, *suffix])


@dataclass(frozen=True, slots=True)
class _Files:
    parties: Path
    aliases: Path | None
    addresses: Path | None
    comments: Path | None

    @classmethod
    def found_in(cls, folder: Path) -> _Files:
        """The files of a list in a folder, or beside its first file. Raises UnreadableFile where there is none."""
        if folder.is_file():
            prefix = folder.name.split(".")[0].removesuffix("_prim").lower()
            folder, names = folder.parent, {folder.name.split(".")[0].lower(): folder}
        elif folder.is_dir():
            prefix, names = "", {}
        else:
            raise UnreadableFile(f"{folder.name or folder} is neither a folder nor a file.")
        for path in sorted(folder.iterdir()):
            if path.name.lower().endswith((".csv", ".csv.gz")):
                names.setdefault(path.name.lower().split(".")[0], path)
        parties = names.get(prefix) or names.get("sdn") or names.get("cons_prim")
        if parties is None:
            raise UnreadableFile("The folder has no sdn.csv or sdn.csv.gz.")
        consolidated = parties.name.lower().startswith("cons")
        alias, address = ("cons_alt", "cons_add") if consolidated else ("alt", "add")
        comment = "cons_comments" if consolidated else "sdn_comments"
        return cls(parties, names.get(alias), names.get(address), names.get(comment))


def _grouped(path: Path | None, columns: list[str], faults: list[BadRow]) -> dict[str, list[_Read]]:
    """Rows of a secondary file by the number of their party; faulty rows go to `faults`."""
    groups: dict[str, list[_Read]] = defaultdict(list)
    for found in _rows(path, columns) if path else ():
        if isinstance(found, BadRow):
            faults.append(found)
        elif not found.row["ent_num"].isdigit():
            faults.append(_bad(found, "ent_num is not a number; it names the party this row belongs to.", path))
        else:
            groups[found.row["ent_num"]].append(found)
    return groups


def _rows(path: Path, columns: list[str]) -> Iterator[_Read | BadRow]:
    """Rows as dictionaries with exactly `columns`, nulls as ""; the header, if there is one, says the order."""
    order = columns
    for number, (line, cells) in enumerate(records(path)):
        if isinstance(cells, str):
            yield BadRow(line, (), cells, path.name)
        elif number == 0 and (header := _header(cells)):
            missing = [name for name in columns[:2] if name not in header]
            if missing:
                raise UnreadableFile(f"{path.name}: the header lacks {', '.join(missing)}.")
            order = header
        elif not _is_empty(cells):
            yield _row(line, cells, order, columns, path)


def _row(line: int, cells: list[str], order: list[str], columns: list[str], path: Path) -> _Read | BadRow:
    values = [_value(cell) for cell in cells]
    if len(values) > len(order) or len(values) < 2:
        named = tuple(zip(order, values, strict=False))
        return BadRow(line, named, f"{len(values)} columns, expected {len(order)}: check quotes and commas.", path.name)
    row = dict(zip(order, values, strict=False))
    return _Read(line, {name: row.get(name, "") for name in columns})


def _header(cells: list[str]) -> list[str] | None:
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    names = [_SAME_COLUMN.get(name, name) for name in names]
    return names if "ent_num" in names else None


def _is_empty(cells: list[str]) -> bool:
    return not any(cell.strip("\x1a \t\r\n") for cell in cells)


def _value(cell: str) -> str:
    stripped = cell.strip()
    return "" if stripped in ("-0-", "<NA>") else stripped


def _bad(found: _Read, reason: str, path: Path | None) -> BadRow:
    return BadRow(found.line, tuple(found.row.items()), reason, path.name if path else "")


def _fault_of_party(row: Row, seen: set[str]) -> str:
    if not row["ent_num"].isdigit():
        return "ent_num is not a number; every party needs its own."
    if row["ent_num"] in seen:
        return f"ent_num {row['ent_num']} is used by an earlier row; the first one was kept."
    if not any(c.isalnum() for c in row["name"]):
        return "The party has no name."
    if row["sdn_type"].lower() not in KINDS:
        return f"sdn_type {row['sdn_type']!r} is none of individual, entity, vessel, aircraft or empty."
    return ""


def _entry(row: Row, *, remarks: str, aliases: list[Row], addresses: list[Row]) -> WatchlistEntry:
    kind = KINDS[row["sdn_type"].lower()]
    said = read_remarks(remarks)
    names = [_name(row["name"], "PRIMARY", kind)]
    names += [
        _name(alias["alt_name"], ALIAS_KINDS.get(alias["alt_type"].lower(), "ALIAS"), kind)
        for alias in aliases
        if alias["alt_name"]
    ]
    names += [_name(text, strength, kind) for text, strength in said.aliases]
    flag = country_code(row["vessel_flag"])
    countries = [*said.countries, flag, *(country_code(address["country"]) for address in addresses)]
    return WatchlistEntry(
        source_id=row["ent_num"],
        kind=kind,
        names=_distinct(names),
        programs=tuple(p.strip(" []") for p in row["program"].split("] [") if p.strip(" []")),
        identifiers=_identifiers([*said.identifiers, *_from_columns(row, kind, flag)], kind),
        birth_dates=said.birth_dates if kind == "PERSON" else (),
        countries=tuple(dict.fromkeys(code for code in countries if code)),
        addresses=tuple(dict.fromkeys(line for address in addresses if (line := _address(address)))),
        title=row["title"],
        remarks=remarks,
    )


def _name(text: str, strength: str, kind: str) -> Name:
    return Name(text=text, natural=natural_order(text) if kind == "PERSON" else text, kind=strength)


def _distinct(names: list[Name]) -> tuple[Name, ...]:
    """Each text once, in the first role it has: primary, listed alias, alias of the remarks."""
    kept: dict[str, Name] = {}
    for name in names:
        kept.setdefault(name.text.casefold(), name)
    return tuple(kept.values())


def _identifiers(found: list[Identifier], kind: str) -> tuple[Identifier, ...]:
    """Each once; what would be a personal number is a registration when the subject is no person ("Identification Number")."""
    if kind != "PERSON":
        found = [replace(one, kind="registration") if one.kind == "national_id" else one for one in found]
    return tuple(dict.fromkeys(found))


def _from_columns(row: Row, kind: str, flag: str) -> list[Identifier]:
    """Identifiers that have a column or are the name itself: call signs of vessels, registrations of aircraft."""
    found = []
    if row["call_sign"]:
        found.append(Identifier("callsign", row["call_sign"], flag, "Call sign"))
    if kind == "AIRCRAFT" and any(c.isalnum() for c in row["name"]) and " " not in row["name"]:
        found.append(Identifier("registration", row["name"], label="Aircraft Tail Number"))
    return found


def _address(row: Row) -> str:
    return ", ".join(part for part in (row["address"], row["city_state_postal"], row["country"]) if part)
