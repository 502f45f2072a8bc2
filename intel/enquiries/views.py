"""Pages of what was asked: what the own agency received, one of them with what either side may do."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.keeping.showing import shown
from agencies.markings.labels import CodeBook, code_book, grade_label
from agencies.markings.models import codes_in_force
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page
from hub.kit.panels import panels_for
from intel.enquiries import selectors, services
from intel.enquiries.filters import STATES, EnquiryFilter
from intel.enquiries.forms import NoteForm
from intel.enquiries.models import Enquiry, Proposal, Said


@login_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """What the own agency is asked, newest first."""
    viewer = viewer_of(request)
    require(viewer, "enquiries.view_enquiry")
    rows = found(request, EnquiryFilter, selectors.received(viewer), "request.searched")
    book = code_book(["purpose", "urgency"])
    return render_page(request, "enquiries/received.html", rows.shown(
        rows=[(row, book["urgency", row.urgency].label, book["purpose", row.purpose].label) for row in rows.rows],
        **choices_of(), states=STATES, can_write=viewer.may("enquiries.write_enquiry")))


@require_safe
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """What one agency is asked, and what it answered."""
    viewer, row = viewer_of(request), enquiry_or_absent(pk)
    record("request.read", by=viewer, on=row)
    book, is_asked = code_book(), row.asked_agency_id == viewer.agency_id
    return render_page(request, "enquiries/enquiry.html", {
        "enquiry": row, "is_asked": is_asked, "own": None if is_asked else row.request, **marked(row, book),
        "purpose": book["purpose", row.purpose].label, "urgency": book["urgency", row.urgency].label,
        "also_asked": selectors.agencies_of(row.also_asked), "answers": [told(answer, book) for answer in row.answers.all()],
        "proposals": [(told(one, book), may_decide(viewer, one)) for one in selectors.proposals_on(row)] if is_asked else [],
        "steps": list(row.steps.select_related("by", "agency").order_by("-id")), "notes": selectors.notes_on(row),
        "note_form": NoteForm(), "reason_form": ReasonForm(), "events": events_on(row, by=viewer),
        "kept": shown(viewer, row), "panels": panels_for("enquiries.enquiry", request, row),
        "meant": selectors.meant_by(row) if is_asked else None,
        "can_write": viewer.may("enquiries.write_enquiry"), **_may(viewer, row)})


@require_POST
def act_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell that it has come."""
    return _act(request, pk, services.acknowledge, _("The agency that asked reads that it has come."))


@require_POST
def act_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell that it is being worked on."""
    return _act(request, pk, services.take_up, _("The agency that asked reads that it is being worked on."))


@require_POST
def act_nothing_held(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer that there is nothing that can be given."""
    return _act(request, pk, services.say_nothing_held, _("Answered: there is nothing that can be given."))


@require_POST
def act_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell that nothing more is needed."""
    return _act(request, pk, services.close, _("It is closed."))


@require_POST
def act_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back before it is answered."""
    return _act(request, pk, services.recall, _("It is taken back; the agency asked reads why."), with_reason=True)


@require_POST
def act_ask_to_pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the question may be passed on."""
    return _act(request, pk, services.ask_to_pass_on, _("The agency that asked is asked whether it may be passed on."))


@require_POST
def act_let_pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the question be passed on."""
    return _act(request, pk, services.let_pass_on, _("The agency asked may pass it on."))


@require_POST
def act_decline_passing_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the question to the agency asked."""
    return _act(request, pk, services.decline_passing_on, _("The agency asked may not pass it on."))


@require_POST
def act_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something for the own agency."""
    row, form = enquiry_or_absent(pk), NoteForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Write what is to be noted."), field="text")
    services.note(by=viewer_of(request), enquiry=row, text=form.cleaned_data["text"])
    done(request, _("Noted, for your agency alone."))
    return redirect("enquiries:enquiry", pk)


def enquiry_or_absent(pk: int) -> Enquiry:
    """The enquiry, if the viewer may see it. Raises NotFound."""
    return row_or_absent(selectors.enquiries().select_related("sent_by").prefetch_related("answers__written_by"), pk)


def choices_of() -> dict[str, Any]:
    """What the filters of both lists offer."""
    return {"urgencies": [(code.code, code.label) for code in codes_in_force("urgency")],
            "agencies": [(agency.code, agency.code) for agency in Agency.objects.taking_part()]}


def marked(row: Any, book: CodeBook) -> dict[str, Any]:
    """The markings of a row in words."""
    return {"classification": book["classification", row.classification],
            "handling": [book["handling", code] for code in row.handling_codes]}


def told(said: Said, book: CodeBook) -> dict[str, Any]:
    """An answer as a page shows it."""
    graded = said.grading_scheme and grade_label(book, said.grading_scheme, said.source_grade, said.information_grade)
    return {"row": said, "refusal": book["refusal", said.refusal].label if said.refusal else "", "grade": graded or "",
            **marked(said, book)}


def may_decide(viewer: Viewer, proposal: Proposal) -> dict[str, bool]:
    """What the page offers to do with an answer that is proposed."""
    return {"can_give": services.can_approve(viewer, proposal), "can_return": services.can_return_answer(viewer, proposal),
            "can_retract": services.can_retract(viewer, proposal)}


def _may(viewer: Viewer, row: Enquiry) -> dict[str, bool]:
    return {
        "can_acknowledge": services.can_acknowledge(viewer, row), "can_take_up": services.can_take_up(viewer, row),
        "can_propose": services.can_propose(viewer, row), "can_say_nothing_held": services.can_say_nothing_held(viewer, row),
        "can_close": services.can_close(viewer, row), "can_recall": services.can_recall(viewer, row),
        "can_note": services.can_note(viewer, row), "can_ask_to_pass_on": services.can_ask_to_pass_on(viewer, row),
        "can_let_pass_on": services.can_let_pass_on(viewer, row),
        "can_decline_passing_on": services.can_decline_passing_on(viewer, row)}


def _act(request: HttpRequest, pk: int, serve: Callable[..., Enquiry], message: str, *,
         with_reason: bool = False) -> HttpResponse:
    given: dict[str, Any] = {"reason": request.POST.get("reason", "")} if with_reason else {}
    serve(by=viewer_of(request), enquiry=enquiry_or_absent(pk), revision=revision_of(request), **given)
    done(request, message)
    return redirect("enquiries:enquiry", pk)
