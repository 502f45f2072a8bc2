"""How lists of alerts are narrowed, the same for pages and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.models import Agency
from agencies.notices.visits import NewFilter
from hub.kit.searching import FoundFilter, from_day, to_day
from hub.kit.sorting import SortFilter
from intel.alerts.models import ActionRequested, Alert
from intel.alerts.states import State
from intel.reports.models import RiskArea
from intel.subjects.models import Subject


class AlertFilter(django_filters.FilterSet):
    """Words, state, action requested, risk area, kind of subject, issuing agency."""

    q = FoundFilter(label=_("Reference, name or number of the subject"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    action = django_filters.ChoiceFilter(field_name="action_requested", choices=ActionRequested, label=_("Action requested"))
    risk_area = django_filters.ChoiceFilter(choices=RiskArea, label=_("Risk area"))
    kind = django_filters.ChoiceFilter(field_name="subject__kind", choices=Subject.Kind, label=_("Kind of subject"))
    agency = django_filters.ModelChoiceFilter(
        field_name="owner_agency", to_field_name="code", queryset=Agency.objects.taking_part(), label=_("Agency"))
    since = django_filters.DateFilter(field_name="created_at", method=from_day, label=_("Since"), widget=DayInput)
    until = django_filters.DateFilter(field_name="created_at", method=to_day, label=_("Until"), widget=DayInput)
    new = NewFilter("updated_at")
    sort = SortFilter(reference=("reference", _("Reference")), priority=("priority", _("Priority")),
                      until=("valid_until", _("Valid until")))

    class Meta:
        model = Alert
        fields: tuple[str, ...] = ()

