"""Names and identifiers of parties of trade, matched against the subjects of alerts.

    >>> from intel.matching import Index, Profile, screen
    >>> index = Index.build([Profile(1, ("Punti Alambres Limitada",))])
    >>> screen(index, [Profile("p", ("FERRETERIA PUNTI ALAMBRES SRL",))])[0][0].subject
    1
"""

from intel.matching.explain import explain
from intel.matching.identifiers import NormalisedIdentifier, normalise_identifier
from intel.matching.provisional import Index, compare, normalise_name, screen
from intel.matching.records import Identifier, Key, Match, Part, Profile
from intel.matching.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "Identifier",
    "Index",
    "Key",
    "Match",
    "NormalisedIdentifier",
    "Part",
    "Profile",
    "compare",
    "explain",
    "normalise_identifier",
    "normalise_name",
    "screen",
]
