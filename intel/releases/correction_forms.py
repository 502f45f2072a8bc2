"""The form of a correction: why, with which items, and of which other releases of the same."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.access.forms import ReasonForm
from intel.releases.entries import ItemEntry
from intel.releases.forms import SAID, ItemsGiven
from intel.releases.models import Release, ReleasedPortion
from intel.reports.models import Paragraph, Report
from intel.reports.states import State


class CorrectionForm(ReasonForm):
    """Why it is corrected, which its recipients read; and whose releases of the same are corrected with it."""

    rests_on_others = forms.ChoiceField(label=_("Does it rest on anything that you did not originate?"), choices=SAID,
                                        help_text=_("Your answer is part of what is approved; the hub checks it."))
    also = forms.TypedMultipleChoiceField(label=_("Correct as well"), coerce=int, required=False,
                                          widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, others: list[Release], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["also"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.reference} · {one.recipient_agency.code} · {one.recipient_agency.name}") for one in others]
        self.fields["also"].initial = [one.pk for one in others]

    def values(self, items: ItemsGiven) -> dict[str, Any]:
        """What the service takes, without the releases."""
        return {"reason": self.cleaned_data["reason"], "rests_on_others": self.cleaned_data["rests_on_others"] == "yes",
                "items": [ItemEntry(reference, text) for reference, text in items.values("reference", "text")]}


def items_now(release: Release) -> list[dict[str, str]]:
    """What was released, by its references today: of a report that has a new version, those of the new one."""
    rows = ReleasedPortion.objects.filter(release=release).select_related("portion").order_by("number")
    return [{"reference": _newest(row.portion.kind, row.portion.source_id, row.portion.reference),
             "text": row.portion.text if row.portion.sanitised else ""} for row in rows]


def _newest(kind: str, number: int, reference: str) -> str:
    if kind != "reports.paragraph":
        return reference
    report = Paragraph.objects.filter(pk=number).values_list("report", flat=True).first()
    newest = None
    while found := Report.objects.filter(replaces=report, state__in=(State.DISSEMINATED, State.WITHDRAWN)).first():
        report, newest = found.pk, found
    return f"{newest.reference}/{reference.rpartition('/')[2]}" if newest else reference
