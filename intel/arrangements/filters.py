"""How the list of arrangements is narrowed, the same for pages and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from hub.kit.searching import WordsFilter
from intel.arrangements.models import Arrangement
from intel.arrangements.states import State


class ArrangementFilter(django_filters.FilterSet):
    """Words, state, the other agency."""

    q = WordsFilter(method="search", label=_("Reference or words of the legal basis"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    agency = django_filters.ModelChoiceFilter(method="with_agency", to_field_name="code", queryset=Agency.objects.taking_part(),
                                              label=_("Agency"))

    class Meta:
        model = Arrangement
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Arrangement], name: str, value: str) -> QuerySet[Arrangement]:
        """All of the words."""
        for word in value.split():
            queryset = queryset.filter(Q(reference__icontains=word) | Q(legal_basis__unaccent__icontains=word))
        return queryset

    def with_agency(self, queryset: QuerySet[Arrangement], name: str, value: Agency) -> QuerySet[Arrangement]:
        """On either side."""
        return queryset.filter(Q(proposing_agency=value) | Q(other_agency=value))
