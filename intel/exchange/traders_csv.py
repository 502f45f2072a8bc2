"""A register of legal entities (columns lei, name, country) and the lending of its names to anonymous parties.

Feeds made for research name their parties by numbers without a name. To be screened they need names, so each number is lent
the name of one entity of the register: different numbers get different names, and a number keeps its name for good.

That cannot be computed from the number alone: there are more possible numbers than entities, so two numbers will sooner or
later fall on one entity and the later one must take another. Who came first has to be remembered. `TraderNames.assigned` is
that memory (number -> LEI): store it after an import and give it back before the next. With the same memory, the same number
always has the same name, whatever files come in whatever order; without it, only the same files in the same order do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from hub.kit.files import records
from intel.exchange.countries import country_code
from intel.exchange.values import UnreadableFile

COLUMNS = ("lei", "name", "country")


@dataclass(frozen=True, slots=True)
class LegalEntity:
    """One entity of the register."""

    lei: str
    name: str
    country: str


class RegisterExhausted(ValueError):
    """More parties than the register has entities: take a larger register."""


class TraderNames:
    """Lends each party number one entity of the register, one to one.

    `assigned` is what earlier imports were lent, number -> LEI; an entry whose LEI has left the register is kept as lent
    and lent anew under the same number.
    """

    def __init__(self, register: Sequence[LegalEntity], assigned: Mapping[str, str] | None = None) -> None:
        self._register = register
        self._place_of = {entity.lei: place for place, entity in enumerate(register)}
        self.assigned: dict[str, str] = {
            number: lei for number, lei in (assigned or {}).items() if lei in self._place_of
        }
        self._taken = {self._place_of[lei] for lei in self.assigned.values()}
        if len(self._taken) != len(self.assigned):
            raise ValueError("The remembered names are not one to one: two numbers share an entity.")

    def name_of(self, number: str) -> LegalEntity:
        """The entity lent to a party number. Raises RegisterExhausted."""
        lei = self.assigned.get(number)
        if lei is None:
            lei = self._register[self._free_place(number)].lei
            self.assigned[number] = lei
            self._taken.add(self._place_of[lei])
        return self._register[self._place_of[lei]]

    def _free_place(self, number: str) -> int:
        """The first free place of the number's own walk through the register, which visits every place once."""
        size = len(self._register)
        if len(self._taken) >= size:
            raise RegisterExhausted(f"All {size} entities of the register are lent; take a larger register.")
        start = int.from_bytes(blake2b(number.encode(), digest_size=8).digest(), "big") % size
        for step in range(size):
            if (place := (start + step) % size) not in self._taken:
                return place
        raise AssertionError("A place was free and was not found.")


def read_register(path: Path) -> Iterator[LegalEntity]:
    """The entities of a register with a name, each LEI and each name once, in the order of the file.

    The country "<NA>" is Namibia: the register was written by a program that took "NA" for a missing value.
    Raises UnreadableFile when the columns are not there.
    """
    leis: set[str] = set()
    names: set[str] = set()
    order: list[str] | None = None
    for _, cells in records(path):
        if isinstance(cells, str) or not cells:
            continue
        if order is None:
            order = [cell.strip().lower() for cell in cells]
            if missing := [name for name in COLUMNS if name not in order]:
                raise UnreadableFile(f"{path.name}: the header lacks {', '.join(missing)}.")
            continue
        row = dict(zip(order, (cell.strip() for cell in cells), strict=False))
        lei, name, country = (row.get(column, "") for column in COLUMNS)
        if lei and name and lei not in leis and name.casefold() not in names:
            leis.add(lei)
            names.add(name.casefold())
            yield LegalEntity(lei, name, "NA" if country == "<NA>" else country_code(country))
