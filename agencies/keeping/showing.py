"""What the page of a row says of how long it is kept, with `{% include "keeping/_kept.html" %}` and this as `kept`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agencies.access import Viewer
from agencies.access.forms import ReasonForm
from agencies.keeping import holds, selectors
from agencies.keeping.forms import HoldForm
from agencies.keeping.models import Hold
from hub.kit import room


@dataclass(frozen=True, slots=True)
class Shown:
    """Until when a row is kept, or when it was purged; legal holds on it, each with whether it can be lifted."""

    until: date | None
    purged_at: datetime | None
    gone: object
    holds: list[tuple[Hold, bool]]
    can_place: bool
    form: HoldForm
    reason_form: ReasonForm

    @property
    def is_held(self) -> bool:
        """Whether a legal hold keeps it today."""
        return any(hold.is_in_force for hold, _can_lift in self.holds)


def shown(viewer: Viewer, row: Any, *, until: date | None = None) -> Shown:
    """For the page of a row. `until` where more counts than its own `retain_until`."""
    kind = holds.kind_of(row)
    held = selectors.holds_on(row) if viewer.may("keeping.view_hold") else []
    return Shown(
        until=until or row.retain_until, purged_at=getattr(row, "purged_at", None), gone=room.keeps()[kind].gone,
        holds=[(hold, holds.can_lift(viewer, hold)) for hold in held], can_place=holds.can_place(viewer, row),
        form=HoldForm(initial={"kind": kind, "number": row.pk}, auto_id="id_hold_%s"),
        reason_form=ReasonForm())
