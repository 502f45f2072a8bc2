"""Who may read what, as numbers."""

from hub.kit.room import Room


class LabelsConfig(Room):
    name = "agencies.labels"
    label = "labels"
