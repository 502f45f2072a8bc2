"""How legal holds and receipts are narrowed, the same for pages and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.keeping.models import Hold, Receipt
from agencies.keeping.selectors import kinds
from hub.kit.searching import WordsFilter, from_day, to_day

STATES = [("IN_FORCE", _("In force")), ("OVER", _("Over")), ("LIFTED", _("Lifted"))]


class HoldFilter(django_filters.FilterSet):
    """Words of reference, reason or legal basis; kind; whether it is in force."""

    q = WordsFilter(method="search", label=_("Reference, reason or legal basis"))
    kind = django_filters.ChoiceFilter(choices=kinds, label=_("Kind"))
    state = django_filters.ChoiceFilter(method="standing", choices=STATES, label=_("State"))

    class Meta:
        model = Hold
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Hold], name: str, value: str) -> QuerySet[Hold]:
        """All of the words, in any of the texts."""
        for word in value.split():
            queryset = queryset.filter(
                Q(object_reference__icontains=word) | Q(reason__icontains=word) | Q(legal_basis__icontains=word))
        return queryset

    def standing(self, queryset: QuerySet[Hold], name: str, value: str) -> QuerySet[Hold]:
        """Lifted ones, those whose day is over, or those that keep a row today."""
        today = timezone.localdate()
        if value == "LIFTED":
            return queryset.filter(lifted_at__isnull=False)
        not_lifted = queryset.filter(lifted_at__isnull=True)
        return not_lifted.filter(until__gte=today) if value == "IN_FORCE" else not_lifted.filter(until__lt=today)


class ReceiptFilter(django_filters.FilterSet):
    """Reference, kind, and the days between which it was purged."""

    q = WordsFilter(field_name="reference", lookup_expr="icontains", label=_("Reference"))
    kind = django_filters.ChoiceFilter(choices=kinds, label=_("Kind"))
    since = django_filters.DateFilter(field_name="purged_at", method=from_day, label=_("Since"))
    until = django_filters.DateFilter(field_name="purged_at", method=to_day, label=_("Until"))

    class Meta:
        model = Receipt
        fields: tuple[str, ...] = ()
