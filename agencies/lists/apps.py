"""Every list of the hub: taken as a file."""

from hub.kit.room import Room


class ListsConfig(Room):
    name = "agencies.lists"
    label = "lists"
