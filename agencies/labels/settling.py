"""After every `migrate`: functions and triggers installed, rows without a label given one, and the columns closed to null.

Filling goes in batches, each in a transaction of its own, while the tables are closed to everybody: killed in the middle,
the next `migrate` goes on where it stopped.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from agencies.access.looking import key_number
from agencies.labels import citing, history, ids, marks, references, two_sided
from agencies.labels.declared import (
    Carried,
    Citable,
    Cites,
    Declared,
    Entries,
    Labelled,
    Marked,
    Notes,
    Paired,
    Shared,
    TwoSided,
    acts_of,
    columns_of,
    declared,
)
from agencies.labels.statements import LABELS_ROLE
from agencies.labels.triggers import functions_of, rights_of, triggers_of
from agencies.markings.classification import LADDER
from hub.kit.policies import open_tables

FUNCTIONS = Path(__file__).with_name("functions.sql")
VIEWER_FUNCTIONS = Path(__file__).parents[1] / "access" / "functions.sql"
BATCH = 10_000

_WRITTEN = ("access_label", "access_reader", "access_sealkey", "access_past", "access_pastbegan")
_CLOSED = (*_WRITTEN, ids.KEY)
#: What the functions read of who is who, and of what was done.
_WHO = ("auth_permission", "django_content_type", "agencies_agency", "agencies_agencyrole", "agencies_user",
        "agencies_user_groups", "agencies_credential", "audit_event", "auth_group", "auth_group_permissions",
        "sharing_sharinggroup", "sharing_epoch", "sharing_member")
#: What they write of who is who: the epochs of sharing groups.
_BEGUN = ("auth_group", "sharing_epoch")
#: How long processes that were started with the key before may go on with it.
OLD_KEY_LASTS = "1 hour"


def settle_labels(said: Sequence[Declared] = ()) -> None:
    """Install what writes labels, then give every row its label. Safe to repeat; needs the owner of the tables.

    For what the rooms have declared, unless told.
    """
    said = list(said or declared())
    with transaction.atomic():
        _install_functions(said)
        ids.settle_ids()
        open_to_labels(said)
        _install_triggers(said)
        _begin_history(said)
        references.settle_references()
        _label_agencies(said)
        settle_seal_key(settings.SEAL_KEY)
    for one in said:
        _mark(one)
    for one in said:
        while _fill(one):
            pass
        _reserve(one)
    for one in said:
        _close_to_null(one)


def open_labelled_tables() -> None:
    """Install every privilege and row policy: of the rooms, of what they declare, and of `hub_labels`. Safe to repeat."""
    with transaction.atomic():
        open_tables()
        open_declared(list(declared()))


def open_declared(said: Sequence[Declared]) -> None:
    """Install the row policies that are made from declarations, and those of `hub_labels`."""
    with connection.cursor() as cursor:
        for one in said:
            for statement in (*two_sided.policies_of(one), *citing.policies_of(one)):
                cursor.execute(statement)
    open_to_labels(said)


def open_to_labels(said: Iterable[Declared]) -> None:
    """Let `hub_labels` read what it labels: its policies go with those of the rooms, whenever these are installed anew."""
    with connection.cursor() as cursor:
        for table in _CLOSED:
            cursor.execute(f"alter table {table} enable row level security")
            cursor.execute(f"alter table {table} force row level security")
            cursor.execute(f'drop policy if exists "hub_labels all" on {table}')
            cursor.execute(f'create policy "hub_labels all" on {table} for all to {LABELS_ROLE} using (true) with check (true)')
            cursor.execute(f"revoke all on {table} from hub_application, hub_service")
        cursor.execute("select oid::regprocedure::text from pg_proc where proowner = 'hub_owner'::regrole")
        for (function,) in cursor.fetchall():
            cursor.execute(f"grant execute on function {function} to {LABELS_ROLE}")
        cursor.execute(f"grant select on {', '.join((*_CLOSED, *_WHO))} to {LABELS_ROLE}")
        for table in _WHO:
            cursor.execute(f'drop policy if exists "hub_labels reads" on {table}')
            cursor.execute(f'create policy "hub_labels reads" on {table} for select to {LABELS_ROLE} using (true)')
        cursor.execute(f"grant insert on {', '.join(_WRITTEN + _BEGUN)} to {LABELS_ROLE}")
        for table in _BEGUN:
            cursor.execute(f'drop policy if exists "hub_labels begins" on {table}')
            cursor.execute(f'create policy "hub_labels begins" on {table} for insert to {LABELS_ROLE} with check (true)')
        cursor.execute('drop policy if exists "hub_labels ends" on sharing_member')
        cursor.execute(f'create policy "hub_labels ends" on sharing_member for update to {LABELS_ROLE} using (true)')
        cursor.execute(f"grant update (left_at, removed_by_id) on sharing_member to {LABELS_ROLE}")
        cursor.execute(f"grant update (valid_until) on access_sealkey to {LABELS_ROLE}")
        cursor.execute(f"grant delete on access_reader to {LABELS_ROLE}")
        said = list(said)
        rights = [one for said_one in said for one in rights_of(said_one)]
        for statement in _each_once(rights + [one for kept in history.tracked(said) for one in history.rights_of(kept)]):
            cursor.execute(statement)


def settle_seal_key(key: bytes) -> None:
    """Let the database check seals made with this key; those of an older key hold for another hour. Needs the owner."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block) for pad in (0x36, 0x5C))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute("insert into access_sealkey (number, inner_pad, outer_pad) values (%s, %s, %s)"
                       " on conflict (number) do update set valid_until = null", [key_number(key), inner, outer])
        cursor.execute(f"update access_sealkey set valid_until = now() + interval '{OLD_KEY_LASTS}'"
                       " where number <> %s and valid_until is null", [key_number(key)])
        cursor.execute("set local role hub_owner")


