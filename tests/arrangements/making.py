"""Arrangements in the small world: Ana of customs drafts, Bruno proposes; Celia of the police puts them in force."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.access import Viewer, looking_as
from intel.arrangements import services
from intel.arrangements.entries import ArrangementEntry, TermEntry
from intel.arrangements.models import Arrangement

CONTACT, SILENT = "HIT_CONTACT_OWNER", "SILENT"


def entry(world: Any, *terms: TermEntry, **given: Any) -> ArrangementEntry:
    """Of things of customs, of every area and purpose: whom to contact; or as said."""
    today = timezone.localdate()
    return ArrangementEntry(**{
        "legal_basis": "Convenio AN-PB 4/2026", "starts_on": today, "ends_on": today + timedelta(days=365),
        "terms": terms or (TermEntry(world.agencies["AN"].pk, CONTACT),), **given})


def drafted(world: Any, *terms: TermEntry, by: Viewer | None = None, replaces: Arrangement | None = None,
            other: str = "PB", **given: Any) -> Arrangement:
    by = by or world.ana
    with looking_as(by):
        return services.draft_arrangement(by=by, entry=entry(world, *terms, **given), replaces=replaces,
                                          other=None if replaces else world.agencies[other])


def signed(by: Viewer, row: Arrangement) -> Arrangement:
    with looking_as(by):
        row = Arrangement.objects.get(pk=row.pk)
        return services.sign(by=by, arrangement=row, revision=row.revision)


def proposed(world: Any, *terms: TermEntry, **given: Any) -> Arrangement:
    return signed(world.bruno, drafted(world, *terms, **given))


def in_force(world: Any, *terms: TermEntry, **given: Any) -> Arrangement:
    return signed(world.celia, proposed(world, *terms, **given))


def seen(by: Viewer) -> int:
    """How many somebody sees."""
    with looking_as(by):
        return Arrangement.objects.count()
