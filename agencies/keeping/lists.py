"""The lists of legal holds and of what was purged: what their pages show, and files of them hold."""

from django.utils.translation import gettext_lazy as _

from agencies.keeping import selectors
from agencies.keeping.filters import HoldFilter, ReceiptFilter
from hub.kit.listing import Listing, column

HOLDS = Listing("holds", _("Legal holds"), page="keeping:holds", act="keeping.view_hold", of="hold", rows=selectors.holds,
                filters=HoldFilter, columns=(
    column("what", _("What"), "object_reference", "classification", object_kind="kind", fixed=True),
    column("why", _("Why"), "reason", "legal_basis"),
    column("until", _("Until"), "until"),
    column("placed", _("Placed by"), "placed_by", "placed_at"),
    column("state", _("State"), "lifted_by", "lifted_at", "lifted_because"),
))

RECEIPTS = Listing("purge-receipts", _("Purged"), page="keeping:receipts", act="keeping.view_receipt", rows=selectors.receipts,
                   filters=ReceiptFilter, columns=(
    column("what", _("What"), "kind", "reference", fixed=True),
    column("kept", _("Kept"), "kept_since", "kept_until"),
    column("rule", _("Rule"), "code", "days"),
    column("rows", _("Rows"), "rows"),
    column("purged", _("Purged"), "purged_at"),
))
