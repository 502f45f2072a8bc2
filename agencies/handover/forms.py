"""The forms of handing over. They ask; the services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.door import number_of
from agencies.access.forms import DayInput, ViewerForm
from agencies.handover.selectors import colleagues
from agencies.handover.services import Thing
from agencies.models import User


class HandOverForm(ViewerForm):
    """What is handed over, and to whom."""

    receiver = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none(), empty_label="—")

    def __init__(self, *args: Any, giver: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["receiver"].queryset = colleagues(self.viewer).exclude(pk=giver.pk)  # type: ignore[attr-defined]


class AbsenceForm(ViewerForm):
    """From when until when somebody is away, and who stands in."""

    begins_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)
    stand_in = forms.ModelChoiceField(label=_("Stand-in"), queryset=User.objects.none(), empty_label="—")

    def __init__(self, *args: Any, person: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["stand_in"].queryset = colleagues(self.viewer).exclude(pk=person.pk)  # type: ignore[attr-defined]


def things_of(chosen: Sequence[str]) -> list[Thing]:
    """The things that boxes name as `hits.hit:7`; those that are no such name are left out."""
    parts = [(kind, number_of(number)) for kind, _colon, number in (one.rpartition(":") for one in chosen)]
    return [Thing(kind, number) for kind, number in parts if number is not None]
