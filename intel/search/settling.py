"""After every `migrate`: things that have no entry under their label get one, in batches.

So a hub that was there before the search is found by it, and what was labelled anew while the tables were closed. Each batch
is a transaction of its own: killed in the middle, the next `migrate` goes on where it stopped.
"""

from django.apps import apps
from django.db import connection, transaction

from agencies.labels.statements import LABELS_ROLE
from intel.search.kinds import ENTRIES

BATCH = 5_000

_MISSING = """
    select id from {table} r where r.id > %s and r.label_id is not null
    and not exists (select from search_entry e join search_mark m on m.id = e.mark
                    where e.object_id = r.id and e.kind = %s and m.label = r.label_id)
    order by r.id limit {batch}
"""


def settle_search() -> None:
    """Write what is missing. Safe to repeat; needs the owner of the tables, after the policies of `hub_labels` are installed."""
    for kind in ENTRIES:
        table, last = apps.get_model(kind)._meta.db_table, 0
        while (written := write_missing(kind, table, after=last)) is not None:
            last = written


def write_missing(kind: str, table: str, *, after: int) -> int | None:
    """A batch of things with larger ids than this: the last of their ids, or None when nothing is missing any more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(_MISSING.format(table=table, batch=BATCH), [after, kind])
        missing = [pk for [pk] in cursor.fetchall()]
        if missing:
            cursor.execute("select search_write(%s, %s)", [kind, missing])
        cursor.execute("set local role hub_owner")
    return missing[-1] if missing else None
