"""How the reading room is narrowed, the same for pages and API."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.models import Agency, User
from hub.kit.limits import LINE
from hub.kit.searching import BeginsFilter, from_day, to_day
from intel.readings.models import Question, Use
from intel.readings.states import QuestionState, UseAct


class UseFilter(django_filters.FilterSet):
    """Agency and person that used it, the release by the beginning of its reference, act, days."""

    agency = django_filters.ModelChoiceFilter(field_name="reader_agency", to_field_name="code",
                                              queryset=Agency.objects.taking_part(), label=_("Agency"))
    person = django_filters.CharFilter(method="of_person", label=_("Person"), max_length=LINE)
    release = BeginsFilter(field_name="reference", label=_("Release"))
    act = django_filters.ChoiceFilter(choices=UseAct, label=_("Act"))
    since = django_filters.DateFilter(field_name="at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="at", method=to_day, label=_("Until"), widget=DayInput)

    class Meta:
        model = Use
        fields: tuple[str, ...] = ()

    def of_person(self, queryset: QuerySet[Use], name: str, value: str) -> QuerySet[Use]:
        """By any part of name or login."""
        named = User.objects.filter(Q(username__icontains=value) | Q(first_name__icontains=value) | Q(last_name__icontains=value))
        return queryset.filter(person__in=list(named.order_by().values_list("pk", flat=True)))


class QuestionFilter(django_filters.FilterSet):
    """State, the other agency."""

    state = django_filters.ChoiceFilter(choices=QuestionState, label=_("State"))
    agency = django_filters.ModelChoiceFilter(method="with_agency", to_field_name="code", queryset=Agency.objects.taking_part(),
                                              label=_("Agency"))

    class Meta:
        model = Question
        fields: tuple[str, ...] = ()

    def with_agency(self, queryset: QuerySet[Question], name: str, value: Any) -> QuerySet[Question]:
        """As either side."""
        return queryset.filter(Q(asking_agency=value) | Q(asked_agency=value))
