"""How lists of subjects are narrowed, the same for pages and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from hub.kit.searching import WordsFilter
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.selectors import named
from intel.subjects.states import State


class SubjectFilter(django_filters.FilterSet):
    """Name or number, kind, and the agency it belongs to."""

    q = WordsFilter(method="search", label=_("Name, alias or number"))
    kind = django_filters.ChoiceFilter(choices=Subject.Kind, label=_("Kind"))
    agency = django_filters.ModelChoiceFilter(
        field_name="owner_agency", to_field_name="code", queryset=Agency.objects.taking_part(), label=_("Agency"))

    class Meta:
        model = Subject
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Subject], name: str, value: str) -> QuerySet[Subject]:
        """A name with all of the words, or an identifier that begins with them."""
        return named(queryset, value)


class ProposalFilter(django_filters.FilterSet):
    """State, kind, and the subject it is about."""

    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    kind = django_filters.ChoiceFilter(choices=SubjectProposal.Kind, label=_("Kind"))
    subject = django_filters.NumberFilter(label=_("Subject"))

    class Meta:
        model = SubjectProposal
        fields: tuple[str, ...] = ()
