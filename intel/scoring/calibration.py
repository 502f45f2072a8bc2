"""From log-odds to a probability that holds on declarations the model was not fitted to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from intel.scoring.records import Array

LEAST_SLOPE, MOST_SLOPE = 0.25, 2.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A straight line in log-odds (Platt scaling): order is kept."""

    slope: float
    shift: float

    def probability(self, log_odds: Array) -> Array:
        """(n,) between 0 and 1."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.slope * log_odds + self.shift, -30.0, 30.0))))


def fitted_curve(log_odds: Array, irregular: Array, steps: int = 25) -> Curve:
    """The line under which the outcomes (n,) 0 or 1 are likeliest, by Newton's method; drawn a little to the identity."""
    slope, shift = 1.0, 0.0
    for _ in range(steps):
        said = 1.0 / (1.0 + np.exp(-np.clip(slope * log_odds + shift, -30.0, 30.0)))
        off, curved = irregular - said, said * (1 - said)
        gradient = np.array([off @ log_odds - (slope - 1.0), off.sum() - shift])
        cross = curved @ log_odds
        hessian = np.array([[curved @ log_odds**2 + 1.0, cross], [cross, curved.sum() + 1.0]])
        step = np.linalg.solve(hessian, gradient)
        slope = float(np.clip(slope + step[0], LEAST_SLOPE, MOST_SLOPE))
        shift = float(shift + step[1])
    return Curve(slope, shift)
