"""Pages on which a report is written, and the fragments they ask for while it is."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import audience_of, require
from agencies.access.audience import who_will_see
from agencies.access.door import number_of, viewer_of
from agencies.audit import record
from agencies.markings.classification import Classification, strictest
from agencies.markings.models import codes_in_force
from hub.kit.errors import HubError, Invalid, NotAllowed, NotFound, WrongState
from hub.kit.pages import done, refuse, render_page
from hub.kit.searching import terms_of
from intel.reports import services
from intel.reports.entries import ReportEntry
from intel.reports.forms import GradeForm, NewSubjectForm, ParagraphRows, ReportForm, paragraph_rows, show_refusal
from intel.reports.models import Report, ReportGrant, ReportSubject
from intel.reports.states import State
from intel.reports.views import report_or_absent
from intel.subjects import selectors as subjects
from intel.subjects.models import Subject
from intel.subjects.services import register_subject

PICKED = 8


@login_required
def new_report(request: HttpRequest) -> HttpResponse:
    """Write a new report; `?subject=` names one it is about."""
    viewer = viewer_of(request)
    require(viewer, "reports.add_report")
    if request.method == "POST":
        form, paragraphs = ReportForm(request.POST, viewer=viewer), ParagraphRows(request.POST, prefix="paragraphs")
        report = _written(request, form, paragraphs)
        if report is not None:
            done(request, _("%(report)s is kept as a draft.") % {"report": report.reference})
            return redirect("reports:detail", report.pk)
        return _form_page(request, form, paragraphs, _chosen(request))
    start = Subject.objects.filter(pk=number_of(request.GET.get("subject", "")) or 0).first()
    return _form_page(request, ReportForm(viewer=viewer), ParagraphRows(prefix="paragraphs"),
                      [(start, ReportSubject.Role.MENTIONED)] if start else [])


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft of one's own."""
    viewer, report = viewer_of(request), report_or_absent(pk)
    if not services.can_edit(viewer, report):
        if report.state != State.DRAFT:
            raise WrongState(_("Only a draft can be changed. Ask for it to be returned."))
        raise NotAllowed(_("Only its author may do this."))
    if request.method == "POST":
        form, paragraphs = ReportForm(request.POST, viewer=viewer), ParagraphRows(request.POST, prefix="paragraphs")
        if _written(request, form, paragraphs, report) is not None:
            done(request, _("%(report)s is changed.") % {"report": report.reference})
            return redirect("reports:detail", pk)
        return _form_page(request, form, paragraphs, _chosen(request), report)
    audience = [held.group_id for held in audience_of(report, grant=ReportGrant)]
    entry = ReportEntry.of(report)
    initial = {**entry.columns(), "audience": audience, "own_agency_only": not audience, "revision": report.revision}
    return _form_page(
        request, ReportForm(viewer=viewer, initial=initial), ParagraphRows(prefix="paragraphs", initial=paragraph_rows(entry)),
        [(link.subject, link.role) for link in report.subject_links.select_related("subject").order_by("id")], report)


@login_required
@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """The grades of the scheme that was just chosen."""
    form = GradeForm(initial={"grading_scheme": request.GET.get("grading_scheme", "")})
    return render(request, "reports/_grades.html", {"form": form, "definitions": _definitions(form.scheme)})


@login_required
@require_POST
def who_will_see_it(request: HttpRequest) -> HttpResponse:
    """Whom the audience on the form means, before anything is saved."""
    viewer = viewer_of(request)
    form, paragraphs = ReportForm(request.POST, viewer=viewer), ParagraphRows(request.POST, prefix="paragraphs")
    form.is_valid()
    marks = [mark for name, mark in request.POST.items()
             if name.startswith("paragraphs-") and name.endswith("-classification") and mark in Classification.values]
    marking = strictest([*marks[: len(paragraphs.forms)], form.cleaned_data.get("classification") or "UNCLASSIFIED"])
    chosen = form.cleaned_data.get("audience")
    return render(request, "reports/_who_will_see.html", {
        "chosen": chosen is not None, "problems": form.errors.get("audience", []),
        "marking": Classification(marking).label,
        "seers": [] if chosen is None else who_will_see(chosen, classification=marking, by=viewer, act="reports.view_report")})


