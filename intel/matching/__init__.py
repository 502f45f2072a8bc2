"""Names and identifiers of parties of trade, matched against the subjects of alerts.

    >>> from intel.matching import Index, Profile, screen
    >>> index = Index.build([Profile(1, ("Punti Alambres Limitada",))])
    >>> screen(index, [Profile("p", ("FERRETERIA PUNTI ALAMBRES SRL",))])[0][0].subject
    1
"""

from intel.matching.explain import explain
from intel.matching.identifiers import NormalisedIdentifier, normalise_identifier
from intel.matching.index import Index
from intel.matching.names import NormalisedName, describe_name, normalise_name
from intel.matching.records import Identifier, Key, Match, Part, Profile
from intel.matching.screening import compare, screen
from intel.matching.version import ENGINE_VERSION
from intel.matching.weights import Weights

__all__ = [
    "ENGINE_VERSION",
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
