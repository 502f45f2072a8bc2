"""What the page of a release shows of answers for reports, and giving one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agencies.access import Viewer
from agencies.access.door import revision_of, row_or_absent, viewer_of
from agencies.access.forms import ReasonForm
from hub.kit.pages import done
from intel.releases.answers import services
from intel.releases.answers.models import ProductAnswer
from intel.releases.answers.states import GIVEN
from intel.releases.models import Release


class AnswerForm(ReasonForm):
    """What became of a report, and why."""

    state = forms.ChoiceField(label=gettext_lazy("What became of it"),
                              choices=[("", "—"), *((one.value, one.label) for one in GIVEN)])


def owed_for(release: Release, *, viewer: Viewer) -> dict[str, Any]:
    """The answers of the viewer's agency, each with the form to give it or nothing; or what the holder is told of them."""
    rows = list(release.answers.select_related("report", "answered_by"))
    return {"answered": services.told(release), "answers": [
        (row, AnswerForm(auto_id=f"id_{row.pk}_%s") if services.can_answer(viewer, row) else None) for row in rows]}


@require_POST
def act_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for one report."""
    row = services.answer(by=viewer_of(request), row=row_or_absent(ProductAnswer.objects.select_related("release", "report"), pk),
                          state=request.POST.get("state", ""), reason=request.POST.get("reason", ""),
                          revision=revision_of(request))
    done(request, _("Answered for %(report)s. The agency that released it reads that one more is answered.") % {
        "report": row.report.reference})
    return redirect("releases:release", row.release_id)
