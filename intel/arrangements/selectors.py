"""Reads of arrangements. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import QuerySet
from django.utils import timezone

from intel.arrangements.models import Arrangement
from intel.arrangements.terms import followed, later_than


def arrangements() -> QuerySet[Arrangement]:
    """The versions of all arrangements of the viewer's agency, newest first; each with whether a later one took its place, or
    will.
    """
    people = ("created_by", "proposed_by", "accepted_by", "ended_by")
    rows = Arrangement.objects.annotate(is_replaced=later_than(on=timezone.localdate()),  # type: ignore[no-redef]
                                        is_followed=followed())
    return rows.select_related("proposing_agency", "other_agency", "replaces", *people).prefetch_related(
        "terms__of_agency", "release_terms__of_agency").order_by("-id")


def versions(arrangement: Arrangement) -> list[Arrangement]:
    """All versions of the same arrangement that the viewer sees, the last first; drafts before them."""
    return list(arrangements().filter(reference=arrangement.reference).order_by("-version", "-id"))
