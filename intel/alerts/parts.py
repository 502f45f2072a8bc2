"""What rooms above ask for on the form of an alert, and have issued with it. They say so in their `apps.py`; this room does
not know them. What a part asks is shown at the place `alerts.form`, what is issued by it at `alerts.issue`.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from agencies.access import Viewer
from intel.alerts.models import Alert


class Part(Protocol):
    """One such part: its `name` among the fingerprints of what is submitted, and its `words`."""

    name: str
    words: object

    def keep(self, by: Viewer, alert: Alert, sent: Mapping[str, Any]) -> None:
        """Keep what the form of a draft says of it. Raises HubError."""

    def says(self, alert: Alert) -> object:
        """What of it is submitted with the alert and waits for the second person; something empty for nothing."""

    def issue(self, by: Viewer, alert: Alert) -> None:
        """The second person issues the alert as it was submitted, and this with it."""


_parts: list[Part] = []


def register(part: Part) -> None:
    """Declare a part, in the `ready` of a room."""
    _parts.append(part)


def keep(by: Viewer, alert: Alert, sent: Mapping[str, Any]) -> None:
    """Keep what the form says of every part. Raises HubError."""
    for part in _parts:
        part.keep(by, alert, sent)


def said(alert: Alert) -> dict[str, object]:
    """What each part says that waits with the alert, by its name; what says nothing is left out."""
    return {part.name: says for part in _parts if (says := part.says(alert))}


def issue(by: Viewer, alert: Alert) -> None:
    """Have every part issued with the alert."""
    for part in _parts:
        part.issue(by, alert)


def words() -> dict[str, object]:
    """The names of the parts as a person reads them."""
    return {part.name: part.words for part in _parts}
