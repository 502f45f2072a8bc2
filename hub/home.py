"""The first page: what needs this person today. Rooms fill its places; a role sees the panels of its work only."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hub.kit.pages import render_page
from hub.kit.panels import panels_for

PLACES = ("tiles", "wide", "narrow")


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer, as tiles that count, a wide column and a narrow one."""
    return render_page(request, "home.html", {
        **{place: panels_for(f"home.{place}", request) for place in PLACES}, "hour": timezone.localtime().hour})
