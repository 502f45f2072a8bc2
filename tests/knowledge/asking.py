"""Asking what could be known, for the tests."""

from datetime import datetime
from typing import Any

from django.db import connection

from agencies.access import Viewer, looking_as
from intel.knowledge.known import Known, Question, known


def now() -> datetime:
    """The database's own clock, which goes on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def could(viewer: Viewer, moment: datetime | None = None, **narrowed: Any) -> dict[str, Known]:
    """What the agency of an auditor could know at a moment, by reference."""
    with looking_as(viewer):
        return {row.reference: row for row in known(Question(moment or now(), **narrowed), at_most=10_000)}


def read(viewer: Viewer, moment: datetime | None = None, **narrowed: Any) -> set[str]:
    """The references of what somebody of it could read at the moment."""
    return {reference for reference, row in could(viewer, moment, **narrowed).items() if row.could}