def wrong_labels() -> dict[str, int]:
    """How many rows of each table bear another label than their grants, state and classification say: 0 of each, or a fault.

    Needs the owner's login, which may become `hub_labels`, who reads all that is labelled. Locks nothing.
    """
    found: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        for said in declared():
            cursor.execute(_wrong(said))
            found[said.table] = found.get(said.table, 0) + int(cursor.fetchone()[0])
        transaction.set_rollback(True)  # asking makes labels that nobody bears
    return found


def _install_functions(said: list[Declared]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8"))
        cursor.execute("select oid::regprocedure::text from pg_proc where proowner = 'hub_labels'::regrole")
        for (function,) in cursor.fetchall():
            cursor.execute(f"revoke all on function {function} from public, hub_application, hub_service")
            cursor.execute(f"grant execute on function {function} to hub_owner")
        cursor.execute("grant execute on function hub_viewer(), hub_labels(text), hub_own_labels(text), hub_password(bigint),"
                       " hub_administers(bigint), hub_agency_groups(), hub_who_will_see(int[], text[], text[]),"
                       " hub_sharing_groups(text), hub_agencies_reached(int[]),"
                       " hub_acts_counted(timestamptz, timestamptz)"
                       " to hub_application, hub_service")
        cursor.execute("grant execute on function hub_reach_of(bigint, text, text[]), hub_agency_of(bigint) to hub_service")
        for one in said:
            for statement in functions_of(one):
                cursor.execute(statement)
        for kept in history.tracked(said):
            cursor.execute(history.functions_of(kept))
        for statement in (*ids.functions_of_ids(), *references.functions_of_references()):
            cursor.execute(statement)
        cursor.execute("set local role hub_owner")
        cursor.execute(VIEWER_FUNCTIONS.read_text(encoding="utf-8"))


def _install_triggers(said: list[Declared]) -> None:
    acts = acts_of(said)
    with connection.cursor() as cursor:
        for statement in (*(one for said_one in said for one in triggers_of(said_one)),
                          *(one for kept in history.tracked(said) for one in history.triggers_of(kept))):
            cursor.execute(statement)
        cursor.execute(
            "create or replace trigger labels_of_agency after insert on agencies_agency for each row execute function"
            f" hub_labels_of_agency('{{{','.join(acts)}}}', '{{{','.join(LADDER)}}}')")


def _begin_history(said: list[Declared]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {LABELS_ROLE}")
        cursor.execute(history.begin(history.tracked(said)))
        cursor.execute("set local role hub_owner")


def _label_agencies(said: list[Declared]) -> None:
    """The owner labels of agencies founded before there were labels, or before there was a kind of thing."""
    acts = acts_of(said)
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(hub_label(act, a.id, class, '{}'))"
            " from agencies_agency a, unnest(%s::text[]) act, unnest(%s::text[]) class", [acts, list(LADDER)])


def _mark(said: Declared) -> None:
    if isinstance(said, Marked):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(marks.marking(said))


def _reserve(said: Declared) -> None:
    """Label rows anew that were labelled before there was a rule which rows are reserved, or under another one."""
    if isinstance(said, Labelled):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"select {said.table}_relabel(array(select r.id from {said.table} r join access_label l"
                           f" on l.id = r.label_id where (l.act = %s) <> ({said.reserved_when})))", [said.reserved_act])


