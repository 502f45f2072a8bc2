"""The audience in a form, the same for everything that is shared."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.audience import audience_choices, chosen_groups
from agencies.access.viewer import Viewer
from hub.kit.errors import Invalid
from hub.kit.limits import REASON


class DayInput(forms.DateInput):
    """A day, in the form that browsers' own pickers need whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and an hour, in the form that browsers' own pickers need whatever the language."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ReasonForm(forms.Form):
    """The reason for an act. `<c-confirm :reason="reason_form.reason">` shows it."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea({"rows": 3}))


class ViewerForm(forms.Form):
    """A form that knows who fills it in."""

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **more)


class AudienceForm(ViewerForm):
    """A form, or part of one, in which the audience has to be chosen before the first save.

    `cleaned_data` has `audience` (set of group ids) and `own_agency_only`, ready for a service. The heir says with which act
    one sees what is shared.
    """

    seen_with: ClassVar[str]

    own_agency_only = forms.BooleanField(label=_("Only my agency"), required=False)
    audience = forms.TypedMultipleChoiceField(
        label=_("Who besides my agency may see it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["audience"].choices = audience_choices(  # type: ignore[attr-defined]
            self.viewer, act=self.seen_with, held=self.initial.get("audience") or ())

    def clean(self) -> dict[str, Any] | None:
        """Refuse silence: nobody is left out, and nobody let in, by a box that was overlooked."""
        cleaned = super().clean() or self.cleaned_data
        if "audience" in cleaned:
            try:
                cleaned["audience"] = chosen_groups(
                    cleaned["audience"], own_agency_only=cleaned.get("own_agency_only", False), by=self.viewer,
                    act=self.seen_with)
            except Invalid as error:
                self.add_error("audience", str(error.message))
        return cleaned
