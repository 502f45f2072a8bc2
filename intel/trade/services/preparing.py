"""What becomes of a declaration before the database is asked: whether it can be kept, how it is spelt, by what it is known again.

Takes no connection, so that the next batch is prepared while one is kept.
"""

from dataclasses import dataclass
from typing import Any

from hub.kit.canonical import spelt
from intel.trade.services.checking import fault
from intel.trade.services.fingerprints import fingerprints
from intel.trade.values import Declaration


@dataclass(frozen=True, slots=True)
class Prepared:
    """A declaration that can be kept: all it says as plain JSON without what is at its default, and its fingerprint."""

    declaration: Declaration
    declared: Any
    mark: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A declaration that was not kept, and why."""

    declaration: Declaration
    reason: str


def prepare(declaration: Declaration) -> Prepared | Refused:
    """The declaration, ready to be kept, or refused with the reason in the present language."""
    if reason := fault(declaration):
        return Refused(declaration, reason)
    return Prepared(declaration, spelt(declaration)[0], fingerprints.of(declaration))
