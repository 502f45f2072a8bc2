"""Names and identifiers of parties of trade, matched against the subjects of alerts.

What is compiled is loaded when it is first named. Who is loaded with every process, like a room, writes
`from intel import matching` and `matching.screen(…)`.

>>> from intel.matching import Index, Profile, screen
>>> index = Index.build([Profile(1, ("Punti Alambres Limitada",))])
>>> screen(index, [Profile("p", ("FERRETERIA PUNTI ALAMBRES SRL",))])[0][0].subject
1
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from intel.matching.explain import explain
from intel.matching.freshness import forget_stale_kernels
from intel.matching.identifiers import NormalisedIdentifier, normalise_identifier
from intel.matching.records import DamagedIndex, Identifier, Key, Match, Part, Profile
from intel.matching.version import ENGINE_VERSION
from intel.matching.weights import Weights

if TYPE_CHECKING:
    from intel.matching.index import Index
    from intel.matching.names import NormalisedName, describe_name, normalise_name
    from intel.matching.screening import compare, screen

#: What is compiled, and where: Numba takes a process two seconds, which only those that match need to spend.
_COMPILED = {
    "Index": "index",
    "NormalisedName": "names",
    "describe_name": "names",
    "normalise_name": "names",
    "compare": "screening",
    "screen": "screening",
}

__all__ = [
    "ENGINE_VERSION",
    "DamagedIndex",
    "Identifier",
    "Index",
    "Key",
    "Match",
    "NormalisedIdentifier",
    "NormalisedName",
    "Part",
    "Profile",
    "Weights",
    "compare",
    "describe_name",
    "explain",
    "normalise_identifier",
    "normalise_name",
    "screen",
]

forget_stale_kernels()  # before anything compiled is loaded


def __getattr__(name: str) -> Any:
    """Load what is compiled when it is first named, once."""
    if name not in _COMPILED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_COMPILED[name]}"), name)
    return found
