"""Small files of declarations with a signal planted in them, written for these tests."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (
    "Declaration ID", "Date", "Office ID", "Process Type", "Import Type", "Import Use", "Payment Type", "Mode of Transport",
    "Declarant ID", "Importer ID", "Seller ID", "Courier ID", "HS6 Code", "Country of Departure", "Country of Origin",
    "Tax Rate", "Tax Type", "Country of Origin Indicator", "Net Mass", "Item Price", "Fraud", "Critical Fraud",
)  # fmt: skip
HEADINGS = ("220300", "392690", "640399", "850440")

Row = dict[str, str]


def declarations(count: int, *, seed: int = 1, first: date = date(2025, 1, 1), days: int = 300, base: float = 0.15) -> list[Row]:
    """Declarations in order of time. Footwear (640399) by way of PA is irregular four times in five, the rest at `base`."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        heading, origin = draw.choice(HEADINGS), draw.choice(("CN", "US", "DE", "BR"))
        departure = draw.choice((origin, origin, "PA"))
        mass, price_per_kg = round(draw.uniform(1, 500), 1), draw.uniform(2, 40)
        irregular = draw.random() < (0.8 if heading == "640399" and departure == "PA" else base)
        rows.append({
            "Declaration ID": str(10_000_000 * seed + number), "Date": (first + timedelta(number * days // count)).isoformat(),
            "Office ID": draw.choice(("10", "20")), "Process Type": "B", "Import Type": "11", "Import Use": "21",
            "Payment Type": draw.choice(("11", "43")), "Mode of Transport": draw.choice(("10", "40")),
            "Declarant ID": f"D{draw.randrange(20)}", "Importer ID": f"I{draw.randrange(300)}",
            "Seller ID": f"S{draw.randrange(300)}", "Courier ID": "", "HS6 Code": heading, "Country of Departure": departure,
            "Country of Origin": origin, "Tax Rate": "8.0", "Tax Type": "A", "Country of Origin Indicator": "E",
            "Net Mass": str(mass), "Item Price": f"{mass * price_per_kg:.2f}",
            "Fraud": str(int(irregular)), "Critical Fraud": "0",
        })  # fmt: skip
    return rows


def write(path: Path, rows: Iterable[Row], columns: Iterable[str] = COLUMNS) -> Path:
    """As a CSV file; further columns of the first row come last."""
    rows = list(rows)
    names = [*columns, *(name for name in (rows[0] if rows else ()) if name not in COLUMNS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
