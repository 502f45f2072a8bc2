"""Pages of subjects: the list, one subject with what mentions it, and its form."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agencies.access import Viewer, audience_of, require
from agencies.access.audience import audience_choices, by_agency, chosen_groups
from agencies.access.door import found, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.audit.selectors import events_on
from agencies.models import Agency
from hub.kit.errors import HubError, Invalid, NotAllowed
from hub.kit.pages import done, render_page
from hub.kit.panels import panels_for
from intel.subjects import selectors, services
from intel.subjects.entries import SubjectEntry
from intel.subjects.filters import SubjectFilter
from intel.subjects.forms import (
    DescribingForm,
    IdentifierRows,
    NameRows,
    NewSubjectForm,
    Rows,
    ShareForm,
    show_refusal,
)
from intel.subjects.models import Subject, SubjectGrant, SubjectName, SubjectProposal
from intel.subjects.proposal_views import shown

_WAITS = gettext_lazy("It waits for a second person of your agency. Until then everything stays as it is.")


@login_required
@require_safe
def subject_list(request: HttpRequest) -> HttpResponse:
    """Whom and what intelligence is about, newest first."""
    viewer = viewer_of(request)
    require(viewer, "subjects.view_subject")
    subjects = found(request, SubjectFilter, selectors.newest().prefetch_related("names", "identifiers"), "subject.searched")
    return render_page(request, "subjects/list.html", subjects.shown(
        kinds=Subject.Kind.choices, agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()],
        can_register=viewer.may("subjects.add_subject")))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One subject; the rooms above add the reports, alerts and hits in which it occurs."""
    viewer, subject = viewer_of(request), _subject_or_absent(pk)
    record("subject.read", by=viewer, on=subject)
    return render_page(request, "subjects/detail.html", {
        "subject": subject, "own": subject.owner_agency_id == viewer.agency_id,
        "names": subject.names.exclude(kind=SubjectName.Kind.PRIMARY).order_by("kind", "id"),
        "identifiers": subject.identifiers.order_by("id"),
        "audience": by_agency(audience_of(subject, grant=SubjectGrant), act="subjects.view_subject"),
        "panels": panels_for("subjects.subject", request, subject),
        "events": events_on(subject, by=viewer),
        "can_change": services.can_change(viewer, subject), "can_share": services.can_share(viewer, subject),
        "waiting": [shown(viewer, proposal) for proposal in selectors.waiting_on(subject)], "reason_form": ReasonForm(),
        "share_form": _share_form(viewer)})


@login_required
def new_subject(request: HttpRequest) -> HttpResponse:
    """Register a subject."""
    viewer = viewer_of(request)
    require(viewer, "subjects.add_subject")
    if request.method == "POST":
        form = NewSubjectForm(request.POST, viewer=viewer)
        names, identifiers = _rows(request)
        if form.is_valid() & names.is_valid() & identifiers.is_valid():
            try:
                with atomic():
                    subject = services.register_subject(
                        by=viewer, groups=form.cleaned_data["audience"], **_described(form, names, identifiers))
            except HubError as error:
                show_refusal(error, form, names, identifiers)
            else:
                done(request, _("%(subject)s is registered.") % {"subject": subject})
                return redirect("subjects:detail", subject.pk)
        return _form_page(request, form, names, identifiers)
    names, identifiers = _rows(request)
    return _form_page(request, NewSubjectForm(viewer=viewer), names, identifiers)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a subject of one's own agency."""
    viewer, subject = viewer_of(request), _subject_or_absent(pk)
    if not services.can_change(viewer, subject):
        raise NotAllowed(_("Only the agency it belongs to may change it."))
    if request.method == "POST":
        form = DescribingForm(request.POST, viewer=viewer)
        names, identifiers = _rows(request)
        if form.is_valid() & names.is_valid() & identifiers.is_valid():
            try:
                with atomic():
                    changed = services.change_subject(
                        by=viewer, subject=subject, revision=form.cleaned_data["revision"] or 0,
                        **_described(form, names, identifiers))
            except HubError as error:
                show_refusal(error, form, names, identifiers)
            else:
                done(request, _WAITS if isinstance(changed, SubjectProposal)
                     else _("%(subject)s is changed.") % {"subject": subject})
                return redirect("subjects:detail", pk)
        return _form_page(request, form, names, identifiers, subject)
    entry = SubjectEntry.of(subject)
    names, identifiers = _rows(request, entry)
    initial = {**DescribingForm.words_of(entry), "revision": subject.revision}
    return _form_page(request, DescribingForm(viewer=viewer, initial=initial), names, identifiers, subject)


@require_POST
def act_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Let more groups see a subject."""
    viewer, subject = viewer_of(request), _subject_or_absent(pk)
    form = _share_form(viewer, request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose who else may see it."))
    groups = chosen_groups(form.cleaned_data["audience"], own_agency_only=False, by=viewer, act="subjects.view_subject")
    services.share_subject(by=viewer, subject=subject, groups=groups)
    done(request, _WAITS)
    return redirect("subjects:detail", pk)


def _subject_or_absent(pk: int) -> Subject:
    return row_or_absent(Subject.objects.select_related("owner_agency", "created_by"), pk)


def _share_form(viewer: Viewer, data: Any = None) -> ShareForm:
    form = ShareForm(data)
    form.fields["audience"].choices = audience_choices(viewer, act="subjects.view_subject")  # type: ignore[attr-defined]
    return form


def _rows(request: HttpRequest, entry: SubjectEntry | None = None) -> tuple[Any, Any]:
    if request.method == "POST":
        return NameRows(request.POST, prefix="names"), IdentifierRows(request.POST, prefix="identifiers")
    names = [{"kind": kind, "name": text} for kind, text in entry.names] if entry else []
    numbers = [{"kind": kind, "value": value, "country": country} for kind, value, country in entry.identifiers] \
        if entry else []
    return NameRows(prefix="names", initial=names), IdentifierRows(prefix="identifiers", initial=numbers)


def _described(form: DescribingForm, names: Rows, identifiers: Rows) -> dict[str, Any]:
    return {**form.written(), "names": names.values("kind", "name"),
            "identifiers": identifiers.values("kind", "value", "country")}


def _form_page(request: HttpRequest, form: DescribingForm, names: Rows, identifiers: Rows,
               subject: Subject | None = None) -> HttpResponse:
    return render_page(request, "subjects/form.html", {
        "form": form, "names": names, "identifiers": identifiers, "subject": subject})
