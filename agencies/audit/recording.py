"""Adding audit events."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

if TYPE_CHECKING:
    from agencies.access import Viewer

import json

_INSERT = """
    insert into audit_event (id, action, actor_id, actor_label, agency_id, owner_agency_id, object_type, object_id,
                             object_label, detail, request_id, address)
    values (coalesce(%s, hub_next_id()), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def next_number() -> int:
    """The number of an event that is to be recorded at once, where something else names it."""
    with connection.cursor() as cursor:
        cursor.execute("select hub_next_id()")
        return int(cursor.fetchone()[0])


def record(action: str, *, by: "Viewer", on: models.Model | None = None, numbered: int | None = None, **detail: Any) -> None:
    """Add one event, in the present transaction: kept if and only if what it tells of is kept.

    `action` is `room.act`, such as `report.read`; `on` is the row acted on: its label is `str(on)`, its owner the agency
    its `owner_agency_id` names, if it has that. `detail` must be JSON and should hold no content of the row.
    `numbered` is the number of the event, drawn by `next_number`; without it the event gets one.
    Signs that the database cannot keep (NUL, halves of characters) are left out: whatever was tried, it is recorded.
    A plain INSERT without RETURNING: whoever adds events need not be able to read them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _values(action, by, on, numbered, detail))


def record_each(action: str, *, by: "Viewer", on: Iterable[models.Model], **detail: Any) -> None:
    """The same event on each of several rows."""
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, [_values(action, by, row, None, detail) for row in on])


def _values(action: str, by: "Viewer", on: models.Model | None, numbered: int | None, detail: dict[str, Any]) -> list[Any]:
    return [
        numbered, action[:60], by.user_id, _keepable(by.label)[:200], by.agency_id, getattr(on, "owner_agency_id", None),
        on._meta.label_lower if on is not None else "", on.pk if on is not None else None,
        _keepable(str(on))[:200] if on is not None else "", json.dumps(_keepable(detail), cls=DjangoJSONEncoder),
        by.request_id, by.address or None,
    ]


def _keepable(value: Any) -> Any:
    """Text without NUL and lone surrogates, at any depth."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="ignore").decode()
    if isinstance(value, dict):
        return {_keepable(name): _keepable(part) for name, part in value.items()}
    return [_keepable(part) for part in value] if isinstance(value, list | tuple) else value
