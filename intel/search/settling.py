"""After every `migrate`: things that have no entry get one, in batches, so that a second release finds what the first one held.

Each batch is a transaction of its own: killed in the middle, the next `migrate` goes on where it stopped.
"""

from django.apps import apps
from django.db import connection, transaction

from agencies.labels.statements import LABELS_ROLE
from intel.search.kinds import ENTRIES

BATCH = 5_000

_MISSING = """
    select array_agg(id) from (
        select r.id from {table} r where r.label_id is not null
        and not exists (select from search_entry e where e.object_id = r.id and e.kind = %s) order by r.id limit {batch}) missing
"""


def settle_search() -> None:
    """Write what is missing. Safe to repeat; needs the owner of the tables, after the policies of `hub_labels` are installed."""
    for kind in ENTRIES:
        table = apps.get_model(kind)._meta.db_table
        while _write_some(kind, table):
            pass


def _write_some(kind: str, table: str) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(_MISSING.format(table=table, batch=BATCH), [kind])
        [missing] = cursor.fetchone()
        if missing:
            cursor.execute("select search_write(%s, %s)", [kind, missing])
        cursor.execute("set local role hub_owner")
    return bool(missing)
