"""Pages of what is done with lists."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agencies.access.door import viewer_of
from agencies.lists.exporting import Format, take
from agencies.lists.tables import as_csv, asked, listing_called
from hub.kit.pages import as_table


@require_POST
def act_export(request: HttpRequest, name: str) -> HttpResponse:
    """Take the list that the address narrows as its page does."""
    viewer = viewer_of(request)
    of = asked(listing_called(name, viewer), request.GET)
    taken = take(of, by=viewer, format=request.POST.get("format", Format.CSV))
    return as_table(f"{name}-{timezone.localdate().isoformat()}", as_csv(taken))
