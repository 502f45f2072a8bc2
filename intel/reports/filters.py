"""How lists of reports are narrowed, the same for pages and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.notices.visits import NewFilter
from hub.kit.searching import FoundFilter, from_day, to_day
from hub.kit.sorting import SortFilter
from intel.reports.models import Report, RiskArea
from intel.reports.states import State


class ReportFilter(django_filters.FilterSet):
    """Words, risk area, state, originating agency, and the period in which it was reported."""

    q = FoundFilter(label=_("Words in title, reference or text"))
    risk_area = django_filters.ChoiceFilter(choices=RiskArea, label=_("Risk area"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    agency = django_filters.ModelChoiceFilter(
        field_name="owner_agency", to_field_name="code", queryset=Agency.objects.taking_part(), label=_("Agency"))
    since = django_filters.DateFilter(field_name="reported_at", method=from_day, label=_("Reported since"))
    until = django_filters.DateFilter(field_name="reported_at", method=to_day, label=_("Reported until"))
    new = NewFilter("updated_at")
    sort = SortFilter(reference=("reference", _("Reference")), title=("title", _("Title")),
                      reported=("reported_at", _("Reported")))

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()
