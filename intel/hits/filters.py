"""How the worklist is narrowed, the same for pages and API."""


import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.models import Agency
from agencies.notices.visits import NewFilter
from hub.kit.searching import WordsFilter, from_day, to_day
from hub.kit.sorting import SortFilter
from intel.hits.models import Hit
from intel.hits.selectors import OPEN
from intel.hits.states import State
from intel.subjects.models import Subject

#: Besides the states themselves: what still asks for a decision (when nothing is said), and everything.
WAITING, ALL = "WAITING", "ALL"
STATES = [(WAITING, _("Waiting for a decision")), *State.choices, (ALL, _("All"))]


class HitFilter(django_filters.FilterSet):
    """Words, state, agency of the alert, kind of subject, least probability. Without a state: those that wait."""

    q = WordsFilter(method="search", label=_("Name, number, or reference of the alert"))
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("State"),
                                        help_text="Without it: hits that wait for a decision.")
    agency = django_filters.ModelChoiceFilter(
        field_name="match__alert__owner_agency", to_field_name="code", queryset=Agency.objects.taking_part(),
        label=_("Agency of the alert"))
    kind = django_filters.ChoiceFilter(field_name="match__alert__subject__kind", choices=Subject.Kind.choices,
                                       label=_("Kind of subject"))
    min_probability = django_filters.NumberFilter(
        field_name="match__probability", lookup_expr="gte", min_value=0, max_value=1, label=_("Probability from"))
    since = django_filters.DateFilter(field_name="match__found_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="match__found_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")
    sort = SortFilter(found=("id", _("Found")))

    class Meta:
        model = Hit
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Hit]) -> QuerySet[Hit]:
        """Those that wait, unless a state is asked for."""
        narrowed: QuerySet[Hit] = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("state") else self.in_state(narrowed, "state", WAITING)

    def in_state(self, queryset: QuerySet[Hit], name: str, value: str) -> QuerySet[Hit]:
        """An open hit whose match does not hold any more asks for nothing, and is shown among all only."""
        if value == ALL:
            return queryset
        if value == WAITING:
            return queryset.filter(state__in=OPEN, match__holds=True)
        return queryset.filter(state=value, **({"match__holds": True} if value in OPEN else {}))

    def search(self, queryset: QuerySet[Hit], name: str, value: str) -> QuerySet[Hit]:
        """All of the words have to be found, each in a name, in the alert's reference, or in a number that agreed."""
        for word in value.split():
            said = (Q(match__evidence__party_name__icontains=word) | Q(match__evidence__subject_name__icontains=word)
                    | Q(match__alert__reference__icontains=word) | Q(match__consignment__number__icontains=word))
            if any(sign.isdigit() for sign in word):
                said |= Q(match__evidence__parts__icontains=word)  # identifiers, as they were compared
            queryset = queryset.filter(said)
        return queryset
