"""How the lists of releases are narrowed, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.models import Agency
from agencies.notices.visits import NewFilter
from agencies.references import whole
from hub.kit.searching import WordsFilter, from_day, to_day
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.states import ConsentState, ReleaseState, RequestState

DIRECTIONS = [("received", _("Received")), ("given", _("Given"))]


class OfReleases(django_filters.FilterSet):
    """Words and the other agency; the heir says in which texts, and by which keys."""

    texts: tuple[str, ...] = ("legal_basis", "conditions")
    agencies: tuple[str, ...] = ()

    q = WordsFilter(method="search", label=_("Reference, or words of basis and conditions"))
    agency = django_filters.ModelChoiceFilter(method="with_agency", to_field_name="code", queryset=Agency.objects.receiving(),
                                              label=_("Agency"))

    def search(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """All of the words; a whole reference is looked for as such, and in no text."""
        for word in value.split():
            if (reference := whole(word)) is not None:
                queryset = queryset.filter(reference=reference)
                continue
            said = Q(reference__icontains=word)
            for text in self.texts:
                said |= Q(**{f"{text}__unaccent__icontains": word})
            queryset = queryset.filter(said)
        return queryset

    def with_agency(self, queryset: QuerySet[Any], name: str, value: Agency) -> QuerySet[Any]:
        """As any of those in it."""
        named = Q()
        for key in self.agencies:
            named |= Q(**{key: value})
        return queryset.filter(named)


class ReleaseRequestFilter(OfReleases):
    """Words, state, recipient."""

    agencies = ("recipient_agency",)
    state = django_filters.ChoiceFilter(choices=RequestState, label=_("State"))
    together = django_filters.NumberFilter(label=_("Drafted together"))
    since = django_filters.DateFilter(field_name="created_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="created_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")

    class Meta:
        model = ReleaseRequest
        fields: tuple[str, ...] = ()


class ConsentFilter(OfReleases):
    """Words, state, holder, originator or recipient."""

    agencies = ("holder_agency", "originator_agency", "recipient_agency")
    state = django_filters.ChoiceFilter(choices=ConsentState, label=_("State"))
    since = django_filters.DateFilter(field_name="asked_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="asked_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")

    class Meta:
        model = Consent
        fields: tuple[str, ...] = ()


class ReleaseFilter(OfReleases):
    """Words, state, the other agency."""

    agencies = ("holder_agency", "recipient_agency")
    state = django_filters.ChoiceFilter(choices=ReleaseState, label=_("State"))
    since = django_filters.DateFilter(field_name="released_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="released_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")

    class Meta:
        model = Release
        fields: tuple[str, ...] = ()
