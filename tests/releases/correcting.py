"""Corrections by customs: Ana drafts one, Bruno sends and decides it."""

from typing import Any

from agencies.access import looking_as
from intel.releases import services
from intel.releases.entries import ItemEntry
from intel.releases.models import Release, ReleaseRequest
from intel.reports.entries import ParagraphEntry
from tests.releases import making
from tests.reports import writing

RIGHT, WHY = "Subvalúa repuestos desde junio, no desde mayo.", "El mes era otro."


def drafted(world: Any, *releases: Release, text: str = RIGHT, why: str = WHY) -> list[ReleaseRequest]:
    """Drafts of another report of customs, each to take the place of one of these."""
    report = making.out(world.ana, writing.draft(world, paragraphs=(ParagraphEntry(text),), title="Depósito, corregido"))
    with looking_as(world.ana):
        return services.draft_corrections(by=world.ana, releases=releases, reason=why, items=[ItemEntry(report.reference)],
                                          rests_on_others=False)


def sent(world: Any, release: Release, **given: Any) -> ReleaseRequest:
    """One, sent."""
    [request] = drafted(world, release, **given)
    return making.sent(world, request)


def corrected(world: Any, release: Release, **given: Any) -> Release:
    """What took the place of a release."""
    return making.released(world, sent(world, release, **given), 1)
