"""How much was matched."""

from intel.screening.models import Match


def matches_that_hold() -> int:
    """The number of matches that hold and that the viewer sees."""
    return Match.objects.filter(holds=True).count()
