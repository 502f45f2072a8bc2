"""How much somebody who asks learns of what another agency has."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intel.arrangements.codes import Told


class Level(TextChoices):
    """From nothing to the row itself. `HIT_CONTACT_OWNER` is both what an owner discloses and what the asker reads."""

    NO_HIT = "NO_HIT", _("No hit")
    SILENT = Told.SILENT.value, _("Nothing: only your agency learns that somebody asked")
    HIT_CONTACT_OWNER = Told.CONTACT.value, _("Hit: contact the owner")
    HIT_WITH_DATA = "HIT_WITH_DATA", _("Hit, with data")

    @classmethod
    def given(cls) -> list[tuple[str, object]]:
        """What an owner can choose. Data are given by the audience of the row itself, with its own second person."""
        return [(cls.SILENT.value, cls.SILENT.label),
                (cls.HIT_CONTACT_OWNER.value, _("That your agency has something, and whom to contact"))]

    @classmethod
    def answers(cls) -> list[tuple[str, object]]:
        """What an asker may be answered."""
        return [(one.value, one.label) for one in cls if one is not cls.SILENT]


_STRICTEST = (Level.SILENT, Level.HIT_CONTACT_OWNER, Level.HIT_WITH_DATA)


def strictest(levels: Iterable[str]) -> Level:
    """The one that tells least. Raises ValueError for none."""
    return min(map(Level, levels), key=_STRICTEST.index)


#: What the API takes and tells: how much others learn, whether there is an answer, what it is, and what of one hit.
GIVEN = Level.given()
STATES = [("PENDING", _("Pending")), ("ANSWERED", _("Answered"))]
ANSWERS = Level.answers()
HIT_ANSWERS = [(one.value, one.label) for one in (Level.HIT_CONTACT_OWNER, Level.HIT_WITH_DATA)]
