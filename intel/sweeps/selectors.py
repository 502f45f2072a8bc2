"""Reads of sweeps. Row policies leave out what the viewer may not see; nothing here does."""

from dataclasses import dataclass

from django.db.models import QuerySet

from intel.queries.models import Query
from intel.queries.selectors import queries
from intel.sweeps.models import Sweep, SweepCount
from intel.sweeps.wording import name_of, why

#: So many of the queries in question are shown on the page of a sweep, the last ones; the API has their numbers, all of them.
SHOWN = 200


def sweeps() -> QuerySet[Sweep]:
    """The sweeps of the viewer's agency, newest first."""
    return Sweep.objects.select_related("owner_agency", "unit", "person", "decided_by", "batch").order_by("-found_at", "-id")


def counts() -> QuerySet[SweepCount]:
    """What the hub auditor reads of all sweeps, newest first."""
    return SweepCount.objects.select_related("agency").order_by("-found_at", "-id")


def in_question(sweep: Sweep) -> list[Query]:
    """The last of its queries, newest first."""
    return list(queries().filter(pk__in=sweep.evidence["queries"][-SHOWN:]).order_by("-asked_at", "-id"))


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign as the page shows it."""

    name: str
    why: str


def signs_of(sweep: Sweep) -> list[ShownSign]:
    """What makes it a sweep, in words, the rarest first."""
    return [ShownSign(name_of(sign["pattern"]), why(sign))
            for sign in sorted(sweep.evidence["signs"], key=lambda sign: -sign["days"])]
