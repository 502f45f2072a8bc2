"""How lists of requests are narrowed, the same for pages and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.models import Agency
from agencies.notices.visits import NewFilter
from hub.kit.searching import WordsFilter, from_day, to_day
from intel.enquiries.models import Enquiry, Request
from intel.enquiries.states import ANSWERS, OPEN, RequestState, State

#: Besides the states themselves: what waits for the agency asked, what of it is late, what was answered and is not closed.
WAITING, OVERDUE, TO_READ = "WAITING", "OVERDUE", "TO_READ"
STATES = [(WAITING, _("Waiting for an answer")), (OVERDUE, _("Overdue")), (TO_READ, _("Answered, not closed")), *State.choices]
DIRECTIONS = [("received", _("Received")), ("asked", _("Sent by us"))]


class EnquiryFilter(django_filters.FilterSet):
    """Words, state, the other agency, urgency."""

    q = WordsFilter(method="search", label=_("Reference or words of the question"))
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("State"))
    agency = django_filters.ModelChoiceFilter(method="with_agency", to_field_name="code", queryset=Agency.objects.taking_part(),
                                              label=_("Agency"))
    urgency = django_filters.CharFilter(max_length=40, label=_("Urgency"))
    since = django_filters.DateFilter(field_name="sent_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="sent_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")

    class Meta:
        model = Enquiry
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Enquiry], name: str, value: str) -> QuerySet[Enquiry]:
        """All of the words, each in the reference, the question or the hit reference."""
        return saying(queryset, value)

    def in_state(self, queryset: QuerySet[Enquiry], name: str, value: str) -> QuerySet[Enquiry]:
        """One state, or several under one name."""
        if value == OVERDUE:
            return queryset.filter(state__in=OPEN, due_at__lt=timezone.now())
        several = {WAITING: OPEN, TO_READ: ANSWERS}
        return queryset.filter(state__in=several.get(value, (value,)))

    def with_agency(self, queryset: QuerySet[Enquiry], name: str, value: Agency) -> QuerySet[Enquiry]:
        """On either side."""
        return queryset.filter(Q(asking_agency=value) | Q(asked_agency=value))


class RequestFilter(django_filters.FilterSet):
    """Words, state, an agency asked, urgency."""

    q = WordsFilter(method="search", label=_("Reference, case or words of the question"))
    state = django_filters.ChoiceFilter(choices=RequestState, label=_("State"))
    agency = django_filters.ModelChoiceFilter(method="to_agency", to_field_name="code", queryset=Agency.objects.taking_part(),
                                              label=_("Agency asked"))
    urgency = django_filters.CharFilter(max_length=40, label=_("Urgency"))
    since = django_filters.DateFilter(field_name="created_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="created_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")

    class Meta:
        model = Request
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[Request], name: str, value: str) -> QuerySet[Request]:
        """All of the words, each in the reference, the question, the hit reference or the case."""
        return saying(queryset, value, "case_reference")

    def to_agency(self, queryset: QuerySet[Request], name: str, value: Agency) -> QuerySet[Request]:
        """Those that ask it."""
        return queryset.filter(addressees__contains=[value.pk])


def saying(rows: QuerySet, terms: str, *more: str) -> QuerySet:
    """Those that hold all of the words, each in one of their texts."""
    for term in terms.split():
        said = Q(reference__icontains=term) | Q(question__unaccent__icontains=term) | Q(hit_reference__icontains=term)
        for name in more:
            said |= Q(**{f"{name}__unaccent__icontains": term})
        rows = rows.filter(said)
    return rows
