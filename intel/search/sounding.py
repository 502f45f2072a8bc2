"""A worker gives names the keys by which they are found though they are misspelt; until then they are found as written."""

import json
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from agencies.work.queue import enqueue
from intel.search.sounds import sounds_of

#: The kind of work, as the database writes it.
SOUNDS = "search.sounds"


#: What somebody was writing just then is looked at again after this.
AGAIN = timedelta(seconds=10)


def sound(ids: Sequence[int]) -> None:
    """Write the keys of these entries; of those that somebody is writing just now, later. As the service."""
    with connection.cursor() as cursor:
        cursor.execute("select id, names from search_names(%s)", [list(ids)])
        entries = cursor.fetchall()
        keys = iter(sounds_of([name for _entry, names in entries for name in names]))
        told = [{"id": entry, "names": names, "sounds": list(dict.fromkeys(key for _name in names for key in next(keys)))}
                for entry, names in entries]
        cursor.execute("select search_sound(%s::jsonb)", [json.dumps(told)])
        left = [entry for [entry] in cursor.fetchall()]
    enqueue(SOUNDS, left, not_before=timezone.now() + AGAIN)