def _fill(said: Declared) -> bool:
    """Label one batch of rows that have none; whether there may be more."""
    if isinstance(said, Entries | Cites | Citable | Marked) or not columns_of(said):
        return False
    column = columns_of(said)[-1]
    batch = f"select id from {said.table} where {column} is null order by id limit {BATCH}"
    if isinstance(said, Carried):
        there = ", ".join(f"{here} = w.{column}" for here, column in said.columns.items())
        statement = f"update {said.table} r set {there} from {said.of} w where w.id = r.{said.by} and r.id in ({batch})"
    elif isinstance(said, Labelled | TwoSided):
        statement = (f"update {said.table} r set label_id = w.label_id from {said.table}_labels(array({batch})) w"
                     " where w.row_id = r.id")
    elif isinstance(said, Paired):
        parties = ", ".join(f"(select label_id from {of} where id = r.{by})" for by, of in said.parties.items())
        statement = (f"update {said.table} r set alert_label_id = a.label_id, subject_label_id = a.subject_label_id,"
                     f" party_label_id = coalesce({parties}) from {said.alerts} a where a.id = r.alert_id and r.id in ({batch})")
    elif isinstance(said, Notes):
        statement = f"update {said.table} r set label_id = {two_sided.label_of_note(said, 'r')} where id in ({batch})"
    else:
        statement = (f"update {said.table} r set label_id = hub_feed_label('{said.act}', owner_agency_id, id)"
                     f" where id in ({batch})")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        filled = cursor.rowcount
        if filled and isinstance(said, Shared):
            cursor.execute(f"select {said.table}_relabel(array(select id from {said.table}))")
    return bool(filled)


def _close_to_null(said: Declared) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select attname from pg_attribute where attrelid = %s::regclass and not attnotnull and attname = any(%s)",
                       [said.table, list(columns_of(said))])
        for (column,) in cursor.fetchall():
            cursor.execute(f"alter table {said.table} alter column {column} set not null")


def _wrong(said: Declared) -> str:
    if isinstance(said, Citable):
        return citing.wrong(said)
    if isinstance(said, Marked):
        return marks.wrong(said)
    if isinstance(said, Entries | Cites) or not columns_of(said):
        return "select 0"
    if isinstance(said, Notes):
        return f"select count(*) from {said.table} r where r.label_id <> {two_sided.label_of_note(said, 'r')}"
    if isinstance(said, Labelled | TwoSided):
        return (f"select count(*) from {said.table} r join {said.table}_labels(array(select id from {said.table})) w"
                " on w.row_id = r.id where r.label_id <> w.label_id")
    if isinstance(said, Carried):
        differ = " or ".join(f"r.{here} <> w.{there}" for here, there in said.columns.items())
        return f"select count(*) from {said.table} r join {said.of} w on w.id = r.{said.by} where {differ}"
    if isinstance(said, Paired):
        return (f"select count(*) from {said.table} r join {said.alerts} a on a.id = r.alert_id"
                " where r.alert_label_id <> a.label_id or r.subject_label_id <> a.subject_label_id"
                " or r.label_id <> hub_pair_label(r.alert_label_id, r.subject_label_id, r.party_label_id)")
    granted = (f"select f.label_id, g.group_id from {said.table} f join {said.grants} g on g.content_object_id = f.id"
               f" where g.permission_id = hub_permission('{said.act}')")
    read = f"select label_id, group_id from access_reader where label_id in (select label_id from {said.table})"
    return f"select count(*) from (({granted} except {read}) union all ({read} except {granted})) differing"


def _each_once(statements: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(statements)
