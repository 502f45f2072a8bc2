"""The order of the rooms, as pyproject.toml has it."""

import re
import tomllib
from dataclasses import dataclass

from django.apps import AppConfig

from hub.configuration import ROOT


@dataclass(frozen=True, slots=True)
class Place:
    """Where a room stands: the number of its layer, from the bottom, and whether its neighbours may see each other."""

    layer: int
    neighbours_see: bool


def rooms() -> dict[str, Place]:
    """Every package of the layers, in the order of the contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name: Place(number, ":" in line) for number, line in enumerate(reversed(layers))
            for name in re.findall(r"[\w.]+", line)}


def room_of(module: str) -> str | None:
    """The room that a module or an app belongs to; None for what is not ours."""
    return next((name for name in rooms() if module == name or module.startswith(f"{name}.")), None)


def may_know(one: str, other: str) -> bool:
    """Whether a room may know another: below it, or beside it where the contract says so."""
    here, there = rooms()[one], rooms()[other]
    return one == other or there.layer < here.layer or (there.layer == here.layer and here.neighbours_see)


def holds_intelligence(app: AppConfig) -> bool:
    """Whether row policies have to close the app's tables: all rooms of `intel`, the audit log, work and notices."""
    return app.name.startswith("intel.") or app.name in ("agencies.audit", "agencies.work", "agencies.notices")
