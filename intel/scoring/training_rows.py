"""Whether there is enough to learn from; said before anything is learned."""

from __future__ import annotations

import numpy as np

from intel.scoring.records import OUTCOME, BadInput, Declarations
from intel.scoring.time import LEAST_BLOCKS

LEAST_ROWS, LEAST_OF_EACH = 500, 30


def inspected_rows(found: Declarations) -> Declarations:
    """Those with an outcome, in order of time; of one day in the order of their numbers, whatever file they stand in.

    Raises BadInput for too few, too few of one outcome, or too few days.
    """
    rows = np.flatnonzero(found.irregular >= 0)
    numbers = np.array(found.ids)[rows]
    inspected = found.take(rows[np.lexsort((numbers, found.days[rows]))])
    _check_enough(inspected, ", ".join(dict.fromkeys(file for file, _ in found.places)))
    return inspected


def _check_enough(found: Declarations, files: str) -> None:
    irregular = int(found.irregular.sum())
    regular = len(found) - irregular
    if not len(found):
        raise BadInput(f"{files}: {OUTCOME} is empty in all rows: none was inspected; give some that were.")
    if not irregular or not regular:
        only = "irregular" if irregular else "regular"
        raise BadInput(f"{files}: {OUTCOME} is the same in all {len(found):,} inspected rows ({only}); a model needs both.")
    if len(found) < LEAST_ROWS or min(irregular, regular) < LEAST_OF_EACH:
        raise BadInput(
            f"{files}: {len(found):,} inspected rows, {irregular:,} of them irregular, are too few to learn from; give at "
            f"least {LEAST_ROWS} with {LEAST_OF_EACH} of each outcome."
        )
    if len(np.unique(found.days)) < LEAST_BLOCKS:
        raise BadInput(f"{files}: all rows are of fewer than {LEAST_BLOCKS} days; a model of what was known before needs more.")
