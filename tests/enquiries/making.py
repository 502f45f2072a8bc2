"""Requests in the small world: Carla of the police writes, Celia sends; Ana of customs answers, Bruno decides."""

from typing import Any

from agencies.access import Viewer, looking_as
from intel.enquiries import services
from intel.enquiries.entries import AnswerEntry, RequestEntry
from intel.enquiries.models import Answer, Enquiry, Proposal, Request

ASKED: dict[str, Any] = {
    "question": "What is known of Comercial Illimani S.R.L.?", "purpose": "CRIMINAL_INVESTIGATION",
    "legal_basis": "Ley 913, art. 12", "case_reference": "FELCN-LP-4711/2026"}


def draft(world: Any, by: Viewer | None = None, *, of: tuple[str, ...] = ("AN",), **given: Any) -> Request:
    by = by or world.carla
    with looking_as(by):
        return services.draft_request(by=by, entry=RequestEntry(**ASKED | given),
                                      addressees=[world.agencies[code].pk for code in of])


def submitted(world: Any, by: Viewer | None = None, **given: Any) -> Request:
    by = by or world.carla
    request = draft(world, by, **given)
    with looking_as(by):
        return services.submit(by=by, request=request, revision=request.revision)


def sent(world: Any, **given: Any) -> Request:
    request = submitted(world, **given)
    with looking_as(world.celia):
        return services.send(by=world.celia, request=request, revision=request.revision)


def enquiry(world: Any, *, code: str = "AN", **given: Any) -> Enquiry:
    """What customs is asked by the police; or another agency of those asked."""
    request = sent(world, **given)
    with looking_as(world.celia):
        return Enquiry.objects.get(request=request, asked_agency=world.agencies[code])


def in_work(world: Any, **given: Any) -> Enquiry:
    row = enquiry(world, **given)
    for act in (services.acknowledge, services.take_up):
        with looking_as(world.ana):
            row = act(by=world.ana, enquiry=row, revision=row.revision)
    return row


def proposed(world: Any, row: Enquiry | None = None, **given: Any) -> Proposal:
    row = row or in_work(world)
    with looking_as(world.ana):
        return services.propose_answer(
            by=world.ana, enquiry=row, revision=row.revision,
            entry=AnswerEntry(**{"outcome": "ANSWERED", "text": "Two consignments in May.", **given}))


def answered(world: Any, row: Enquiry | None = None, **given: Any) -> Answer:
    proposal = proposed(world, row, **given)
    with looking_as(world.bruno):
        return services.give_answer(by=world.bruno, proposal=proposal, revision=proposal.revision)
