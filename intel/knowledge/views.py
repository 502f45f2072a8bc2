"""Pages of what could be known: for the auditor of an agency a list, one thing, people, a file; for that of the hub numbers."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from rest_framework.request import Request

from agencies.access import Viewer, require
from agencies.access.door import viewer_of
from agencies.audit import record
from agencies.audit.filters import kind_label
from agencies.markings.labels import code_book
from agencies.models import Agency, User
from agencies.roles import Role
from hub.kit.errors import Invalid, NotFound
from hub.kit.limits import LARGEST
from hub.kit.pages import as_table, render_page
from intel.knowledge.exporting import export
from intel.knowledge.forms import KINDS, WHOSE, CountForm, KnownForm, MomentForm, as_given
from intel.knowledge.known import Question, begins, counted, people_then, the_one, uses_of
from intel.knowledge.paging import page_of

VIEW, COUNT = "audit.view_knowledge", "audit.count_knowledge"
COLUMNS = ("COULD", "TOLD", "OPENED", "EXPORTED")


@login_required
@require_safe
def known_list(request: HttpRequest) -> HttpResponse:
    """What the own agency could know at a moment, newest thing first."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    form, page = KnownForm(request.GET, viewer=viewer), None
    if form.is_valid():
        page = page_of(question_of(form), Request(request), size=50)
        record("knowledge.asked", by=viewer, found=len(page.rows), filters=asked_for(form))
    return render_page(request, "knowledge/list.html", {
        "page": page, "rows": [(row, kind_label(row.kind)) for row in page.rows] if page else [], "given": as_given(form),
        "errors": form.errors, "begins": begins(), "kinds": KINDS, "whose": WHOSE, "people": people_of(viewer),
        "at": at_of(form), "narrowed": any(as_given(form).values())})


@require_safe
def thing(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One report, alert or release: who of the own agency, when and by what."""
    viewer = viewer_of(request)
    if not viewer.may(VIEW) or kind not in dict(KINDS) or pk > LARGEST:
        raise NotFound
    form = checked(MomentForm(request.GET, viewer=viewer))
    row = the_one(kind, pk, form.cleaned_data["at"])
    if row is None:
        raise NotFound
    uses = uses_of(kind, pk, form.cleaned_data["at"])
    record("knowledge.read", by=viewer, kind=kind, id=pk, at=form.cleaned_data["at"])
    return render_page(request, "knowledge/thing.html", {
        "row": row, "kind": kind_label(kind), "at": form.cleaned_data["at"], "given": as_given(form),
        **{column.lower(): [use for use in uses if use.column == column] for column in COLUMNS}})


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the own agency as they were: roles, clearance, sharing groups."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    form, rows = MomentForm(request.GET, viewer=viewer), []
    if form.is_valid():
        book = code_book(["classification"])
        rows = [(then, [Role(role).label for role in then.roles], book["classification", then.clearance].label)
                for then in people_then(form.cleaned_data["at"])]
        record("knowledge.people_asked", by=viewer, found=len(rows), filters=asked_for(form))
    return render_page(request, "knowledge/people.html", {
        "rows": rows, "given": as_given(form), "errors": form.errors, "begins": begins(), "at": at_of(form)})


@require_POST
def table(request: HttpRequest) -> HttpResponse:
    """The same as the list, as a file."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    form = checked(KnownForm(request.POST, viewer=viewer))
    return as_table("knowledge", export(question_of(form), by=viewer, asked=asked_for(form)))


@login_required
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """For the auditor of the hub: of how many things an agency could know."""
    viewer = viewer_of(request)
    require(viewer, COUNT)
    form, rows = CountForm(request.GET or None, viewer=viewer), []
    if form.is_valid():
        rows = [(row, dict(KINDS)[row.kind]) for row in counted(form.cleaned_data["agency"], form.cleaned_data["at"])]
        record("knowledge.counted", by=viewer, filters=asked_for(form))
    return render_page(request, "knowledge/counts.html", {
        "rows": rows, "given": as_given(form), "errors": form.errors, "begins": begins(), "at": at_of(form),
        "agencies": [(one.code, one.name) for one in Agency.objects.taking_part()]})


def at_of(form: Any) -> datetime | None:
    """The moment that a form asks about, for the page; None while it asks nothing, or wrongly."""
    return form.cleaned_data.get("at") if form.is_bound else None


def question_of(form: Any) -> Question:
    """What a checked form asks."""
    given = form.cleaned_data
    return Question(given["at"], given["person"].pk if given["person"] else None, given["kind"], given["whose"])


def asked_for(form: Any) -> dict[str, str]:
    """What a checked form asks, for the log: the moment always."""
    return {**{name: value for name, value in as_given(form).items() if value},
            "at": timezone.localtime(form.cleaned_data["at"]).isoformat(timespec="seconds")}


def checked(form: Any) -> Any:
    """The form, if it can be used. Raises Invalid with the first field that cannot."""
    for field, problems in form.errors.items():
        raise Invalid(str(problems[0]), field=field)
    return form


def people_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Everybody who is, or once was, of the viewer's agency."""
    return [(person.username, str(person)) for person in User.objects.filter(agency=viewer.agency_id).order_by("last_name", "pk")]
