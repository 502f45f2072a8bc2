"""How the audit log is narrowed, the same for pages and API."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput
from agencies.access.leaving import LEAVING, Persons
from agencies.audit.models import Event
from agencies.audit.selectors import of_day
from hub.kit.limits import LINE
from hub.kit.searching import from_day, to_day

LONGEST_PERIOD = timedelta(days=366)


def kind_label(object_type: str) -> str:
    """The words for a kind of object such as `reports.report`; of an unknown one, its own name."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def kinds() -> list[tuple[str, Any]]:
    """Kinds of objects that events tell of: whatever this hub keeps in rooms of its own."""
    ours = [config for config in apps.get_app_configs() if config.name.startswith(("intel.", "agencies"))]
    models = [model for config in ours for model in config.get_models() if model._meta.default_permissions]
    return [(model._meta.label_lower, lazystr(model._meta.verbose_name)) for model in models if model is not Event]


class EventFilter(django_filters.FilterSet):
    """Person, action (`report.` means all of them on reports), kind and number of the object, period."""

    person = django_filters.CharFilter(field_name="actor_label", lookup_expr="icontains", label=_("Person"), max_length=LINE)
    action = django_filters.CharFilter(field_name="action", lookup_expr="startswith", label=_("Action"), max_length=LINE,
                                       help_text="Its beginning is enough: `report.`")
    kind = django_filters.ChoiceFilter(field_name="object_type", choices=kinds, label=_("Kind of object"))
    object = django_filters.CharFilter(field_name="object_label", lookup_expr="icontains", label=_("Object"), max_length=LINE)
    number = django_filters.NumberFilter(field_name="object_id", label=_("Number of the object"))
    since = django_filters.DateFilter(field_name="at", method=from_day, label=_("Since"))
    until = django_filters.DateFilter(field_name="at", method=to_day, label=_("Until"))

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()


class LeavingFilter(django_filters.FilterSet):
    """Day, of today if none is chosen; person, what left, and the object's name."""

    day = django_filters.DateFilter(method="on_day", label=_("Day"), help_text="Without it: today.")
    person = django_filters.CharFilter(field_name="actor_label", lookup_expr="icontains", label=_("Person"), max_length=LINE)
    what = django_filters.ChoiceFilter(field_name="action", label=_("What left"), choices=[
        (one.event, one.words) for one in LEAVING if one.persons is Persons.ONE and one.service])
    object = django_filters.CharFilter(field_name="object_label", lookup_expr="icontains", label=_("Object"), max_length=LINE)

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Event]) -> QuerySet[Event]:
        """Never more than a day."""
        narrowed: QuerySet[Event] = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("day") else of_day(narrowed, timezone.localdate())

    def on_day(self, queryset: QuerySet[Event], name: str, value: Any) -> QuerySet[Event]:
        """That day's."""
        return of_day(queryset, value)


class PeriodForm(forms.Form):
    """Days between which acts are counted: the last week if nothing is said, at most a year."""

    since = forms.DateField(label=_("Since"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        """Both days. An error stands by the day that has to change."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["until"] = cleaned.get("until") or timezone.localdate()
        cleaned["since"] = cleaned.get("since") or cleaned["until"] - timedelta(days=6)
        if not timedelta(0) <= cleaned["until"] - cleaned["since"] <= LONGEST_PERIOD:
            self.add_error("since", _("Choose a day up to a year before the last one."))
        return cleaned
