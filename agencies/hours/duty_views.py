"""Pages of the duty rota."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.hours import duty
from agencies.hours.forms import DutyForm
from hub.kit.errors import HubError
from hub.kit.pages import done, refuse, render_page


@login_required
@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """Who is on duty in the next fourteen days, and when nobody is."""
    viewer, now = viewer_of(request), timezone.now()
    require(viewer, "hours.view_week")
    hour = now.replace(minute=0, second=0, microsecond=0)  # a gap that begins now is said by the hour
    stretches = duty.stretches(hour, hour + duty.SHOWN)
    record("duty.read", by=viewer, stretches=len(stretches))
    return render_page(request, "hours/rota.html", {
        "stretches": stretches, "now": now, "days": duty.SHOWN // timedelta(days=1), "can_keep": viewer.may(duty.KEEP)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Say who is on duty."""
    viewer = viewer_of(request)
    require(viewer, duty.KEEP)
    form = DutyForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                entered = duty.enter(by=viewer, **form.cleaned_data)
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("%(who)s is on the rota.") % {"who": entered})
            return redirect("hours:rota")
    return render_page(request, "hours/duty_form.html", {"form": form})


@require_POST
def act_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty out of the rota."""
    duty.remove(by=viewer_of(request), duty=row_or_absent(duty.rota(), pk))
    done(request, _("It is taken out of the rota."))
    return redirect("hours:rota")
