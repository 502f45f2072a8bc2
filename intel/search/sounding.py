"""A worker gives names the keys by which they are found though they are misspelt; until then they are found as written."""

import json
from collections.abc import Sequence

from django.db import connection

#: The kind of work, as the database writes it.
SOUNDS = "search.sounds"


def sound(ids: Sequence[int]) -> None:
    """Write the keys of these entries. As the service."""
    from intel.search.sounds import sounds_of

    with connection.cursor() as cursor:
        cursor.execute("select id, names from search_names(%s)", [list(ids)])
        entries = cursor.fetchall()
        keys = iter(sounds_of([name for _entry, names in entries for name in names]))
        found = {entry: list(dict.fromkeys(key for _name in names for key in next(keys))) for entry, names in entries}
        cursor.execute("select search_sound(%s::jsonb)", [json.dumps(found)])
