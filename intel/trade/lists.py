"""The lists of trade: what their pages show, and files of them hold. Rows of trade bear no markings."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.trade import selectors
from intel.trade.filters import ConsignmentFilter, TraderFilter
from intel.trade.models import Consignment


def _consignments() -> QuerySet[Consignment]:
    return selectors.consignments().prefetch_related("parties", "goods")


def _parties(consignment: Consignment) -> list[str]:
    return [f"{party.role} {party.name}" for party in consignment.parties.all()]


def _hs_codes(consignment: Consignment) -> list[str]:
    return [item.hs_code for item in consignment.goods.all() if item.hs_code]


TRADERS = Listing("traders", _("Traders"), page="trade:traders", act="trade.view_trader", of="trader",
                  rows=selectors.traders, filters=TraderFilter, marks=None, columns=(
    column("name", _("Name"), "name", "kind", fixed=True),
    column("country", _("Country"), "country"),
    column("number", _("Number in the feed"), "external_ref"),
    column("feed", _("Feed"), feed="feed.code", agency="feed.owner_agency.code"),
))

CONSIGNMENTS = Listing("consignments", _("Consignments"), page="trade:consignments", act="trade.view_consignment",
                       of="consignment", rows=_consignments, filters=ConsignmentFilter, marks=None, columns=(
    column("number", _("Declaration"), "number", feed="feed.code", agency="feed.owner_agency.code", parties=_parties,
           hs_codes=_hs_codes, fixed=True),
    column("date", _("Date"), "date"),
    column("office", _("Office"), "office"),
    column("from", _("From"), "country_of_departure", "country_of_destination", "route"),
    column("value", _("Value"), "value", "currency"),
))
