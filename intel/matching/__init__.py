"""Names and identifiers of parties of trade, matched against the subjects of alerts.

>>> from intel.matching import Index, Profile, screen
>>> index = Index.build([Profile(1, ("Punti Alambres Limitada",))])
>>> screen(index, [Profile("p", ("FERRETERIA PUNTI ALAMBRES SRL",))])[0][0].subject
1
"""

from intel.matching.freshness import forget_stale_kernels

forget_stale_kernels()  # before anything compiled is loaded

from intel.matching.explain import explain  # noqa: E402
from intel.matching.identifiers import NormalisedIdentifier, normalise_identifier  # noqa: E402
from intel.matching.index import Index  # noqa: E402
from intel.matching.names import NormalisedName, describe_name, normalise_name  # noqa: E402
from intel.matching.records import Identifier, Key, Match, Part, Profile  # noqa: E402
from intel.matching.screening import compare, screen  # noqa: E402
from intel.matching.storage import DamagedIndex  # noqa: E402
from intel.matching.version import ENGINE_VERSION  # noqa: E402
from intel.matching.weights import Weights  # noqa: E402

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
