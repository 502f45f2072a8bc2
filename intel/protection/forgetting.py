"""The worker's part of a deletion: matches say what was compared, names above all."""

from collections.abc import Sequence

from intel.screening.models import Match


def forget(ids: Sequence[int]) -> None:
    """Take the words out of the matches of alerts on these subjects, which hold no more. For the service; safe to repeat."""
    Match.objects.filter(alert__subject__in=ids).update(evidence={"parts": []}, holds=False)
