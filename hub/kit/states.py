"""State tables: which state may follow which, applied under the row's lock, and drawn for the room's README."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _

from hub.kit.errors import WrongState


@dataclass(frozen=True)
class StateTable:
    """The transitions of one kind of row.

    `moves` maps each state to the states that may follow it; a state that maps to nothing is final. A row begins in one
    of `starts`, which is the first state of the table if nothing else is said.
    """

    states: type[TextChoices]
    moves: Mapping[str, tuple[str, ...]]
    field: str = "state"
    starts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        named = {*self.moves, *self.starts, *(s for after in self.moves.values() for s in after)}
        unknown = named ^ set(self.states.values)
        if unknown:
            raise ValueError(f"{self.states.__qualname__}: states without a row in the table: {sorted(unknown)}")

    def may(self, row: Model, to: str) -> bool:
        """Whether the row's present state allows the move."""
        return to in self.moves[getattr(row, self.field)]

    def before(self, to: str) -> tuple[str, ...]:
        """The states from which a row may become so."""
        return tuple(state for state, after in self.moves.items() if to in after)

    def require(self, row: Model, *, to: str) -> None:
        """Raise WrongState when the row's present state does not allow the move."""
        if not self.may(row, to):
            raise self.refusal(row, to=to)

    def refusal(self, row: Model, *, to: str) -> WrongState:
        """What somebody is told who may not move the row so from where it stands."""
        now = getattr(row, self.field)
        return WrongState(_("It is “%(now)s”; from there it cannot become “%(to)s”.")
                          % {"now": self.states(now).label, "to": self.states(to).label})

    def require_start(self, row: Model) -> None:
        """Raise ValueError when no row begins in the state of this one: a programmer's mistake."""
        if getattr(row, self.field) not in self.begins:
            raise ValueError(f"Nothing begins as {getattr(row, self.field)}.")

    @property
    def begins(self) -> tuple[str, ...]:
        """The states in which a row may begin."""
        return self.starts or (next(iter(self.moves)),)

    def mermaid(self) -> str:
        """The diagram, as Mermaid text: what the README of the room shows."""
        lines = ["stateDiagram-v2", *(f"    [*] --> {state}" for state in self.begins)]
        lines += [f"    {a} --> {b}" for a, after in self.moves.items() for b in after]
        lines += [f"    {a} --> [*]" for a, after in self.moves.items() if not after]
        return "\n".join(lines)
