"""Reads of trade that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from intel.matching import Identifier, normalise_identifier
from intel.subjects.models import IdentifierKind
from intel.trade.models import (
    Consignment,
    ConsignmentParty,
    Feed,
    GoodsItem,
    Trader,
    TraderIdentifier,
    TraderName,
)


def traders() -> QuerySet[Trader]:
    """Every visible trader, newest first."""
    return Trader.objects.select_related("feed__owner_agency").order_by("-id")


def traders_called(found: QuerySet[Trader], terms: str) -> QuerySet[Trader]:
    """Those one of whose names holds all of the words, whatever their accents, or who bear the number."""
    if not terms.strip():
        return found
    named = Q()
    for term in terms.split():
        other = TraderName.objects.filter(trader=OuterRef("pk"), name__unaccent__icontains=term)
        named &= Q(name__unaccent__icontains=term) | Q(Exists(other.order_by()))
    numbered = TraderIdentifier.objects.filter(trader=OuterRef("pk"), normalised__in=forms_of(terms))
    return found.filter(named | Exists(numbered.order_by()) | Q(external_ref=terms.strip()))


def consignments() -> QuerySet[Consignment]:
    """Every visible consignment, newest date first."""
    return Consignment.objects.select_related("feed__owner_agency").order_by("-date", "-id")


def with_goods(found: QuerySet[Consignment], hs_prefix: str) -> QuerySet[Consignment]:
    """Those with goods whose HS code begins so.

    Asked for as a range: under row policies LIKE uses no index, as a function that could tell what it is given might.
    """
    within = (hs_prefix, hs_prefix.ljust(GoodsItem._meta.get_field("hs_code").max_length or 0, "9"))
    return found.filter(Exists(GoodsItem.objects.filter(consignment=OuterRef("pk"), hs_code__range=within).order_by()))


def consignments_of(trader: Trader) -> QuerySet[Consignment]:
    """The consignments on which a trader has a part, newest date first."""
    return consignments().filter(Exists(ConsignmentParty.objects.filter(consignment=OuterRef("pk"), trader=trader).order_by()))


def feeds() -> QuerySet[Feed]:
    """Every visible feed."""
    return Feed.objects.select_related("owner_agency").order_by("owner_agency__code", "code", "id")


def forms_of(value: str) -> list[str]:
    """A number as each kind of identifier would be written for comparing."""
    value = value.strip()[:120]
    return sorted({normalise_identifier(Identifier(kind, value)).value for kind in IdentifierKind.values} - {""})
