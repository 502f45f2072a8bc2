"""After every `migrate`: what the database asks of who hands something over, made from what rooms say is handed over."""

from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from agencies.labels.statements import LABELS_ROLE, TRIGGER, function, trigger
from hub.kit import room
from hub.kit.handing import HandedOver

FUNCTIONS = Path(__file__).with_name("functions.sql")

_HANDED = """
create or replace function hub_handed(of_kind text, of_row bigint) returns table (author bigint) language sql stable
    set search_path = pg_catalog, public, pg_temp as $$ {each} $$
"""
# Who held a thing that is gone is nobody's business any more. Whoever deletes it sees no holding.
_FORGETS = """begin
    delete from handover_holding h where h.kind = tg_argv[0] and h.object_id = old.id;
    return null;
end"""
_ITS = "select {author} from {table} r where of_kind = '{kind}' and r.id = of_row"


def settle_handover() -> None:
    """Install it. Safe to repeat; needs the owner.

    `hub_handed(kind, id)` is one row with the author of a thing, null where it has none, if whoever asks sees the thing.
    """
    handed = [said for said in room.handed().values() if not said.holder]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HANDED.format(each=" union all ".join(map(_its, handed))))
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8"))
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(function("hub_holding_is_forgotten()", TRIGGER, _FORGETS))
        cursor.execute("set local role hub_owner")
        for said in handed:
            cursor.execute(trigger("holding_is_forgotten", "after delete", _table(said),
                                   f"for each row execute function hub_holding_is_forgotten('{said.of}')"))


def _its(said: HandedOver) -> str:
    author = f"r.{said.author}_id" if said.author else "null::bigint"
    return _ITS.format(author=author, table=_table(said), kind=said.of)


def _table(said: HandedOver) -> str:
    return apps.get_model(said.of)._meta.db_table
