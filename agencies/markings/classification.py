"""The classification ladder: the one code table that row policies depend on, so its order is code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classification(models.TextChoices):
    """Lowest first. A person reads what is at or below the person's clearance."""

    UNCLASSIFIED = "UNCLASSIFIED", _("Unclassified")
    RESTRICTED = "RESTRICTED", _("Restricted")
    CONFIDENTIAL = "CONFIDENTIAL", _("Confidential")
    SECRET = "SECRET", _("Secret")


LADDER = tuple(Classification.values)


def readable_with(clearance: str) -> tuple[str, ...]:
    """The classifications at or below a clearance.

    >>> readable_with("RESTRICTED")
    ('UNCLASSIFIED', 'RESTRICTED')
    """
    return LADDER[: LADDER.index(clearance) + 1]


def strictest(codes: list[str]) -> str:
    """The highest of several classifications; the lowest there is for none."""
    return max(codes, key=LADDER.index, default=LADDER[0])
