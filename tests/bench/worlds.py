"""Which names the run is made on: a data folder, or made-up ones where there is none; worlds are cached in the run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from intel.matching.training.pairs import HELD_OUT, Query, Registers, World, build


@dataclass(frozen=True, slots=True)
class Effort:
    """How many queries of each sort a world gets."""

    variations: int
    cleans: int
    aliases: int


FULL = Effort(8_000, 9_000, 2_000)
QUICK = Effort(780, 800, 200)


@lru_cache(maxsize=1)
def registers(folder: Path | None) -> Registers:
    """The registers of `folder`; made-up ones when it is None."""
    return Registers.read(folder) if folder else Registers.made_up()


@lru_cache(maxsize=4)
def world(folder: Path | None, subjects: int, effort: Effort, seed: int = 1) -> World:
    """The world of that size; queries only of subjects no weight was learned on."""
    return build(
        registers(folder),
        subjects=subjects,
        part=HELD_OUT,
        variations=effort.variations,
        cleans=effort.cleans,
        aliases=effort.aliases,
        seed=seed,
    )


def sampled(queries: list[Query], count: int, seed: int = 3) -> list[Query]:
    """At most `count` queries, drawn evenly: for methods too slow to ask all."""
    return queries if len(queries) <= count else Random(seed).sample(queries, count)


def data_folder(given: str | None, beside: Path = Path("../shared/data")) -> Path | None:
    """The folder asked for, else the one beside the project when it is there, else None for made-up names.

    Raises FileNotFoundError when the folder asked for lacks `watchlist/` or `traders/`.
    """
    folder = Path(given) if given else beside
    complete = (folder / "watchlist").is_dir() and (folder / "traders").is_dir()
    if given and not complete:
        raise FileNotFoundError(f"{folder} must hold the folders watchlist and traders.")
    return folder if complete else None
