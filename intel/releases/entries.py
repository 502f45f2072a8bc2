"""What a request to release says, before it is a row: checked, with the field that is wrong."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.markings.models import codes_in_force
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE, PROSE, SEVERAL
from hub.kit.text import require_seen
from intel.releases.models import ReleaseRequest
from intel.releases.sources import SHORT

#: The most characters of the name somebody signs in by.
NAME = 150
#: The most characters of each text.
LIMITS = {"legal_basis": NOTE, "need_to_know": NOTE, "conditions": NOTE, "for_person": NAME}


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One item by its reference (`AN-2026-000017/2`, `AN-A-2026-000003`, `S-17`); `text`: what leaves instead of its words."""

    reference: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """What is to be given, for what, on what ground, under which conditions and until when; to which agency stands beside.

    `for_person`: the sign-in name of the one person there who may read it.
    """

    items: tuple[ItemEntry, ...]
    purpose: str
    legal_basis: str
    need_to_know: str
    rests_on_others: bool
    urgency: str = "ROUTINE"
    conditions: str = ""
    expires_at: datetime | None = None
    for_person: str = ""

    @classmethod
    def of(cls, request: ReleaseRequest) -> "ReleaseEntry":
        """What a row says."""
        items = tuple(ItemEntry(one.reference, one.text if one.sanitised else "") for one in request.portions.order_by("number"))
        return cls(items, **{name: getattr(request, name) for name in _COLUMNS})

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {name: getattr(self, name) for name in _COLUMNS}


_COLUMNS = [field.name for field in fields(ReleaseEntry) if field.name != "items"]


def checked(entry: ReleaseEntry) -> ReleaseEntry:
    """The entry, if it can be kept. Raises Invalid with the field that is wrong (`items.2.text`) and what to do."""
    entry = replace(entry, for_person=entry.for_person.strip())
    for name, missing in (("legal_basis", _("Say on what legal basis it is given.")),
                          ("need_to_know", _("Say why the recipient needs it."))):
        if not getattr(entry, name).strip():
            raise Invalid(missing, field=name)
    for name, most in LIMITS.items():
        _require_text(getattr(entry, name), name, most)
    for scheme in ("purpose", "urgency"):
        if not codes_in_force(scheme).filter(code=getattr(entry, scheme)).exists():
            raise Invalid(_("“%(code)s” is none of the codes.") % {"code": getattr(entry, scheme)}, field=scheme)
    if entry.expires_at is not None and entry.expires_at <= timezone.now():
        raise Invalid(_("This time is over already."), field="expires_at")
    if not entry.items:
        raise Invalid(_("Name at least one item."), field="items")
    if len(entry.items) > SEVERAL:
        raise Invalid(_("At most %(most)s of them.") % {"most": SEVERAL}, field="items")
    for number, item in enumerate(entry.items):
        _require_text(item.reference, f"items.{number}.reference", SHORT)
        _require_text(item.text, f"items.{number}.text", PROSE)
    return entry


def checked_conditions(conditions: str) -> str:
    """Conditions that somebody adds, tidied. Raises Invalid (`conditions`)."""
    conditions = conditions.strip()
    _require_text(conditions, "conditions", NOTE)
    return conditions


def _require_text(text: str, field: str, most: int) -> None:
    if len(text) > most:
        raise Invalid(_("At most %(most)s characters.") % {"most": most}, field=field)
    require_seen(text, field)
