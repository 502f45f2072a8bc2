"""The alerts in force, ready to be compared with, in each worker process."""

from collections.abc import Collection

from intel.matching import Index, Profile
from intel.screening import profiles
from intel.screening.kept import KeptIndexes


def _load(ids: Collection[int] | None) -> dict[int, list[Profile]]:
    alerts = profiles.alerts_in_force()
    return profiles.by_agency(alerts if ids is None else alerts.filter(pk__in=ids))


_kept = KeptIndexes(changes="screening_alertchange", column="alert_id", load=_load)


def indexes() -> list[Index]:
    """The indexes of the alerts in force, one for each agency, as of now. Must run as the service."""
    return list(_kept.by_agency().values())


def note_changes(alerts: Collection[int]) -> None:
    """Tell every worker's indexes, in the present transaction, that these alerts or their subjects changed."""
    _kept.note(alerts)


def forget() -> None:
    """Drop the indexes of this process; the next call builds them from the database."""
    _kept.forget()
