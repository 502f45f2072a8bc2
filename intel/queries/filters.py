"""How the lists of queries are narrowed, the same for pages and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.markings.models import choices
from agencies.notices.visits import NewFilter
from hub.kit.searching import WordsFilter, from_day, to_day
from intel.queries.levels import Level
from intel.queries.models import ONE_BY_ONE, Disclosure, Query, Sounding

#: What an answer may be narrowed to.
ANSWERS = [*Level.answers(), ("PENDING", _("Pending"))]


class _PurposeFilter(django_filters.ChoiceFilter):
    """One of the codes of purposes, as the table has them."""

    def __init__(self) -> None:
        super().__init__(choices=lambda: choices("purpose"), label=_("Purpose"))


class QueryFilter(django_filters.FilterSet):
    """Words of what was asked for, of the case or the reference; purpose, answer; the rows of one file.

    Without words, what was asked one by one: a file has ten thousand rows, and a standing query is asked each night.
    """

    q = WordsFilter(method="search", label=_("Name, number, case or reference"))
    purpose = _PurposeFilter()
    answer = django_filters.ChoiceFilter(choices=ANSWERS, method="answered", label=_("Answer"))
    batch = django_filters.NumberFilter(field_name="batch", label=_("Number of the file"))
    standing = django_filters.NumberFilter(field_name="standing", label=_("Number of the standing query"))
    since = django_filters.DateFilter(field_name="asked_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="asked_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("asked_at")

    class Meta:
        model = Query
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Query]) -> QuerySet[Query]:
        """What was not asked one by one is left out unless it is looked for."""
        chosen = self.form.cleaned_data
        narrowed: QuerySet[Query] = super().filter_queryset(queryset)
        return narrowed if any(chosen.get(name) for name in ("q", "batch", "standing")) else narrowed.filter(ONE_BY_ONE)

    def search(self, queryset: QuerySet[Query], name: str, value: str) -> QuerySet[Query]:
        """All of the words, in any of the texts."""
        for word in value.split():
            queryset = queryset.filter(
                Q(names__icontains=word) | Q(identifiers__icontains=word) | Q(case_reference__icontains=word)
                | Q(reference__iexact=word))
        return queryset

    def answered(self, queryset: QuerySet[Query], name: str, value: str) -> QuerySet[Query]:
        """By what can be read of the answer by now."""
        if value == "PENDING":
            return queryset.filter(answers__isnull=True)
        return queryset.filter(answers__answer=value).distinct()


class SoundingFilter(django_filters.FilterSet):
    """Words of the subject or the hit reference; who asked, for what."""

    q = WordsFilter(method="search", label=_("Subject or hit reference"))
    agency = django_filters.CharFilter(field_name="asking_agency__code", max_length=12, label=_("Asked by"))
    purpose = _PurposeFilter()
    since = django_filters.DateFilter(field_name="asked_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="asked_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("asked_at")

    class Meta:
        model = Sounding
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Sounding], name: str, value: str) -> QuerySet[Sounding]:
        """All of the words."""
        for word in value.split():
            queryset = queryset.filter(Q(subject__label__unaccent__icontains=word) | Q(reference__icontains=word))
        return queryset


class DisclosureFilter(django_filters.FilterSet):
    """In force, or proposed."""

    proposed = django_filters.BooleanFilter(field_name="decided_at", lookup_expr="isnull", label=_("Proposed"))

    class Meta:
        model = Disclosure
        fields: tuple[str, ...] = ()
