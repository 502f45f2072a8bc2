"""What each role of the database may do with every table is as `docs/database-roles.md` prints it.

`python -m pytest tests/rules/test_database_roles.py` shows what differs; the table is this module's `printed()`.
"""

import pytest
from django.db import connection

from hub.configuration import ROOT
from hub.engines.roles import APPLICATION, DEPUTY, LABELS, OWNER, SERVICE

ROLES = (OWNER, APPLICATION, SERVICE, DEPUTY, LABELS)
ACTS = {"r": "select", "a": "insert", "w": "update", "d": "delete"}

_TABLES = """
    select c.oid, c.relname, c.relrowsecurity and c.relforcerowsecurity from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 2
"""
#: Of a table: whether the role has the privilege (or on some column), and whether a policy lets any row through.
_MAY = """
    select has_table_privilege(%s, %s::oid, %s) or (%s <> 'delete' and has_any_column_privilege(%s, %s::oid, %s)),
           exists (select 1 from pg_policy p where p.polrelid = %s and p.polcmd in (%s, '*')
                   and (select oid from pg_roles where rolname = %s) = any (p.polroles))
"""


def printed() -> str:
    """A line for each table: R read, A add, C change, D delete; small where no row policy narrows it."""
    lines = [f"| table | {' | '.join(f'`{role}`' for role in ROLES)} |", f"| --- |{' --- |' * len(ROLES)}"]
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for table, name, closed in cursor.fetchall():
            lines.append(f"| {name} | {' | '.join(_may(cursor, table, role, closed) for role in ROLES)} |")
    return "\n".join(lines)


def _may(cursor, table: int, role: str, closed: bool) -> str:
    letters = ""
    for code, act in ACTS.items():
        cursor.execute(_MAY, [role, table, act, act, role, table, "select" if act == "delete" else act, table, code, role])
        privilege, policy = cursor.fetchone()
        letter = {"r": "R", "a": "A", "w": "C", "d": "D"}[code]
        if privilege and (policy or not closed):
            letters += letter if closed else letter.lower()
    return letters


def test_the_book_prints_what_each_role_may(db):
    assert printed() in (ROOT / "docs" / "database-roles.md").read_text("utf-8")


def test_every_table_is_closed_but_for_what_names_nobody(db):
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        open_tables = {name for _oid, name, closed in cursor.fetchall() if not closed}
    assert open_tables <= OPEN


#: Tables whose rows say nothing of anybody: what is installed, and codes.
OPEN = {"django_migrations"}


@pytest.mark.parametrize("role", [SERVICE, DEPUTY])
def test_who_answers_nobody_reads_no_report_and_nobodys_name(db, role):
    lines = {line.split(" | ")[0].strip("| "): line.split(" | ")[1 + ROLES.index(role)].strip(" |")
             for line in printed().splitlines()[2:]}
    for table in ("reports_report", "reports_paragraph", "agencies_user", "agencies_credential", "django_session",
                  "knox_authtoken", "access_label", "access_sealkey"):
        assert lines[table] == "", (table, lines[table])
    if role == DEPUTY:
        assert set(lines.values()) <= {""}
