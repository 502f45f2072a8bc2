"""How the lists of emergencies are narrowed, the same for pages and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from intel.releases.emergency.models import Disclosure, Emergency, EmergencyCount
from intel.releases.emergency.states import EmergencyState
from intel.releases.filters import OfReleases


class EmergencyFilter(OfReleases):
    """Words, review, recipient."""

    texts = ("danger", "reason")
    agencies = ("recipient_agency",)
    state = django_filters.ChoiceFilter(choices=EmergencyState, label=_("Review"))

    class Meta:
        model = Emergency
        fields: tuple[str, ...] = ()


class DisclosureFilter(OfReleases):
    """Words, review, holder, originator or recipient."""

    texts = ("danger", "reason")
    agencies = ("holder_agency", "originator_agency", "recipient_agency")
    state = django_filters.ChoiceFilter(choices=EmergencyState, label=_("Review"))

    class Meta:
        model = Disclosure
        fields: tuple[str, ...] = ()


class EmergencyCountFilter(django_filters.FilterSet):
    """Agency, review."""

    agency = django_filters.ModelChoiceFilter(to_field_name="code", queryset=Agency.objects.taking_part(), label=_("Agency"))
    state = django_filters.ChoiceFilter(choices=EmergencyState, label=_("Review"))

    class Meta:
        model = EmergencyCount
        fields: tuple[str, ...] = ()
