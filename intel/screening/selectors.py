"""How much was matched."""

from intel.screening.models import Match, Round


def matches_that_hold() -> int:
    """The number of matches that hold and that the viewer sees."""
    return Match.objects.filter(holds=True).count()


def round_under_way() -> tuple[int, int] | None:
    """Traders that the round of new alerts has come to, and all of them; None when there is none. For services."""
    return Round.objects.order_by("pk").values_list("done", "total").first()