@login_required
@require_safe
def pick_subject(request: HttpRequest) -> HttpResponse:
    """The visible subjects that what was typed may mean."""
    viewer, terms = viewer_of(request), terms_of(request.GET, "subject_search")
    require(viewer, "subjects.view_subject")
    found = list(subjects.named(subjects.newest(), terms)[:PICKED]) if len(terms) > 1 else []
    if len(terms) > 1:
        record("subject.searched", by=viewer, terms=terms, filters={"for": "report"}, found=len(found))
    return render(request, "reports/_found_subjects.html", {"found": found, "terms": terms})


@require_safe
def name_subject(request: HttpRequest, pk: int) -> HttpResponse:
    """The row of the form for a subject that was picked."""
    subject = Subject.objects.select_related("owner_agency").filter(pk=pk).first()
    if subject is None:
        raise NotFound
    return _subject_row(request, subject)


@login_required
@require_POST
def register_and_name(request: HttpRequest) -> HttpResponse:
    """Register a new subject without leaving the report; its row, or the small form with what needs mending."""
    viewer, form = viewer_of(request), NewSubjectForm(request.POST)
    if form.is_valid():
        try:
            with atomic():
                return _subject_row(request, register_subject(by=viewer, **form.described()), fresh=True)
        except Invalid as error:
            refuse(form, Invalid(error.message, field=form.field_of(error)))
    response = render(request, "reports/_new_subject.html", {"new_subject": form})
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#new-subject", "outerHTML"
    return response


def _written(request: HttpRequest, form: ReportForm, paragraphs: Any, report: Report | None = None) -> Any:
    """The report that the services made of the form, or None when the form shows what needs mending."""
    if not (form.is_valid() & paragraphs.is_valid()):
        return None
    given = {**form.written(), "paragraphs": paragraphs.entries(), "by": viewer_of(request),
             "subjects": [(subject.pk, role) for subject, role in _chosen(request)]}
    try:
        with atomic():
            if report is None:
                return services.draft_report(**given)
            return services.edit_report(report=report, revision=form.cleaned_data["revision"] or 0, **given)
    except HubError as error:
        show_refusal(error, form, paragraphs)
        return None


def _chosen(request: HttpRequest) -> list[tuple[Subject, str]]:
    """The visible subjects named on the form and not removed, with their roles."""
    picked = [number for given in request.POST.getlist("subject") if (number := number_of(given)) is not None
              and f"subject-{number}-DELETE" not in request.POST]
    visible = Subject.objects.select_related("owner_agency").in_bulk(picked)
    return [(visible[pk], request.POST.get(f"role-{pk}", "")) for pk in dict.fromkeys(picked) if pk in visible]


def _form_page(request: HttpRequest, form: ReportForm, paragraphs: Any, named: list[tuple[Any, str]],
               report: Report | None = None) -> HttpResponse:
    return render_page(request, "reports/form.html", {
        "form": form, "paragraphs": paragraphs, "report": report, "named": named, "roles": ReportSubject.Role.choices,
        "definitions": _definitions(form.scheme), "new_subject": NewSubjectForm(),
        "can_register": viewer_of(request).may("subjects.add_subject")})


def _definitions(scheme: str) -> list[tuple[Any, list[Any]]]:
    return [(_("Source"), list(codes_in_force(f"{scheme}.source"))),
            (_("Information"), list(codes_in_force(f"{scheme}.information")))]


def _subject_row(request: HttpRequest, subject: Subject, *, fresh: bool = False) -> HttpResponse:
    return render(request, "reports/_subject_row.html", {
        "subject": subject, "role": ReportSubject.Role.MENTIONED, "roles": ReportSubject.Role.choices, "fresh": fresh})
