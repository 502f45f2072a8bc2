"""Pages of hits: the worklist, one hit with its evidence side by side, and what may be done with it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import require
from agencies.access.door import found, revision_of, viewer_of
from agencies.access.forms import ReasonForm
from agencies.audit import record
from agencies.markings.labels import code_book
from agencies.models import Agency
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page
from hub.kit.panels import panels_for
from intel.hits import selectors, services
from intel.hits.filters import STATES, WAITING, HitFilter
from intel.hits.forms import JudgeForm, NoteForm, judge_forms
from intel.hits.models import Hit
from intel.hits.states import JUDGED
from intel.subjects.models import Subject


@login_required
@require_safe
def hit_list(request: HttpRequest) -> HttpResponse:
    """The worklist: what screening found, most probable first; without a state, what waits for a decision."""
    require(viewer_of(request), "hits.view_hit")
    hits = found(request, HitFilter, selectors.worklist(), "hit.searched")
    return render_page(request, "hits/list.html", hits.shown(
        given={**hits.given, "state": hits.given["state"] or WAITING},
        rows=[(hit, selectors.top_reason(hit)) for hit in hits.rows], states=STATES, kinds=Subject.Kind.choices,
        agencies=[(agency.code, agency.code) for agency in Agency.objects.taking_part()],
        probabilities=[(p, f"≥ {p:.0%}") for p in (0.99, 0.95, 0.9, 0.8, 0.5)]))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One hit: why it was found, both sides of it, where it was sighted, what is asked for, what people made of it."""
    viewer, hit = viewer_of(request), selectors.hit_or_absent(pk)
    record("hit.read", by=viewer, on=hit)
    match, alert, book = hit.match, hit.match.alert, code_book(["handling"])
    can_judge = services.can_judge(viewer, hit)
    return render_page(request, "hits/detail.html", {
        "hit": hit, "match": match, "alert": alert, "subject": selectors.subject_of(hit),
        "party_name": hit.party_label, "subject_name": hit.subject_label,
        "trader": match.trader, "consignment": match.consignment,
        "feed": (match.trader or match.consignment).feed,  # type: ignore[union-attr]  # one is there by constraint
        "parts": selectors.evidence(hit), "sentence": selectors.sentence(hit),
        "handling": [book["handling", code] for code in alert.handling_codes],
        "sightings": selectors.sightings_of(hit), "judgements": list(hit.judgements.all()),
        "data_changed": services.DATA_CHANGED, "dismissed_before": services.DISMISSED_BEFORE,
        "next": selectors.next_waiting(hit), "previous": selectors.previous_waiting(hit),
        "notes": selectors.notes_on(hit), "can_note": services.can_note(viewer, hit), "note_form": NoteForm(),
        "can_judge": can_judge, "can_take": services.can_take(viewer, hit),
        "can_let_go": services.can_let_go(viewer, hit), "can_reopen": services.can_reopen(viewer, hit),
        "panels": panels_for("hits.hit", request, hit),
        "judged": hit.state in JUDGED, "forms": judge_forms() if can_judge else {}, "reason_form": ReasonForm(),
    })


@require_POST
def act_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to verify it."""
    hit = services.take(by=viewer_of(request), hit=selectors.hit_or_absent(pk), revision=revision_of(request))
    return _back(request, hit, _("You are verifying it now; the others see that."))


@require_POST
def act_let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave it to others."""
    hit = services.let_go(by=viewer_of(request), hit=selectors.hit_or_absent(pk), revision=revision_of(request))
    return _back(request, hit, _("It waits for somebody to verify it again."))


@require_POST
def act_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on it."""
    hit, state = selectors.hit_or_absent(pk), request.POST.get("state", "")
    if state not in JUDGED:
        raise Invalid(_("Say whether it is a confirmed hit, not a match, or uncertain."), field="state")
    form = JudgeForm(request.POST, state=state)
    if not form.is_valid():
        raise Invalid(_("Say why: the reason stays with the judgement."), field="reason")
    judgement = services.judge(by=viewer_of(request), hit=hit, state=state, reason=form.reason(),
                               revision=revision_of(request))
    return _back(request, hit, _("Kept as “%(state)s”.") % {"state": judgement.get_state_display()})


@require_POST
def act_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it before people again."""
    hit, form = selectors.hit_or_absent(pk), ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say why: the reason stays with the judgement."), field="reason")
    services.reopen(by=viewer_of(request), hit=hit, reason=form.cleaned_data["reason"], revision=revision_of(request))
    return _back(request, hit, _("It is open again."))


@require_POST
def act_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something for the own agency."""
    hit, form = selectors.hit_or_absent(pk), NoteForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Write what is to be noted."), field="text")
    services.note(by=viewer_of(request), hit=hit, text=form.cleaned_data["text"])
    return _back(request, hit, _("Noted, for your agency alone."))


def _back(request: HttpRequest, hit: Hit, message: str) -> HttpResponse:
    done(request, message)
    return redirect("hits:detail", hit.pk)
