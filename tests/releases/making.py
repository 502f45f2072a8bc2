"""Releases in the small world: Ana of customs writes, Bruno sends and decides, Celia consents for the police; to Diego of tax."""

from typing import Any

from agencies.access import Viewer, looking_as
from intel.releases import services
from intel.releases.entries import ItemEntry, ReleaseEntry
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.reports.entries import CitationEntry, ParagraphEntry
from intel.reports.models import Report
from intel.reports.services import disseminate, submit
from tests.reports import writing
from tests.reports.test_citing import citation
from tests.reports.test_originator import of_police
from tests.world import second_person

OWN, RESTING = "Subvalúa repuestos desde mayo.", "La Policía vio el depósito de noche."


def out(by: Viewer, report: Report) -> Report:
    """A draft, disseminated."""
    with looking_as(by):
        submit(by=by, report=report, revision=report.revision)
    decider = second_person(by)
    with looking_as(decider):
        return disseminate(by=decider, report=report, revision=report.revision + 1)


def report(world: Any, *cites: CitationEntry) -> Report:
    """Of customs, for itself: a paragraph of its own, and one that rests on what the police told."""
    cites = cites or (citation(world.ana, of_police(world)),)
    return out(world.ana, writing.draft(world, paragraphs=(ParagraphEntry(OWN), ParagraphEntry(RESTING, cites=cites)),
                                        title="Depósito en Villa Fátima"))


def entry(*items: ItemEntry, **given: Any) -> ReleaseEntry:
    return ReleaseEntry(**{
        "items": items, "purpose": "TAX_CONTROL", "legal_basis": "Ley 2492, art. 71", "need_to_know": "Fiscaliza a la empresa.",
        "rests_on_others": True, **given})


def drafted(world: Any, *references: str, recipient: str = "SIN", by: Viewer | None = None, **given: Any) -> ReleaseRequest:
    """Of a report of customs that rests on what the police told; or of what is named."""
    by = by or world.ana
    named = references or (report(world).reference,)
    with looking_as(by):
        return services.draft_release(by=by, entry=entry(*map(ItemEntry, named), **given), recipient=world.agencies[recipient])


def submitted(world: Any, request: ReleaseRequest | None = None, **given: Any) -> ReleaseRequest:
    request = request or drafted(world, **given)
    with looking_as(world.ana):
        return services.submit(by=world.ana, request=request, revision=request.revision)


def sent(world: Any, request: ReleaseRequest | None = None, **given: Any) -> ReleaseRequest:
    request = submitted(world, request, **given)
    with looking_as(world.bruno):
        return services.send(by=world.bruno, request=request, revision=request.revision)


def consent_of(world: Any, request: ReleaseRequest, by: Viewer | None = None) -> Consent:
    by = by or world.celia
    with looking_as(by):
        return Consent.objects.get(request=request.pk, originator_agency=by.agency_id)


def consented(world: Any, request: ReleaseRequest, by: Viewer | None = None, agreed: tuple[int, ...] = (1,),
              conditions: str = "") -> Consent:
    by = by or world.celia
    row = consent_of(world, request, by)
    with looking_as(by):
        return services.consent(by=by, consent=row, agreed=agreed, conditions=conditions, revision=row.revision)


def declined(world: Any, request: ReleaseRequest, by: Viewer | None = None) -> Consent:
    by = by or world.celia
    row = consent_of(world, request, by)
    with looking_as(by):
        return services.decline(by=by, consent=row, refusal="SOURCE_PROTECTION", reason="Expone la fuente.",
                                revision=row.revision)


def released(world: Any, request: ReleaseRequest, *included: int, **given: Any) -> Release:
    with looking_as(world.bruno):
        request = ReleaseRequest.objects.get(pk=request.pk)
        return services.release(by=world.bruno, request=request, included=included, revision=request.revision, **given)
