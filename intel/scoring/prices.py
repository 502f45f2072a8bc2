"""The price per kilogram beside that of the same kind of goods."""

from __future__ import annotations

import numpy as np

from intel.scoring.records import HS, MASS, PRICE, Array, Declarations

LEAST_SPREAD = 0.1  # of the natural logarithm: among peers that agree to the cent a tenth more is no deviation
LEAST_PEERS = 2


def log_price_per_kg(found: Declarations) -> Array:
    """(n,) natural logarithm, kept finite where the mass or price is zero; NaN where one is missing."""
    return np.asarray(np.log((found.numbers[PRICE] + 1.0) / (found.numbers[MASS] + 0.01)))


class PriceLevels:
    """Mean and spread of the logarithm of the price per kilogram, by HS code."""

    def __init__(self) -> None:
        self._sums: dict[str, tuple[int, float, float]] = {}

    def ask(self, found: Declarations) -> Array:
        """(n,) float64 standard deviations from the mean of the HS code; NaN with fewer than two peers."""
        nothing = (0, 0.0, 0.0)
        sums = np.array([self._sums.get(code, nothing) for code in found.texts[HS]], dtype=np.float64).reshape(-1, 3)
        count = np.maximum(sums[:, 0], 1)
        mean = sums[:, 1] / count
        spread = np.sqrt(np.maximum(sums[:, 2] / count - mean**2, LEAST_SPREAD**2))
        return np.where(sums[:, 0] >= LEAST_PEERS, (log_price_per_kg(found) - mean) / spread, np.nan)

    def learn(self, found: Declarations) -> None:
        """Count the prices of declarations."""
        for code, value in zip(found.texts[HS], log_price_per_kg(found).tolist(), strict=True):
            if value == value:
                count, total, squares = self._sums.get(code, (0, 0.0, 0.0))
                self._sums[code] = (count + 1, total + value, squares + value * value)
