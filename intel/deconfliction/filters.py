"""How lists of collisions are narrowed, the same for pages and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from hub.kit.searching import WordsFilter
from intel.deconfliction.models import Collision, Side
from intel.deconfliction.states import CollisionState, State


class SideFilter(django_filters.FilterSet):
    """Reference, of the collision or of the alert; state."""

    q = WordsFilter(method="search", label=_("Reference"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))

    class Meta:
        model = Side
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Side], name: str, value: str) -> QuerySet[Side]:
        """All of the words, each in one of the references."""
        for word in value.split():
            queryset = queryset.filter(Q(reference__icontains=word) | Q(alert__reference__icontains=word)
                                       | Q(beside__reference__icontains=word))
        return queryset


class CollisionFilter(django_filters.FilterSet):
    """Reference, agency, state."""

    q = WordsFilter(method="search", label=_("Reference"))
    agency = django_filters.ModelChoiceFilter(method="of_agency", to_field_name="code", queryset=Agency.objects.taking_part(),
                                              label=_("Agency"))
    state = django_filters.ChoiceFilter(choices=CollisionState, label=_("State"))

    class Meta:
        model = Collision
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Collision], name: str, value: str) -> QuerySet[Collision]:
        """All of the words in the reference."""
        for word in value.split():
            queryset = queryset.filter(reference__icontains=word)
        return queryset

    def of_agency(self, queryset: QuerySet[Collision], name: str, value: Agency) -> QuerySet[Collision]:
        """Those that it is one of the two agencies of."""
        return queryset.filter(Q(first_agency=value) | Q(second_agency=value))
