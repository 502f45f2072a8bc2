"""What people are told of collisions: to call, and nothing else."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.kit.room import Tells, Topic

_SIDE: dict[str, Any] = {"of": "deconfliction.side", "page": "deconfliction:detail"}
_COLLISION: dict[str, Any] = {"of": "deconfliction.collision", "page": "deconfliction:collision"}

TELLS = (
    Tells("collision.told", Topic.DECISIONS, **_SIDE, words=_("Call the coordinator of the hub and name %(reference)s.")),
    Tells("collision.found_within", Topic.DECISIONS, **_SIDE,
          words=_("Two alerts of your agency are incompatible: %(reference)s.")),
    Tells("collision.ended", Topic.STEPS, **_SIDE, words=_("No longer to be cleared up: %(reference)s.")),
    Tells("collision.put_to_rest", Topic.STEPS, **_SIDE, words=_("The coordinator of the hub closed %(reference)s.")),
    Tells("collision.found", Topic.DECISIONS, **_COLLISION,
          words=_("Alerts of two agencies are incompatible: %(reference)s.")),
    Tells("collision.answered", Topic.STEPS, **_COLLISION, life="deconfliction.side", about="collision_id",
          words=_("%(agency)s answered on %(reference)s.")),
    Tells("collision.over", Topic.STEPS, **_COLLISION, words=_("No longer to be coordinated: %(reference)s.")),
)
