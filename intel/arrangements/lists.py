"""The list of arrangements: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.arrangements.filters import ArrangementFilter
from intel.arrangements.selectors import arrangements

ARRANGEMENTS = Listing("arrangements", _("Arrangements"), page="arrangements:list", act="arrangements.view_arrangement",
                       of="arrangement", rows=arrangements, filters=ArrangementFilter, columns=(
    column("reference", _("Arrangement"), "reference", "version", "classification", fixed=True),
    column("agencies", _("Agencies"), proposed_by="proposing_agency.code", with_agency="other_agency.code"),
    column("basis", _("Legal basis"), "legal_basis"),
    column("days", _("Days"), "starts_on", "ends_on"),
    column("state", _("State"), "standing"),
))
