"""State tables: which state may follow which, applied under the row's lock, and drawn for the room's README."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _

from hub.kit.errors import WrongState


@dataclass(frozen=True)
class StateTable:
    """The transitions of one kind of row.

    `moves` maps each state to the states that may follow it; a state that maps to nothing is final.
    """

    states: type[TextChoices]
    moves: Mapping[str, tuple[str, ...]]
    field: str = "state"

    def __post_init__(self) -> None:
        unknown = {*self.moves, *(s for after in self.moves.values() for s in after)} ^ set(self.states.values)
        if unknown:
            raise ValueError(f"{self.states.__qualname__}: states without a row in the table: {sorted(unknown)}")

    def may(self, row: Model, to: str) -> bool:
        """Whether the row's present state allows the move."""
        return to in self.moves[getattr(row, self.field)]

    def move(self, row: Model, *, to: str, **also: object) -> None:
        """Save the new state, and the other fields given, of a row that the caller has locked.

        Raises WrongState when the table does not allow it.
        """
        now = getattr(row, self.field)
        if not self.may(row, to):
            raise WrongState(
                _("It is “%(now)s”; from there it cannot become “%(to)s”.")
                % {"now": self.states(now).label, "to": self.states(to).label}
            )
        for name, value in {self.field: to, **also}.items():
            setattr(row, name, value)
        row.save(update_fields=[self.field, *also])

    def mermaid(self) -> str:
        """The diagram, as Mermaid text: what the README of the room shows."""
        lines = ["stateDiagram-v2", f"    [*] --> {next(iter(self.moves))}"]
        lines += [f"    {a} --> {b}" for a, after in self.moves.items() for b in after]
        lines += [f"    {a} --> [*]" for a, after in self.moves.items() if not after]
        return "\n".join(lines)
