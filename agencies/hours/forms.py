"""The forms of working hours. They ask; the services decide."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import DayInput, MomentInput, ViewerForm
from agencies.hours.services import AHEAD
from agencies.hours.spans import Work, works_of, written
from agencies.models import Unit, User
from hub.kit.errors import Invalid
from hub.kit.limits import LINE


class WeekForm(forms.Form):
    """The spans of each weekday as one line of text; `works` has them once it is valid."""

    def __init__(self, *args: Any, works: Collection[Work], revision: int, **more: Any) -> None:
        super().__init__(*args, **more)
        for day in range(1, 8):
            self.fields[f"day_{day}"] = forms.CharField(label=WEEKDAYS[day - 1], required=False, max_length=120,
                                                        initial=written(works, day))
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=revision)

    def clean(self) -> dict[str, Any]:
        """Read each day; what cannot be read is said at the day."""
        self.works: list[Work] = []
        for day in range(1, 8):
            try:
                self.works += works_of(day, self.cleaned_data.get(f"day_{day}", ""), f"day_{day}")
            except Invalid as error:
                self.add_error(error.field, str(error.message))
        return self.cleaned_data


class HolidayForm(forms.Form):
    """A day on which the agency does not work."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    name = forms.CharField(label=_("Holiday"), max_length=LINE)


class YearForm(forms.Form):
    """The year of which the public holidays are entered."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        this = timezone.localdate().year
        self.fields["year"].choices = [(year, year) for year in range(this, this + AHEAD + 1)]  # type: ignore[attr-defined]


class DutyForm(ViewerForm):
    """Who is on duty: a person or a unit of the own agency, from when until when."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), required=False)
    unit = forms.ModelChoiceField(label=_("Or all of a unit"), queryset=Unit.objects.none(), required=False)
    begins_at = forms.DateTimeField(label=_("From"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("Until"), widget=MomentInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = User.objects.filter(agency=self.viewer.agency_id, is_active=True).order_by("last_name", "first_name", "username")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(agency=self.viewer.agency_id)  # type: ignore[attr-defined]
