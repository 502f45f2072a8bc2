"""Until when an answer is due, and when the agency asked is reminded."""

from datetime import datetime, timedelta

from agencies.markings.models import amount_of

#: Hours until an answer is due, where the code table says nothing of an urgency.
HOURS = 80
#: Counted by the clock, whatever the hour and the day.
BY_THE_CLOCK = "URGENT"


def due_for(agency: int, *, urgency: str, sent_at: datetime, answer_by: datetime | None) -> tuple[datetime, datetime]:
    """When the agency asked is reminded, and when the answer is due."""
    hours = amount_of("urgency", urgency, otherwise=HOURS)
    due_at = answer_by or sent_at + timedelta(hours=hours)
    return sent_at + (due_at - sent_at) / 2, due_at
