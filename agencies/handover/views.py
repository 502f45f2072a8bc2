"""Pages of handing over: what somebody holds, to whom it goes, and what was handed over."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.handover import absences, selectors, services
from agencies.handover.forms import AbsenceForm, HandOverForm, things_of
from agencies.models import User
from hub.kit import room
from hub.kit.errors import Invalid
from hub.kit.pages import done, render_page

#: How many earlier hand-overs the page lists.
SHOWN = 20


@login_required
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The own work; for a supervisor, the way to that of others."""
    viewer = viewer_of(request)
    require(viewer, services.VIEW)
    return _work_of(request, row_or_absent(selectors.givers(viewer), viewer.user_id or 0))


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person holds, to be handed over."""
    viewer = viewer_of(request)
    giver = row_or_absent(selectors.givers(viewer), pk)
    if request.method != "POST":
        return _work_of(request, giver)
    form = HandOverForm(request.POST, viewer=viewer, giver=giver)
    if not form.is_valid():
        raise Invalid(_("Choose to whom it is handed over."), field="receiver")
    result = services.hand_over(by=viewer, giver=giver, receiver=form.cleaned_data["receiver"],
                                things=things_of(request.POST.getlist("things")))
    if result.handed:
        count = len(result.handed)
        words = ngettext("%(count)s thing is handed over to %(who)s.", "%(count)s things are handed over to %(who)s.", count)
        done(request, words % {"count": count, "who": form.cleaned_data["receiver"]})
    for stays in result.stays:
        messages.warning(request, _("%(what)s stays: %(because)s") % {
            "what": stays["reference"] or stays["id"], "because": stays["because"]})
    return redirect("handover:of-person", pk)


@require_POST
def act_enter_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody will be away."""
    viewer = viewer_of(request)
    person = row_or_absent(selectors.givers(viewer), pk)
    form = AbsenceForm(request.POST, viewer=viewer, person=person)
    if not form.is_valid():
        raise Invalid(_("Say from when until when, and who stands in."), field=next(iter(form.errors)))
    absence = absences.enter(by=viewer, person=person, **form.cleaned_data)
    done(request, _("%(who)s stands in.") % {"who": absence.stand_in})
    return redirect("handover:of-person", pk)


@require_POST
def act_end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back, or does not go."""
    absence = row_or_absent(absences.absences(), pk)
    absences.end_early(by=viewer_of(request), absence=absence)
    done(request, _("The absence ends. What the stand-in holds still comes back in a moment."))
    return redirect("handover:of-person", absence.person_id)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed over at once."""
    handover = row_or_absent(selectors.handovers(), pk)
    record("handover.read", by=viewer_of(request), on=handover)
    things = [_shown(one) for one in handover.things]
    return render_page(request, "handover/detail.html", {"handover": handover, "things": things})


def _work_of(request: HttpRequest, giver: User) -> HttpResponse:
    viewer = viewer_of(request)
    sorts = [(said.words, said.of, [(row, reverse(said.page, args=[row.pk])) for row in rows])
             for said, rows in services.work_of(viewer, giver)]
    record("handover.looked", by=viewer, on=giver, things=sum(len(rows) for _words, _of, rows in sorts))
    others = list(selectors.givers(viewer)) if viewer.may(services.OF_OTHERS) else []
    return render_page(request, "handover/work.html", {
        "giver": giver, "own": giver.pk == viewer.user_id, "sorts": sorts, "others": others,
        "form": HandOverForm(viewer=viewer, giver=giver), "absence_form": AbsenceForm(viewer=viewer, person=giver),
        "absences": [(one, absences.can_end(viewer, one)) for one in absences.absences().filter(person=giver)],
        "handovers": list(selectors.handovers()[:SHOWN])})


def _shown(thing: dict[str, Any]) -> dict[str, Any]:
    said = room.handed().get(thing["kind"])
    return {"reference": thing["reference"], "words": said.words if said else thing["kind"],
            "address": reverse(said.page, args=[thing["id"]]) if said else ""}
