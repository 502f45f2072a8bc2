"""The lists of requests for information, asked and received: what their pages show, and files of them hold."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.access import now_looking
from hub.kit.listing import Listing, column
from intel.enquiries import selectors
from intel.enquiries.filters import EnquiryFilter, RequestFilter
from intel.enquiries.models import Enquiry, Request


def _received() -> QuerySet[Enquiry]:
    return selectors.received(now_looking())


def _asked_of(request: Request) -> list[str]:
    return [f"{enquiry.asked_agency.code} {enquiry.state}" for enquiry in request.enquiries.all()]


REQUESTS = Listing("requests", _("Requests asked"), page="enquiries:asked", act="enquiries.view_enquiry", of="request",
                   rows=selectors.requests, filters=RequestFilter, columns=(
    column("reference", _("Request"), "reference", "urgency", fixed=True),
    column("question", _("Question"), "question", "purpose", "case_reference"),
    column("marking", _("Marking"), "classification", "handling_codes", "handling_conditions", fixed=True),
    column("state", _("State"), "state"),
    column("asked", _("Agencies asked"), agencies_asked=_asked_of),
))

RECEIVED = Listing("enquiries", _("Requests received"), page="enquiries:received", act="enquiries.view_enquiry", of="request",
                   rows=_received, filters=EnquiryFilter, columns=(
    column("reference", _("Request"), "reference", "urgency", fixed=True),
    column("question", _("Question"), "question", "purpose"),
    column("agency", _("Requested by"), agency="asking_agency.code"),
    column("marking", _("Marking"), "classification", "handling_codes", "handling_conditions", fixed=True),
    column("state", _("State"), "state"),
    column("due", _("Due"), "sent_at", "due_at", overdue="is_overdue"),
))
