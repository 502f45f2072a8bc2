"""How lists of trade are narrowed, the same for pages and API."""

from typing import Any

import django_filters
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.notices.visits import NewFilter
from hub.kit.searching import FoundFilter
from hub.kit.sorting import SortFilter
from intel.trade import selectors
from intel.trade.models import Consignment, Trader


class CountryFilter(django_filters.CharFilter):
    """By the code of a country, in letters of either case; what is kept is in capitals, and found by its index."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as BO."))], **more)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those of that country."""
        found: QuerySet[Any] = super().filter(qs, value.upper() if value else value)
        return found


class TraderFilter(django_filters.FilterSet):
    """Name or number, country, kind."""

    q = FoundFilter(label=_("Name or number"))
    country = CountryFilter(label=_("Country"))
    kind = django_filters.ChoiceFilter(choices=[c for c in Trader.Kind.choices if c[0]], label=_("Kind"))
    new = NewFilter("created_at")
    sort = SortFilter(name=("name", _("Name")))

    class Meta:
        model = Trader
        fields: tuple[str, ...] = ()


class ConsignmentFilter(django_filters.FilterSet):
    """Number, party or container; office; HS code; country of departure; period."""

    q = FoundFilter(label=_("Declaration, party, container or plate"))
    office = django_filters.CharFilter(lookup_expr="iexact", label=_("Customs office"), max_length=80)
    hs = django_filters.CharFilter(method="goods", label=_("HS code begins with"),
                                   validators=[RegexValidator(r"^\d{2,12}$", _("Two to twelve digits."))])
    departure = CountryFilter(field_name="country_of_departure", label=_("Country of departure"))
    since = django_filters.DateFilter(field_name="date", lookup_expr="gte", label=_("Since"))
    until = django_filters.DateFilter(field_name="date", lookup_expr="lte", label=_("Until"))
    new = NewFilter("created_at")
    sort = SortFilter(number=("number", _("Number")), date=("date", _("Date")))

    class Meta:
        model = Consignment
        fields: tuple[str, ...] = ()

    def goods(self, queryset: QuerySet[Consignment], name: str, value: str) -> QuerySet[Consignment]:
        """By the beginning of an HS code."""
        return selectors.with_goods(queryset, value)
