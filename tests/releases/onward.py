"""What goes on: the tax body, which customs released something to, cites it in a report of its own, and would release that."""

from typing import Any

from agencies.access import Viewer, looking_as
from intel.releases import services
from intel.releases.bill import bill_of
from intel.releases.entries import ItemEntry
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report
from tests.releases import making
from tests.reports import writing
from tests.reports.test_citing import citation
from tests.world import second_person

SAID = "La empresa guarda mercadería de noche."


def received(world: Any, *references: str) -> Release:
    """Of customs, to the tax body, with the consent of the police: its own paragraph, and one that rests on what they told."""
    request = making.sent(world, making.drafted(world, *references))
    making.consented(world, request)
    return making.released(world, request, 1, 2)


def citing(world: Any, release: Release, number: int = 2, **given: Any) -> Report:
    """A report of the tax body that rests on a portion of what it received, disseminated within it."""
    return making.out(world.diego, drafted_on(world, release, number, **given))


def drafted_on(world: Any, release: Release, number: int = 2, **given: Any) -> Report:
    """The draft of it."""
    cites = (citation(world.diego, f"{release.reference}/{number}"),)
    return writing.draft(world, world.diego, paragraphs=(ParagraphEntry(SAID, cites=cites),), **{
        "title": "Depósito clandestino", **given})


def onward(world: Any, reference: str, recipient: str = "ZZ") -> ReleaseRequest:
    """A request of the tax body to release something on, submitted and sent."""
    with looking_as(world.diego):
        request = services.draft_release(by=world.diego, entry=making.entry(ItemEntry(reference)),
                                         recipient=world.agencies[recipient])
        request = services.submit(by=world.diego, request=request, revision=request.revision)
    by = second_person(world.diego)
    with looking_as(by):
        return services.send(by=by, request=request, revision=request.revision)


def asked_on(world: Any, request: ReleaseRequest) -> list[Consent]:
    """Customs asks those on whose information it rests what it released."""
    row = making.consent_of(world, request, world.bruno)
    with looking_as(world.bruno):
        return services.ask_on(by=world.bruno, consent=row, revision=row.revision)


def decided(world: Any, request: ReleaseRequest, *included: int) -> Release:
    """It is released by the authority of the tax body."""
    by = second_person(world.diego)
    with looking_as(by):
        request = ReleaseRequest.objects.get(pk=request.pk)
        return services.release(by=by, request=request, included=included, revision=request.revision)


def asked(by: Viewer, request: ReleaseRequest) -> list[tuple[str, list[str], int]]:
    """Whom the bill of a request names, with what of theirs is seen and how much is not."""
    with looking_as(by):
        return [(one.originator.code, [reference for reference, _page in one.seen], one.hidden) for one in bill_of(request).owed]
