"""Putting the official codes into the table, without undoing what an administrator changed there."""

import json
from pathlib import Path
from typing import Any

from agencies.markings.models import Code

CODES = Path(__file__).with_name("codes.json")


def load_codes() -> int:
    """Add the codes of `codes.json` that are missing; how many were. Rows that exist are left as they are.

    A code that should not be chosen any more is closed with `valid_until`: one that was deleted comes back.
    """
    present = set(Code.objects.values_list("scheme", "code"))
    new = [code for code in official_codes() if (code.scheme, code.code) not in present]
    Code.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def official_codes() -> list[Code]:
    """The codes of `codes.json` as unsaved rows, in their official order."""
    schemes = json.loads(CODES.read_text(encoding="utf-8"))
    return [_code(scheme, rank, given) for scheme in schemes for rank, given in enumerate(scheme["codes"])]


def _code(scheme: dict[str, Any], rank: int, given: dict[str, Any]) -> Code:
    return Code(
        scheme=scheme["scheme"], source=given.get("source", scheme["source"]), rank=rank, code=given["code"],
        label_en=given["en"], label_es=given["es"], definition_en=given.get("definition_en", ""),
        definition_es=given.get("definition_es", ""), amount=given.get("amount"))
