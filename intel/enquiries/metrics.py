"""What an operator watches of requests: of all agencies together, and by urgency alone."""

from django.db.models import Count, Q
from django.utils import timezone
from prometheus_client import Gauge, Histogram

from agencies.access import as_service
from agencies.markings.models import Code
from intel.enquiries.models import Enquiry
from intel.enquiries.states import OPEN

WAITING = Gauge("hub_enquiries_open", "What agencies were asked and have not answered, when last looked.", ["urgency"],
                multiprocess_mode="mostrecent")
OVERDUE = Gauge("hub_enquiries_overdue", "Of those, what is overdue.", ["urgency"], multiprocess_mode="mostrecent")
ANSWER_SECONDS = Histogram(
    "hub_enquiries_answer_seconds", "From when it was sent to its first answer, whatever that says.", ["urgency"],
    buckets=tuple(hours * 3600 for hours in (1, 4, 8, 24, 72, 168, 336, 672, 1344)))


def measure() -> None:
    """Look how much waits."""
    with as_service("enquiries"):
        waiting = Enquiry.objects.filter(state__in=OPEN).order_by().values_list("urgency")
        found = {urgency: counts for urgency, *counts in waiting.annotate(
            Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=timezone.now())))}
        for urgency in {*found, *Code.objects.filter(scheme="urgency").values_list("code", flat=True)}:
            waits, overdue = found.get(urgency, (0, 0))
            WAITING.labels(urgency).set(waits)
            OVERDUE.labels(urgency).set(overdue)


def answered(enquiry: Enquiry) -> None:
    """Note how long the first answer took."""
    if enquiry.answered_at is not None:
        ANSWER_SECONDS.labels(enquiry.urgency).observe((enquiry.answered_at - enquiry.sent_at).total_seconds())
