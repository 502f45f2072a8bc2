"""How lists of sweeps are narrowed, the same for pages and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from hub.kit.searching import WordsFilter
from intel.sweeps.models import Sweep, SweepCount
from intel.sweeps.states import State
from intel.sweeps.wording import PATTERNS


class SweepFilter(django_filters.FilterSet):
    """Words of the person's name or the reference; state, pattern."""

    q = WordsFilter(method="search", label=_("Person or reference"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    pattern = django_filters.ChoiceFilter(method="of_pattern", choices=PATTERNS, label=_("Pattern"))

    class Meta:
        model = Sweep
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Sweep], name: str, value: str) -> QuerySet[Sweep]:
        """All of the words, each in a name or the reference."""
        for word in value.split():
            named = queryset.filter(person__first_name__icontains=word) | queryset.filter(person__last_name__icontains=word)
            queryset = named | queryset.filter(person__username__iexact=word) | queryset.filter(reference__icontains=word)
        return queryset

    def of_pattern(self, queryset: QuerySet[Sweep], name: str, value: str) -> QuerySet[Sweep]:
        """Those that show it."""
        return queryset.filter(patterns__contains=[value])


class SweepCountFilter(django_filters.FilterSet):
    """Agency, state."""

    agency = django_filters.ModelChoiceFilter(to_field_name="code", queryset=Agency.objects.taking_part(), label=_("Agency"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))

    class Meta:
        model = SweepCount
        fields: tuple[str, ...] = ()
