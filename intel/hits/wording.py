"""What the features of the matching engine are called on a page."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intel.subjects.models import IdentifierKind

_FEATURES: dict[str, Promise | str] = {
    "prior": gettext_lazy("Before comparing"),
    "name.word": gettext_lazy("Same word"),
    "name.similar": gettext_lazy("Written alike"),
    "name.unmatched_party": gettext_lazy("Only in the party's name"),
    "name.unmatched_subject": gettext_lazy("Only in the subject's name"),
    "name.number": gettext_lazy("Number in the name"),
    "name.legal_form": gettext_lazy("Legal form"),
    "name.shape": gettext_lazy("Whole name"),
    "name.order": gettext_lazy("Order of the words"),
    "kind": gettext_lazy("Person or organisation"),
    "country": gettext_lazy("Country"),
    "birth_date": gettext_lazy("Date of birth"),
    "address": gettext_lazy("Address"),
    "identifier.near": gettext_lazy("Identifier one sign off"),
    "name.floor": gettext_lazy("Another name, beside an identifier that agrees"),
    "known_good": gettext_lazy("Cleared before"),
}


#: When neither side has anything of the kind: that, too, is evidence.
_NOTHING: dict[str, Promise | str] = {
    "name.unmatched_party": gettext_lazy("No further word in the party's name"),
    "name.unmatched_subject": gettext_lazy("No further word in the subject's name"),
    "name.number": gettext_lazy("No number in the names"),
    "name.legal_form": gettext_lazy("No legal form given"),
}


def part_label(feature: str, *, nothing: bool = False) -> str:
    """The words for a feature such as `name.word` or `identifier.tax`; of an unknown one, its own name.

    `nothing`: neither side had anything to compare.
    """
    if nothing and feature in _NOTHING:
        return str(_NOTHING[feature])
    if feature in _FEATURES:
        return str(_FEATURES[feature])
    room, _dot, kind = feature.partition(".")
    if room == "identifier":
        known = dict(IdentifierKind.choices)
        return str(known.get(kind) or _("Identifier"))
    return feature
