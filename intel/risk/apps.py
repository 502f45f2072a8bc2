"""What to open today: profiles, scores, lanes, and what was learned."""

from hub.kit.room import Room


class RiskConfig(Room):
    name, label = "intel.risk", "risk"
