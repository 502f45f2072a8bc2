"""Acts on several rows of a list at once, as values: each room says which of its own acts these are, beside its `Listing`.

    several=(RowAct("take", _("Verify"), "eye", serve=lambda hit, **given: services.take(hit=hit, **given),
                    acts=("hits.judge_hit",), done=_("You are verifying it.")),)

Only what one person does alone. What needs a fresh sign-in or a second person is decided one by one; not all of it can be taken
back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hub.kit.listing import Listing
    from hub.kit.room import Chosen


@dataclass(frozen=True, slots=True)
class RowAct:
    """One act: its name in the API, words and icon of its button, and what a row is told that it was done to.

    `serve` is the service, as on the page of one row: it is given the row, `by`, `revision` and, `with_reason`, the `reason`;
    it decides about that row. The bar offers the act to who has one of the permissions `acts`. `reasons` are often given ones.
    """

    name: str
    words: Any
    icon: str
    serve: Callable[..., Any]
    acts: tuple[str, ...]
    done: Any
    with_reason: bool = False
    reasons: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Choosing:
    """What a viewer can do with several rows of a list: acts on each of them, and pages to which the chosen ones are taken."""

    listing: "Listing"
    acts: tuple[RowAct, ...]
    pages: "tuple[Chosen, ...]"

    def __bool__(self) -> bool:
        return bool(self.acts or self.pages)

    @property
    def at_once(self) -> list[RowAct]:
        """The acts that need no reason."""
        return [each for each in self.acts if not each.with_reason]

    @property
    def with_reason(self) -> list[RowAct]:
        """The acts that do."""
        return [each for each in self.acts if each.with_reason]

    @property
    def reasons(self) -> list[Any]:
        """Reasons that are often given for one of them."""
        return [reason for each in self.acts for reason in each.reasons]
