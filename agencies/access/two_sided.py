"""What two agencies write together: one row that both read, and what each notes for itself.

    class Enquiry(TwoSidedRow):
        SIDES = ("asking_agency", "asked_agency")
        …
    class EnquiryNote(SideNote):
        enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="notes")

    ASKS = one_side("asking_agency", "enquiries.write_enquiry", otherwise=gettext_lazy("Only the agency that asks …"))

What the database holds of it is declared beside: `agencies.labels.TwoSided`, `Entries`, `Notes`.
"""

import secrets
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access.looking import now_looking
from agencies.access.rules import Rule
from agencies.access.viewer import Viewer
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.limits import LARGEST, NOTE

Note = TypeVar("Note", bound="SideNote")


class TwoSidedRow(models.Model):
    """Abstract: a row that two agencies write together. `SIDES` are the foreign keys that name them, who opens it first.

    An heir without such keys says `sides` itself. `revision` is raised by steps that both see, never by a note.
    """

    SIDES: ClassVar[tuple[str, ...]] = ()

    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def sides(self) -> tuple[int, ...]:
        """The ids of the two agencies."""
        return tuple(getattr(self, f"{side}_id") for side in self.SIDES)

    @property
    def owner_agency_id(self) -> int | None:
        """Of either side its auditor reads what its own people did, and no other: who reads it there, how often, is no business
        of the other agency."""
        return now_looking().agency_id


class SideNote(models.Model):
    """Abstract: what one side notes for itself on a two-sided row. Only ever added.

    The heir adds a foreign key to its row. The number is drawn: numbers in a row would count what the other side notes.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+",
                                   verbose_name=gettext_lazy("person"))
    written_at = models.DateTimeField(gettext_lazy("when"), db_default=Now(), editable=False)
    text = models.TextField(gettext_lazy("note"))

    class Meta:
        abstract = True
        ordering = ["-written_at", "id"]
        default_permissions = ()

    @property
    def owner_agency_id(self) -> int:
        """Its auditor, and no other, reads that something was noted."""
        return self.agency_id


def a_side(act: str, *, otherwise: object) -> Rule:
    """The rule that whoever acts is of one of the row's two agencies."""
    return Rule(act, when=lambda by, row: by.agency_id in row.sides, otherwise=otherwise)


def one_side(side: str, act: str, *, otherwise: object) -> Rule:
    """The rule that whoever acts is of this side: of the agency that the row's key `side` names."""
    return Rule(act, when=lambda by, row: by.agency_id == getattr(row, f"{side}_id"), otherwise=otherwise)


@atomic
def write_note(model: type[Note], *, by: Viewer, rule: Rule, text: str, action: str, **on: Any) -> Note:
    """Add a note of the viewer's agency on a row (`hit=hit`), which itself is not touched.

    Raises NotAllowed, Invalid (`text`).
    """
    [row] = on.values()
    rule.require(by, row)
    text = text.strip()
    if not text:
        raise Invalid(_("Write what is to be noted."), field="text")
    if len(text) > NOTE:
        raise Invalid(_("At most %(most)s characters.") % {"most": NOTE}, field="text")
    note = model._default_manager.create(
        id=secrets.randbelow(LARGEST) + 1, agency_id=by.agency_id, written_by_id=by.user_id, text=text, **on)
    audit.record(action, by=by, on=note)
    return note
