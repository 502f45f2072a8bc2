"""How lists of subjects are narrowed, the same for pages and API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access import now_looking
from agencies.access.forms import DayInput
from agencies.models import Agency
from agencies.notices.visits import NewFilter
from hub.kit.searching import FoundFilter, from_day, to_day
from hub.kit.sorting import SortFilter
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.states import State

#: Besides the states of a proposal themselves.
ALL = "ALL"
STATES = [*State.choices, (ALL, _("All"))]
MINE, OTHERS = "MINE", "OTHERS"
WHOSE = [(OTHERS, _("Proposed by others")), (MINE, _("Proposed by me"))]


class SubjectFilter(django_filters.FilterSet):
    """Name or number, kind, and the agency it belongs to."""

    q = FoundFilter(label=_("Name, alias or number"))
    kind = django_filters.ChoiceFilter(choices=Subject.Kind, label=_("Kind"))
    agency = django_filters.ModelChoiceFilter(
        field_name="owner_agency", to_field_name="code", queryset=Agency.objects.taking_part(), label=_("Agency"))
    since = django_filters.DateFilter(field_name="created_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="created_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")
    sort = SortFilter(name=("label", _("Name")))

    class Meta:
        model = Subject
        fields: tuple[str, ...] = ()


class ProposalFilter(django_filters.FilterSet):
    """State, kind, whose, and the subject it is about. Without a state: those that wait for a second person."""

    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("State"),
                                        help_text="Without it: proposals that wait for a second person.")
    kind = django_filters.ChoiceFilter(choices=SubjectProposal.Kind, label=_("Kind"))
    whose = django_filters.ChoiceFilter(method="of_whom", choices=WHOSE, label=_("Whose"))
    subject = django_filters.NumberFilter(label=_("Subject"))

    class Meta:
        model = SubjectProposal
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[SubjectProposal]) -> QuerySet[SubjectProposal]:
        """Those that wait, unless a state is asked for."""
        narrowed: QuerySet[SubjectProposal] = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("state") else narrowed.filter(state=State.WAITING)

    def in_state(self, queryset: QuerySet[SubjectProposal], name: str, value: str) -> QuerySet[SubjectProposal]:
        """One state, or all of them."""
        return queryset if value == ALL else queryset.filter(state=value)

    def of_whom(self, queryset: QuerySet[SubjectProposal], name: str, value: str) -> QuerySet[SubjectProposal]:
        """What the viewer proposed, or what others did, on which the viewer may be the second person."""
        mine = Q(proposed_by=now_looking().user_id)
        return queryset.filter(mine if value == MINE else ~mine)
