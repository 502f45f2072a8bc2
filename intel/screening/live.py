"""The alerts in force, ready to be compared with, in each worker process."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from intel import matching
from intel.alerts.models import Alert
from intel.screening import profiles
from intel.screening.kept import KeptIndexes


def _rows(ids: Collection[int] | None) -> QuerySet[Alert, profiles.Row]:
    alerts = profiles.alerts_in_force()
    return profiles.rows_of_alerts(alerts if ids is None else alerts.filter(pk__in=ids))


_kept = KeptIndexes(
    "alerts", changes="screening_alertchange", column="alert_id", rows=_rows, profile=profiles.of_row)


def prepare() -> None:
    """Have the indexes ready before work is claimed, and looked after. Outside of any transaction."""
    _kept.prepare()


def indexes() -> list[matching.Index]:
    """The indexes of the alerts in force, one for each agency, as of now. Must run as the service."""
    return list(_kept.by_agency().values())


def note_changes(alerts: Collection[int]) -> None:
    """Tell every worker's indexes, in the present transaction, that these alerts or their subjects changed."""
    _kept.note(alerts)


def forget() -> None:
    """Drop the indexes of this process; the next call opens them anew."""
    _kept.forget()
