"""After every `migrate`: the functions that count in working hours."""

from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from agencies.labels.statements import LABELS_ROLE

FUNCTIONS = Path(__file__).with_name("functions.sql")
_COUNTING = ("hub_working_spans(bigint, date, int)", "hub_add_working_hours(bigint, timestamptz, numeric)",
             "hub_working_time(bigint, timestamptz, timestamptz)", "hub_half_of_working_time(bigint, timestamptz, timestamptz)")
_TOLD = ("hub_on_duty(bigint, timestamptz)", "hub_is_working(bigint, timestamptz)")
_OWN = ("hub_own_duty_gaps(timestamptz, timestamptz)", "hub_own_working_hours(timestamptz, numeric)",
        "hub_own_working_time(timestamptz, timestamptz)")


def settle_hours() -> None:
    """Install them: for the service those of all agencies, for people those of their own. Safe to repeat; needs the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8").replace("{zone}", settings.TIME_ZONE))
        functions = ", ".join((*_COUNTING, *_TOLD, *_OWN))
        cursor.execute(f"revoke all on function {functions} from public, hub_application, hub_service")
        cursor.execute(f"grant execute on function {', '.join((_COUNTING[-1], *_TOLD))} to hub_service")
        cursor.execute(f"grant execute on function {', '.join(_OWN)} to hub_application")
        cursor.execute("set local role hub_owner")
