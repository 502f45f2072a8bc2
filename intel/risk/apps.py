"""What to open today; so far the command that scores declarations of a file (`intel/scoring`)."""

from hub.kit.room import Room


class RiskConfig(Room):
    name, label = "intel.risk", "risk"
