"""Pages of the reading room: who used what was released, with a timeline; and questions about it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import chosen_in, found, revision_of, row_or_absent, viewer_of
from agencies.audit import record
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.pages import as_table, done, render_page
from intel.readings import selectors, services
from intel.readings.filters import QuestionFilter, UseFilter
from intel.readings.forms import AnswerForm, QuestionForm
from intel.readings.life import VIEW
from intel.readings.models import Question, Use
from intel.readings.plot import HIGH, WIDE, Plot, drawn, span
from intel.readings.states import QuestionState, UseAct
from intel.readings.table import as_csv


@login_required
@require_safe
def use_list(request: HttpRequest) -> HttpResponse:
    """Who used what the agency released, and what rests on its information, newest first, under a timeline."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    rows = found(request, UseFilter, selectors.uses(), "reading.searched")
    book = code_book(["purpose"])
    return render_page(request, "readings/list.html", rows.shown(
        rows=[(row, book["purpose", row.purpose].label, hasattr(row, "question")) for row in rows.rows],
        plot=_plot(request), wide=WIDE, high=HIGH, acts=UseAct.choices, agencies=_agencies(), table=request.GET.urlencode()))


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as a table to be kept."""
    viewer = viewer_of(request)
    require(viewer, VIEW)
    chosen = UseFilter(request.GET, queryset=selectors.uses())
    if not chosen.is_valid():
        field, errors = next(iter(chosen.errors.items()))
        raise Invalid(errors[0], field=field)
    return as_table("reading-room", as_csv(chosen.qs, by=viewer, filters=chosen_in(request, UseFilter)))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One use, and the way to ask why."""
    viewer, row = viewer_of(request), use_or_absent(pk)
    record("reading.read", by=viewer, on=row)
    return render_page(request, "readings/use.html", {
        "use": row, "purpose": code_book(["purpose"])["purpose", row.purpose].label, "form": QuestionForm(),
        "question": getattr(row, "question", None), "can_ask": services.can_ask(viewer, row),
        "is_holder": row.consent_id is None})


@require_POST
def act_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why."""
    row = services.ask_why(by=viewer_of(request), use=use_or_absent(pk), question=request.POST.get("question", ""))
    done(request, _("Asked. You are told when it is answered."))
    return redirect("readings:question", row.pk)


@login_required
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """What the agency asks about readings, and is asked."""
    require(viewer_of(request), VIEW)
    rows = found(request, QuestionFilter, selectors.questions(), "question.searched")
    return render_page(request, "readings/questions.html", rows.shown(states=QuestionState.choices, agencies=_agencies()))


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, to both sides."""
    viewer, row = viewer_of(request), question_or_absent(pk)
    record("question.read", by=viewer, on=row)
    return render_page(request, "readings/question.html", {
        "question": row, "purpose": code_book(["purpose"])["purpose", row.purpose].label, "form": AnswerForm(),
        "is_asker": row.asking_agency_id == viewer.agency_id, "can_answer": services.can_answer(viewer, row)})


@require_POST
def act_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer it."""
    services.answer(by=viewer_of(request), question=question_or_absent(pk), answer=request.POST.get("answer", ""),
                    revision=revision_of(request))
    done(request, _("Answered. The agency that asks reads it."))
    return redirect("readings:question", pk)


def use_or_absent(pk: int) -> Use:
    """The use, if the viewer may see it. Raises NotFound."""
    return row_or_absent(selectors.uses(), pk)


def question_or_absent(pk: int) -> Question:
    """The question, if the viewer may see it. Raises NotFound."""
    return row_or_absent(selectors.questions(), pk)


def _plot(request: HttpRequest) -> Plot:
    """Of the same rows as the list; where a filter cannot be used, of none."""
    chosen = UseFilter(request.GET, queryset=selectors.uses())
    valid = chosen.is_valid()
    days = chosen.form.cleaned_data if valid else {}
    asked, until = span(days.get("since"), days.get("until"), today=timezone.localdate())
    rows = chosen.qs if valid else selectors.uses().none()
    since = selectors.drawn_from(rows, since=asked, until=until)
    return drawn(selectors.per_day(rows, since=since, until=until), since, until, cut=since > asked)


def _agencies() -> list[tuple[str, str]]:
    return [(agency.code, agency.code) for agency in Agency.objects.taking_part()]
