"""How a person wants to be told, topic by topic."""

from typing import Any

from django import forms

from agencies.notices.models import Mail
from agencies.notices.wanted import Wanted
from hub.kit.room import Topic


class WantedForm(forms.Form):
    """A box and a choice for each topic: `STEPS.on_page`, `STEPS.mail`."""

    def __init__(self, *args: Any, wanted: dict[Topic, Wanted], **more: Any) -> None:
        super().__init__(*args, **more)
        for topic, one in wanted.items():
            self.fields[f"{topic.value}.on_page"] = forms.BooleanField(
                required=False, initial=one.on_page, label=topic.label,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
            self.fields[f"{topic.value}.mail"] = forms.ChoiceField(
                choices=Mail.choices, initial=one.mail, label=topic.label, widget=forms.Select(attrs={"class": "form-select"}))

    def wanted(self) -> dict[Topic, Wanted]:
        """What was chosen."""
        given = self.cleaned_data
        return {topic: Wanted(topic, given[f"{topic.value}.on_page"], Mail(given[f"{topic.value}.mail"])) for topic in Topic}

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """For the page: the words of each topic, its box and its choice."""
        return [(topic.label, self[f"{topic.value}.on_page"], self[f"{topic.value}.mail"]) for topic in Topic]
