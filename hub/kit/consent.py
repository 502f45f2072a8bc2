"""Whose consent it takes before something goes to others: asked by every act that widens an audience, answered by one room.

What an agency wrote may rest on what others told, through derived products, which no room below sees whole. The room that
knows (`intel/releases`) signs up here.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Withheld:
    """That one of the things asked about (its place, from 0) rests on information of an originator, whose marks do not let it go
    to these others. All are ids of agencies."""

    item: int
    originator: int
    others: tuple[int, ...]


Asked = Callable[[Sequence[tuple[str, int]], Collection[int]], list[Withheld]]

_answers: list[Asked] = []


def register(asked: Asked) -> None:
    """Let a room answer. Registering it again changes nothing."""
    _answers[:] = [asked]


def withheld(things: Sequence[tuple[str, int]], agencies: Collection[int]) -> list[Withheld]:
    """What of these things (kind and id) does not go to these agencies without somebody's consent, in the order of the things.

    Things that the viewer does not see are not told of. Raises LookupError when no room answers.
    """
    if not _answers:
        raise LookupError("No room knows whose consent it takes.")
    return sorted(_answers[0](things, agencies), key=lambda one: (one.item, one.originator)) if things and agencies else []
