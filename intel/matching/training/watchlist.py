"""The Specially Designated Nationals list as profiles, from `sdn`, `alt` and `add` files.

Read as the US Treasury publishes them (`sdn.csv`: no header, `-0-` for nothing, a control-Z at the end) or with a
header and empty fields, plain or gzipped. Dates of birth and numbers stand in the remarks as free text.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from intel.matching.records import Identifier, Profile

from .countries import alpha_2

SDN = (
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
)
ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "remarks")
ADD = ("ent_num", "add_num", "address", "city_state_postal", "country", "remarks")
KINDS = {"individual": "person", "": "entity"}
BIRTH = re.compile(r"\bDOB (?:circa )?(\d{1,2} [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{2} \d{4}|\d{4})(?! to )")
NATIONALITY = re.compile(r"\b(?:nationality|citizen) ([A-Z][A-Za-z, ]+?)(?:;|\.|$)")
NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{label})\s*#?\s*([A-Z0-9][A-Z0-9./ -]*[A-Z0-9])\s*(?:\(([A-Za-z, ]+)\))?"))
    for kind, label in (
        ("passport", r"Passport(?: Number)?"),
        (
            "national_id",
            r"National ID No\.|Cedula No\.|D\.N\.I\.|C\.U\.R\.P\.|Identification Number(?! IMO)|Tarjeta Profesional",
        ),
        ("tax", r"Tax ID No\.|NIT|R\.F\.C\.|RUC|RIF|C\.U\.I\.T\.|RTN"),
        ("imo", r"(?:Vessel Registration Identification|Identification Number) IMO"),
        ("mmsi", r"MMSI"),
        (
            "registration",
            r"(?:Business |Public )?Registration (?:Number|ID)|(?:UK )?Company Number|C\.R\. No\.|Folio Mercantil No\."
            r"|Matricula Mercantil No|Trade License No\.",
        ),
    )
)


def listed(folder: Path) -> list[Profile]:
    """Every party of the list in `folder`, its strong aliases behind its name, in the order of the list.

    Raises FileNotFoundError when there is no `sdn` file.
    """
    aliases: dict[str, list[str]] = {}
    for row in _rows(folder, "alt", ALT):
        aliases.setdefault(row["ent_num"], []).append(row["alt_name"])
    places: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(folder, "add", ADD):
        text = ", ".join(part for part in (row["address"], row["city_state_postal"]) if part)
        places.setdefault(row["ent_num"], []).append((text, alpha_2(row["country"])))
    return [
        _profile(row, aliases.get(row["ent_num"], []), places.get(row["ent_num"], []))
        for row in _rows(folder, "sdn", SDN)
    ]


def names_only(profile: Profile) -> Profile:
    """The profile with nothing but its names, kind and countries, for measures on names alone."""
    return replace(profile, identifiers=(), birth_dates=(), addresses=(), countries=())


def _profile(row: dict[str, str], aliases: list[str], places: list[tuple[str, str]]) -> Profile:
    remarks = row["remarks"]
    countries = [country for _, country in places] + [alpha_2(name) for name in NATIONALITY.findall(remarks)]
    return Profile(
        key=f"sdn:{row['ent_num']}",
        names=tuple(dict.fromkeys([row["name"], *aliases])),
        kind=KINDS.get(row["sdn_type"], ""),
        identifiers=tuple(_identifiers(remarks)),
        countries=tuple(dict.fromkeys(country for country in countries if country)),
        birth_dates=tuple(dict.fromkeys(_birth_date(text) for text in BIRTH.findall(remarks))),
        addresses=tuple(text for text, _ in places if text),
    )


def _identifiers(remarks: str) -> Iterator[Identifier]:
    for kind, pattern in NUMBERS:
        for value, country in pattern.findall(remarks):
            if any(character.isdigit() for character in value):
                yield Identifier(kind, value, alpha_2(country))


def _birth_date(text: str) -> str:
    for layout, written in (("%d %b %Y", "%Y-%m-%d"), ("%b %Y", "%Y-%m")):
        try:
            return datetime.strptime(text, layout).strftime(written)
        except ValueError:
            continue
    return text


def _rows(folder: Path, stem: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    path = next((folder / name for name in (f"{stem}.csv.gz", f"{stem}.csv") if (folder / name).exists()), None)
    if path is None and stem != "sdn":
        return
    if path is None:
        raise FileNotFoundError(f"{folder} has neither sdn.csv nor sdn.csv.gz.")
    with (
        gzip.open(path, "rt", encoding="utf-8", errors="replace", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", errors="replace", newline="") as lines
    ):
        for cells in csv.reader(lines):
            if len(cells) < len(columns) - 1 or not cells[0].strip().isdigit():
                continue
            values = [cell.strip().replace("-0-", "") for cell in cells]
            yield dict(zip(columns, values + [""] * (len(columns) - len(values)), strict=False))
