"""The forms of a judgement: a reason that is often given, or words of one's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.kit.limits import NOTE, REASON
from intel.hits.states import JUDGED, State

OTHER = "other"

#: Reasons that are often given, by judgement. What is kept is the text, in the language of who judged.
REASONS: dict[str, tuple[Any, ...]] = {
    State.CONFIRMED_HIT: (
        _("Identifier verified against a document"), _("Name and address verified"),
        _("Name and date of birth verified"), _("Known to the office as the same"),
    ),
    State.NOT_A_MATCH: (
        _("Identifiers differ"), _("Only a common name is shared"), _("Date of birth or country differs"),
        _("Other line of business or other legal form"),
    ),
    State.UNCERTAIN: (_("Documents are needed"), _("The issuer has been asked"), _("Too little is known of one side")),
}


class JudgeForm(forms.Form):
    """One judgement's reason; `reason()` gives the text to keep."""

    preset = forms.ChoiceField(label=_("Reason"))
    words = forms.CharField(label=_("In your own words"), required=False, max_length=REASON,
                            widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, state: str, **more: Any) -> None:
        super().__init__(*args, auto_id=f"{state}-%s", **more)
        presets = [(str(number), words) for number, words in enumerate(REASONS[state])]
        self.state = state
        self.fields["preset"].choices = [("", "—"), *presets, (OTHER, _("Other"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """“Other” has to be said in words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("preset") == OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", str(_("Say why: the reason stays with the judgement.")))
        return cleaned

    def reason(self) -> str:
        """Preset and words as one text."""
        preset, words = self.cleaned_data["preset"], self.cleaned_data["words"].strip()
        return words if preset == OTHER else ". ".join(
            filter(None, [str(REASONS[self.state][int(preset)]), words]))


class NoteForm(forms.Form):
    """What the own agency notes for itself."""

    text = forms.CharField(label=_("Note"), max_length=NOTE, widget=forms.Textarea(attrs={"rows": 3}))


def judge_forms() -> dict[str, JudgeForm]:
    """An empty form for each judgement."""
    return {state.value: JudgeForm(state=state.value) for state in JUDGED}
