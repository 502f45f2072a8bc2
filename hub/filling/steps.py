"""Statements that write so many rows at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

#: What is told of the progress: what is written, and how many rows of it were.
Tell = Callable[[str, float], None]
AT_A_TIME = 50_000


@dataclass(frozen=True, slots=True)
class Step:
    """A statement over the numbers from {first} to {last} of {many}, which writes `each` rows for one of them."""

    words: str
    statement: str
    each: float = 1

    def run(self, many: int, tell: Tell) -> None:
        """For all of `many`, some at a time."""
        for first, last in spans(many):
            with connection.cursor() as cursor:
                cursor.execute(self.statement.format(first=f"{first}::bigint", last=f"{last}::bigint", many=f"{many}::bigint"))
            tell(self.words, (last - first + 1) * self.each)


def spans(many: int) -> Iterator[tuple[int, int]]:
    """From 1 to `many`, AT_A_TIME."""
    for first in range(1, many + 1, AT_A_TIME):
        yield first, min(first + AT_A_TIME - 1, many)
