"""Which measures are incompatible: the table of pairs, as data."""

import json
from pathlib import Path

from intel.deconfliction.models import Incompatible

PAIRS = Path(__file__).with_name("incompatible.json")


def load_pairs() -> int:
    """Add the pairs of `incompatible.json` that are missing; how many were. Rows that exist are left as they are.

    A pair that should count no more is closed with `valid_until`: one that was deleted comes back.
    """
    there = set(Incompatible.objects.values_list("discreet", "noticed"))
    new = [pair for pair in official_pairs() if (pair.discreet, pair.noticed) not in there]
    Incompatible.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def official_pairs() -> list[Incompatible]:
    """The pairs of `incompatible.json` as unsaved rows."""
    return [Incompatible(**pair) for pair in json.loads(PAIRS.read_text(encoding="utf-8"))]


