"""What was declared and has no column of its own, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from intel.trade.models import Consignment, GoodsItem

_OF_DECLARATION = {
    "direction": _("Direction"), "reference": _("Reference of the declarant"), "payment": _("Payment"),
    "terms": _("Terms of delivery"), "packages": _("Packages"), "documents": _("Documents"),
}
_OF_ITEM = {
    "procedure": _("Procedure"), "gross_kg": _("Gross weight (kg)"), "quantity": _("Quantity"), "unit": _("Unit"),
    "packages": _("Packages"), "package_kind": _("Kind of packages"), "marks": _("Marks"), "tax_type": _("Kind of tax"),
}

Facts = list[tuple[Any, str]]


def facts_of(consignment: Consignment) -> Facts:
    """Label and value of what a declaration says besides, and of the source's own columns by their own names."""
    extra = [(name, text) for name, text in consignment.declared.get("extra", [])]
    return [*_facts(consignment.declared, _OF_DECLARATION), *extra]


def facts_of_item(item: GoodsItem) -> Facts:
    """The same for a line of goods."""
    return _facts(item.declared, _OF_ITEM)


def _facts(declared: dict[str, Any], labels: dict[str, Any]) -> Facts:
    return [(label, ", ".join(value) if isinstance(value, list) else str(value))
            for name, label in labels.items() if (value := declared.get(name)) not in (None, "", [])]
