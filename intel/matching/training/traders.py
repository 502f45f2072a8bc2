"""Real traders as profiles, from a file of legal entities: LEI, legal name, country."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from intel.matching.records import Identifier, Profile


def traders(folder: Path) -> list[Profile]:
    """Every legal entity of `legal_entities.csv` (or `.csv.gz`) in `folder`, columns `lei,name,country`.

    Raises FileNotFoundError when there is no such file.
    """
    path = next(
        (folder / name for name in ("legal_entities.csv.gz", "legal_entities.csv") if (folder / name).exists()), None
    )
    if path is None:
        raise FileNotFoundError(f"{folder} has no legal_entities.csv.gz.")
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="") as lines
    ):
        return [
            Profile(
                key=f"lei:{row['lei']}",
                names=(row["name"].strip(),),
                kind="entity",
                identifiers=(Identifier("lei", row["lei"]),),
                countries=(row["country"],) if row["country"] else (),
            )
            for row in csv.DictReader(lines)
            if row["name"].strip()
        ]
