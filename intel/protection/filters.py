"""How measures and onward notices are narrowed, the same for pages and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access import now_looking
from intel.protection.models import Measure, OnwardNotice
from intel.protection.states import Stage, State

RECEIVED, SENT = "RECEIVED", "SENT"
WAYS = [(RECEIVED, _("From others")), (SENT, _("To others"))]


class MeasureFilter(django_filters.FilterSet):
    """What was asked, where it stands, on which subject."""

    kind = django_filters.ChoiceFilter(choices=Measure.Kind, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    subject = django_filters.NumberFilter(label=_("Subject"))

    class Meta:
        model = Measure
        fields: tuple[str, ...] = ()


class OnwardFilter(django_filters.FilterSet):
    """From others or to others, what was done, whether it was followed."""

    way = django_filters.ChoiceFilter(method="going", choices=WAYS, label=_("From or to"))
    kind = django_filters.ChoiceFilter(choices=OnwardNotice.Kind, label=_("What was done"))
    state = django_filters.ChoiceFilter(choices=Stage, label=_("State"))

    class Meta:
        model = OnwardNotice
        fields: tuple[str, ...] = ()

    def going(self, queryset: QuerySet[OnwardNotice], name: str, value: str) -> QuerySet[OnwardNotice]:
        """What the viewer's agency was told, or told others."""
        side = "told_agency" if value == RECEIVED else "owner_agency"
        return queryset.filter(**{side: now_looking().agency_id})
