"""What may be cited: things of several rooms, each by its kind and number, in the version that was read.

A lower room that cites does not know the rooms above it; each room registers what of it may be cited in its `apps.py`, as
it declares it to `agencies.labels` (`Citable`), which holds who sees a citation.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """A thing that may be cited, as it is now and as the viewer sees it.

    `owner_agency_ids` are the agencies whose information it is, `tlp` and `handling_codes` their word on whether it may be
    passed on; a thing without TLP says nothing of it. `ended` says, where that is so, why nothing may rest on it any more.
    """

    kind: str
    id: int
    reference: str
    title: str
    address: str
    version: int
    classification: str
    owner_agency_ids: tuple[int, ...]
    tlp: str = ""
    handling_codes: tuple[str, ...] = ()
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: its name (`room.thing`), and how its rows are found.

    `numbered` gives the id that a reference as people write it means, or None; `seen` what of these ids the viewer sees.
    """

    name: str
    numbered: Callable[[str], int | None]
    seen: Callable[[Collection[int]], Mapping[int, Cited]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let things of a kind be cited. Registering it again changes nothing."""
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """Every kind of thing that may be cited, by its name."""
    return _kinds


def find(reference: str) -> tuple[str, int] | None:
    """Kind and id of what a reference means, or None when the viewer sees nothing of that name."""
    written = reference.strip().upper()
    found = ((name, kind.numbered(written)) for name, kind in _kinds.items())
    return next(((name, number) for name, number in found if number is not None), None)


def seen(cited: Collection[tuple[str, int]]) -> dict[tuple[str, int], Cited]:
    """What the viewer sees of these things, by kind and id; a few statements for each kind, however many they are."""
    found: dict[tuple[str, int], Cited] = {}
    for name, kind in _kinds.items():
        ids = {number for of, number in cited if of == name}
        if ids:
            found.update({(name, number): thing for number, thing in kind.seen(ids).items()})
    return found
