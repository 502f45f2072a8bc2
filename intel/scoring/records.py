"""What goes in and what comes out: declarations by column, scores with their reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]

ID, DATE, HS, ORIGIN, MASS, PRICE = "Declaration ID", "Date", "HS6 Code", "Country of Origin", "Net Mass", "Item Price"
DEPARTURE, TAX_RATE, TAX_TYPE = "Country of Departure", "Tax Rate", "Tax Type"
OUTCOME, SEVERITY = "Fraud", "Critical Fraud"
#: Columns that hold a code or the number of a party, as they are read.
TEXTS = (
    "Office ID", "Process Type", "Import Type", "Import Use", "Payment Type", "Mode of Transport", "Declarant ID",
    "Importer ID", "Seller ID", "Courier ID", HS, DEPARTURE, ORIGIN, TAX_TYPE, "Country of Origin Indicator",
)  # fmt: skip
NUMBERS = (TAX_RATE, MASS, PRICE)  # per cent, kg, in the currency of the file
OUTCOMES = (OUTCOME, SEVERITY)


@dataclass(frozen=True, slots=True)
class Declarations:
    """Declarations by column, n rows in the order of their files.

    days (n,) int32, days since 1970-01-01; texts n strings by column, "" where nothing is said; numbers (n,) float64 by
    column, NaN where nothing is said; irregular (n,) int8, 1 found irregular, 0 found regular, -1 not inspected; places the
    file and line of each row, for messages; others n strings by column that is not known, which nothing is learned from.
    """

    ids: list[str]
    days: Array
    texts: dict[str, list[str]]
    numbers: dict[str, Array]
    irregular: Array
    places: list[tuple[str, int]]
    others: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Array) -> Declarations:
        """Those rows, (m,) int, in that order."""
        chosen = rows.tolist()
        return Declarations(
            ids=[self.ids[row] for row in chosen],
            days=self.days[rows],
            texts={name: [column[row] for row in chosen] for name, column in self.texts.items()},
            numbers={name: column[rows] for name, column in self.numbers.items()},
            irregular=self.irregular[rows],
            places=[self.places[row] for row in chosen],
            others={name: [column[row] for row in chosen] for name, column in self.others.items()},
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score: which feature group, how much in log-odds (base e), and the values that it rests on.

    Reason("importer", 0.4, {"id": "QLRUBN9", "count": 12, "irregular": 5})
    """

    code: str
    log_odds: float
    values: dict[str, str | float | date]


@dataclass(frozen=True, slots=True)
class Score:
    """How probable it is that an inspection finds the declaration irregular, 0..1, and why, strongest first."""

    declaration: str
    probability: float
    reasons: tuple[Reason, ...]


class BadInput(ValueError):
    """Something in a file that no model is made from; the message says file, row, column and what to do."""
