"""Pages of reports: the list, one report, and what may be done with it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, require
from agencies.access.audience import who_will_see
from agencies.access.door import found, revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.markings.labels import CodeBook, code_book, grade_label, scheme_label
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page
from hub.kit.panels import panels_for
from intel.reports import selectors, services
from intel.reports.approval import changed_since_submission
from intel.reports.filters import ReportFilter
from intel.reports.forms import LinkForm
from intel.reports.models import Report, ReportGrant, ReportLink, RiskArea
from intel.reports.resting import citations_of, resting_on_hidden, why_hidden, withheld
from intel.reports.services.moving import missing_for_persons, own_subjects
from intel.reports.states import State

OWN_SIDE = ("changes", "steps", "seers", "shown_along", "missing", "returned", "changed", "withheld",
            "rests_on_hidden")


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """What is known, newest first."""
    viewer = viewer_of(request)
    require(viewer, "reports.view_report")
    reports = found(request, ReportFilter, selectors.newest(), "report.searched")
    book = code_book()
    return render_page(request, "reports/list.html", reports.shown(
        rows=[(report, grade_of(report, book)) for report in reports.rows], risk_areas=RiskArea.choices, states=State.choices,
        agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()],
        can_write=viewer.may("reports.add_report")))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, with whatever of it and around it the viewer may see."""
    viewer, report = viewer_of(request), report_or_absent(pk)
    record("report.read", by=viewer, on=report)
    book = code_book()
    own = report.owner_agency_id == viewer.agency_id
    paragraphs = selectors.paragraphs_of(report)
    cited = citations_of([paragraph for _number, paragraph in paragraphs])
    return render_page(request, "reports/detail.html", {
        "report": report, "own": own,
        "grade": grade_of(report, book),
        "source_code": book[f"{report.grading_scheme}.source", report.source_grade],
        "information_code": book[f"{report.grading_scheme}.information", report.information_grade],
        "classification": book["classification", report.classification],
        "handling": [book["handling", code] for code in report.handling_codes],
        "tlp": book["tlp", report.tlp],
        "paragraphs": [(number, paragraph, book["classification", paragraph.classification], cited.get(paragraph.pk, []))
                       for number, paragraph in paragraphs],
        "subjects": selectors.subjects_of(report), "links": selectors.links_of(report),
        "audience": selectors.audience_by_agency(report),
        **(_own_side(viewer, report) if own else dict.fromkeys(OWN_SIDE)),
        "older": selectors.old_version_of(report), "newer": selectors.new_version_of(report),
        "panels": panels_for("reports.report", request, report),
        "events": events_on(report, by=viewer),
        **_may(viewer, report),
        "link_form": LinkForm(), "reason_form": ReasonForm(),
    })


@require_POST
def act_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a draft."""
    report = services.submit(by=viewer_of(request), report=report_or_absent(pk), revision=revision_of(request))
    return _moved(request, report, _("%(report)s is submitted. Somebody else decides on it now."))


@require_POST
def act_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a submitted report back."""
    report = services.return_to_author(by=viewer_of(request), report=report_or_absent(pk),
                                       reason=request.POST.get("reason", ""), revision=revision_of(request))
    return _moved(request, report, _("%(report)s is back with its author."))


@require_POST
def act_disseminate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the audience see a submitted report."""
    report = services.disseminate(by=viewer_of(request), report=report_or_absent(pk), revision=revision_of(request))
    return _moved(request, report, _("%(report)s is disseminated to its audience."))


@require_POST
def act_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report out of use."""
    report = services.withdraw(by=viewer_of(request), report=report_or_absent(pk),
                               reason=request.POST.get("reason", ""), revision=revision_of(request))
    return _moved(request, report, _("%(report)s is withdrawn."))


@require_POST
def act_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version of a disseminated report, and write it."""
    made = services.revise_report(by=viewer_of(request), report=report_or_absent(pk), revision=revision_of(request))
    done(request, _("%(report)s is a draft of the new version. The one that is out stays until this one is disseminated.")
         % {"report": made.reference})
    return redirect("reports:edit", made.pk)


@require_POST
def act_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Point from this report to another, named by its reference."""
    report, form = report_or_absent(pk), LinkForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Give the kind of link and the reference of the other report."))
    reference = form.cleaned_data["reference"].strip().upper()
    target = Report.objects.filter(reference=reference).first()
    if target is None:
        raise Invalid(_("You see no report with the reference %(reference)s.") % {"reference": reference})
    services.link_reports(by=viewer_of(request), source=report, target=target, kind=form.cleaned_data["kind"])
    done(request, _("The reports are linked."))
    return redirect("reports:detail", pk)


@require_POST
def act_unlink(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take a link of this report away."""
    gone = row_or_absent(ReportLink.objects.select_related("source", "target").filter(source=pk), link)
    services.unlink_reports(by=viewer_of(request), link=gone)
    done(request, _("The link is removed."))
    return redirect("reports:detail", pk)


def report_or_absent(pk: int) -> Report:
    """The report, if the viewer may see it. Raises NotFound."""
    return row_or_absent(Report.objects.select_related("owner_agency", "unit", "author", "disseminated_by"), pk)


def grade_of(report: Report, book: CodeBook) -> dict[str, str]:
    """What a grade's badge shows: `{"scheme": "Admiralty 6x6", "code": "B2", "label": "Usually reliable · …"}`."""
    code = f"{report.source_grade}{report.information_grade}"
    words = grade_label(book, report.grading_scheme, report.source_grade, report.information_grade)
    scheme = scheme_label(report.grading_scheme)
    return {"scheme": scheme, "code": code, "label": words.removeprefix(f"{scheme} · {code} · ")}


def _own_side(viewer: Viewer, report: Report) -> dict[str, Any]:
    """What only its own agency is shown: its steps, whom its audience means, what is still missing."""
    steps = list(report.steps.select_related("by").order_by("-id"))
    groups = list(ReportGrant.objects.filter(content_object=report).values_list("group_id", flat=True))
    waiting = report.state in (State.DRAFT, State.SUBMITTED)
    older = selectors.old_version_of(report) if waiting else None
    return {
        "changes": selectors.changes_to(older, report) if older else [],
        "steps": steps,
        "returned": steps[0] if report.state == State.DRAFT and steps and steps[0].reason else None,
        "seers": who_will_see(groups, classification=report.classification, by=viewer, act="reports.view_report"),
        "shown_along": own_subjects(report) if waiting and groups else [],
        "missing": [Report._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                    for name in missing_for_persons(report)] if report.state == State.DRAFT else [],
        "withheld": withheld(report) if waiting and groups else [],
        "rests_on_hidden": why_hidden(number) if waiting and groups and (number := resting_on_hidden(report)) else "",
        "changed": changed_since_submission(report) if report.state == State.SUBMITTED else "",
    }


def _may(viewer: Viewer, report: Report) -> dict[str, bool]:
    return {name: getattr(services, name)(viewer, report) for name in (
        "can_edit", "can_submit", "can_return", "can_disseminate", "can_withdraw", "can_revise", "can_link")}


def _moved(request: HttpRequest, report: Report, message: str) -> HttpResponse:
    done(request, message % {"report": report.reference})
    return redirect("reports:detail", report.pk)
