"""Pages of working hours."""

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.hours import selectors, services
from agencies.hours.forms import HolidayForm, WeekForm, YearForm
from agencies.hours.spans import written
from hub.kit.errors import HubError, Invalid
from hub.kit.pages import done, refuse, render_page

#: Of so many hours the page says when they are over: a working day.
EXAMPLE = 8


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """When the agency works, and its holidays."""
    viewer = viewer_of(request)
    require(viewer, "hours.view_week")
    kept, holidays = selectors.week_of(viewer), list(selectors.holidays())
    record("hours.read", by=viewer, on=kept)
    works, can_keep = selectors.works_in(kept), viewer.may(services.KEEP)
    return render_page(request, "hours/week.html", {
        "kept": kept, "days": [(WEEKDAYS[day - 1], written(works, day)) for day in range(1, 8)], "holidays": holidays,
        "can_keep": can_keep, "hours": EXAMPLE, "over_at": selectors.over_at(timezone.now(), EXAMPLE),
        "holiday_form": HolidayForm() if can_keep else None, "year_form": YearForm() if can_keep else None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Set the week."""
    viewer = viewer_of(request)
    require(viewer, services.KEEP)
    kept = selectors.week_of(viewer)
    form = WeekForm(request.POST or None, works=selectors.works_in(kept), revision=kept.revision if kept else 0)
    if request.method == "POST" and form.is_valid():
        try:
            with atomic():
                services.change_week(by=viewer, works=form.works, revision=form.cleaned_data["revision"])
        except HubError as error:
            refuse(form, error)
        else:
            done(request, _("The working hours are changed. What was sent already stays due when it is."))
            return redirect("hours:week")
    return render_page(request, "hours/form.html", {"form": form})


@require_POST
def act_add(request: HttpRequest) -> HttpResponse:
    """Enter a holiday."""
    form = HolidayForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say which day, and which holiday it is."), field=next(iter(form.errors)))
    holiday = services.add_holiday(by=viewer_of(request), **form.cleaned_data)
    done(request, _("%(holiday)s is entered.") % {"holiday": holiday.name})
    return redirect("hours:week")


@require_POST
def act_take_over(request: HttpRequest) -> HttpResponse:
    """Enter the public holidays of a year."""
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a year."), field="year")
    count = len(services.take_over(by=viewer_of(request), year=form.cleaned_data["year"]))
    done(request, ngettext("%(count)s holiday is entered.", "%(count)s holidays are entered.", count) % {"count": count})
    return redirect("hours:week")


@require_POST
def act_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on a holiday after all."""
    services.remove_holiday(by=viewer_of(request), holiday=row_or_absent(selectors.holidays(), pk))
    done(request, _("Your agency works on that day. What was sent already stays due when it is."))
    return redirect("hours:week")
