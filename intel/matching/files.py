"""Files of parties screened against files of alerts."""

from __future__ import annotations

import csv
import io
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from intel.matching.index import Index
from intel.matching.records import Identifier, Profile
from intel.matching.rows import RowWriter

_BATCH = 8192
_MANY = 50_000


def screen_files(alerts: Path, parties: Path, out: Path, *, workers: int = 1, minimum: float = 0.05, best: int = 20) -> int:
    """Screen every party of one file against every subject of another; return an exit status.

    Writes party_id,subject_id,score,probability,evidence, best first within a party. Rows that cannot be read are told
    to stderr and left out. Only a file that cannot be opened, or lacks a column, ends the work.
    """
    csv.field_size_limit(1 << 24)
    began = time.monotonic()
    try:
        subjects = read_profiles(alerts, "subject_id")
        _say(f"{len(subjects)} subjects read in {time.monotonic() - began:.1f} s")
        index = Index.build(subjects)
        _say(f"indexed after {time.monotonic() - began:.1f} s")
        asked = read_profiles(parties, "party_id", alone=True)
    except (OSError, ValueError) as error:
        _say(f"error: {error}")
        return 2
    began = time.monotonic()
    shares = _shares(asked, max(1, min(workers, 1 + len(asked) // 2000)))
    pids = [_forked(index, share, _part(out, number), minimum, best) for number, share in enumerate(shares[1:], start=1)]
    _write(index, shares[0], _part(out, 0), minimum, best, began, len(asked))
    failed = [pid for pid in pids if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0]
    _join(out, len(shares))
    seconds = time.monotonic() - began
    _say(
        f"{len(asked)} parties screened in {seconds:.2f} s by {len(shares)} worker(s): "
        f"{len(asked) / max(seconds, 1e-9):,.0f} names/s"
    )
    return 1 if failed else 0


def read_profiles(path: Path, key: str, *, alone: bool = False) -> list[Profile]:
    """Read the profiles of a CSV file; rows of one key go together, unless `alone`.

    Raises ValueError when the columns `key` and `name` are not there. Undecodable bytes are replaced.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        reader = csv.reader(io.StringIO(source.read().replace("\0", " "), newline=""))
    header = [name.strip().lower() for name in next(reader, [])]
    if key not in header or "name" not in header:
        raise ValueError(f"{path.name} must have the columns {key} and name; it has {', '.join(header) or 'none'}.")
    rows = _rows(reader, header, path.name)
    plain = not set(header) & {
        "identifier",
        "identifiers",
        "country",
        "countries",
        "birth_date",
        "date_of_birth",
        "dob",
        "address",
    }
    at = {name: place for place, name in enumerate(header)}
    key_at, name_at, kind_at = at[key], at["name"], at.get("kind", -1)
    if plain and alone:
        return [Profile(row[key_at], (row[name_at],), _kind(row[kind_at]) if kind_at >= 0 else "") for row in rows]
    if alone:
        return [_profile([row], at, key) for row in rows]
    together: dict[str, list[list[str]]] = {}
    for row in rows:
        together.setdefault(row[key_at], []).append(row)
    return [_profile(group, at, key) for group in together.values()]


def _rows(reader: Iterator[list[str]], header: Sequence[str], name: str) -> list[list[str]]:
    rows, bad = [], 0
    width = len(header)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            bad += 1
            _say(f"{name}: row left out: {error}")
            continue
        if len(row) == width:
            rows.append(row)
        elif row:
            bad += 1
            if bad <= 10:
                _say(f"{name}: row {len(rows) + bad + 1} left out: {len(row)} columns instead of {width}")
    if bad:
        _say(f"{name}: {bad} rows left out")
    return rows


def _profile(group: list[list[str]], at: dict[str, int], key: str) -> Profile:
    def values(*names: str) -> list[str]:
        found = (row[at[name]] for row in group for name in names if name in at)
        return list(dict.fromkeys(value.strip() for value in found if value.strip()))

    first = group[0]
    countries = [part.strip().upper() for value in values("country", "countries") for part in value.split(";")]
    identifiers = [_identifier(part, countries) for value in values("identifier", "identifiers") for part in value.split(";")]
    return Profile(
        first[at[key]],
        tuple(dict.fromkeys(row[at["name"]] for row in group)),
        _kind(first[at["kind"]]) if "kind" in at else "",
        tuple(identifiers),
        tuple(country for country in countries if len(country) == 2),
        tuple(values("birth_date", "date_of_birth", "dob")),
        tuple(values("address")),
    )


def _identifier(written: str, countries: list[str]) -> Identifier:
    kind, colon, rest = written.strip().partition(":")
    if not colon:
        return Identifier("other", written.strip())
    country, colon, value = rest.partition(":")
    if colon and len(country.strip()) in (0, 2):
        return Identifier(kind, value, country.strip())
    return Identifier(kind, rest, countries[0] if len(countries) == 1 and kind in {"tax", "national_id", "phone"} else "")


def _kind(written: str) -> str:
    kind = written.strip().lower()
    return kind if kind in ("person", "entity") else ""


def _shares(asked: list[Profile], workers: int) -> list[list[Profile]]:
    edges = np.linspace(0, len(asked), workers + 1).astype(int).tolist()
    return [asked[a:b] for a, b in zip(edges[:-1], edges[1:], strict=True)]


def _forked(index: Index, share: list[Profile], out: Path, minimum: float, best: int) -> int:
    """Start a worker process that shares the index with this one; return its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _write(index, share, out, minimum, best, None, 0)
        status = 0
    finally:
        os._exit(status)


def _write(index: Index, share: list[Profile], out: Path, minimum: float, best: int, began: float | None, total: int) -> None:
    writer = RowWriter(index, minimum, best)
    with out.open("wb") as target:
        done = 0
        for start in range(0, len(share), _BATCH):
            target.write(writer.rows(share[start : start + _BATCH]))
            done = min(start + _BATCH, len(share))
            if began is not None and done < len(share) and total >= _MANY:
                speed = total / len(share) * done / (time.monotonic() - began)
                _say(f"about {done * total // len(share)} of {total} parties, {speed:,.0f} names/s")


def _join(out: Path, parts: int) -> None:
    with out.open("wb") as target:
        target.write(b"party_id,subject_id,score,probability,evidence\n")
        for number in range(parts):
            part = _part(out, number)
            with part.open("rb") as source:
                while block := source.read(1 << 20):
                    target.write(block)
            part.unlink()


def _part(out: Path, number: int) -> Path:
    return out.with_name(f"{out.name}.part{number}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
