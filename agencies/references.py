"""References that people cite: agency, year, number. Unique, and never reused even when what they name is purged."""

from django.db import connection

from agencies.models import Agency

_NEXT = """
    insert into agencies_referencecounter as counter (agency_id, series, year, last) values (%s, %s, %s, %s)
    on conflict (agency_id, series, year) do update set last = counter.last + excluded.last
    returning last
"""


def next_reference(agency: Agency, *, year: int, series: str = "") -> str:
    """The next reference of an agency, such as `AN-2026-000017`, or `AN-A-2026-000017` in the series "A".

    Locks the counter until the transaction ends: two people who save at once get two numbers.
    """
    return next_references(agency, year=year, series=series, count=1)[0]


def next_references(agency: Agency, *, year: int, series: str = "", count: int) -> list[str]:
    """The next `count` references, in order; for lists."""
    if count <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency.pk, series, year, count])
        last = cursor.fetchone()[0]
    numbers = range(last - count + 1, last + 1)
    return ["-".join(filter(None, [agency.code, series, str(year), f"{number:06d}"])) for number in numbers]
