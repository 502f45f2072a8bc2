"""Installing the row policies that decide who sees which row, and taking them away while the tables change.

Policies live as SQL beside the models (`policies.sql` of each app). A column that a policy names cannot be altered, so
before migrations that change something all policies go, and with them every privilege of the two roles that are not the
owner: the tables are closed, not open. After the migrations all of it is installed again, whole and in one transaction,
but only on tables that are those of this code: after a way back, or half of a way, they stay closed.
"""

import logging
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

APPLICATION, SERVICE = "hub_application", "hub_service"

log = logging.getLogger(__name__)

_OURS = """
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relforcerowsecurity
"""


def policy_file(app: AppConfig) -> Path:
    """Where an app keeps its row policies, whether or not there are any."""
    return Path(app.path) / "policies.sql"


def tables_of(app: AppConfig) -> list[str]:
    """Every table of the app, many-to-many tables included, and those of other packages that its policies are for (`closes`)."""
    own = [model._meta.db_table for model in app.get_models(include_auto_created=True)]
    return [*own, *getattr(app, "closes", ())]


def close_tables() -> None:
    """Take away all policies and all privileges of application and service, until `open_tables`.

    The owner, who migrates, sees every row meanwhile: its migrations of data would otherwise find none.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _alone(cursor)
        for kind in ("tables", "sequences"):
            cursor.execute(f"revoke all on all {kind} in schema public from {APPLICATION}, {SERVICE}")
        cursor.execute("select tablename, policyname from pg_policies where schemaname = 'public'")
        for table, policy in cursor.fetchall():
            cursor.execute(f'drop policy "{policy}" on "{table}"')
        cursor.execute(_OURS)
        for (table,) in cursor.fetchall():
            cursor.execute(f"alter table {table} no force row level security")


def stay_closed() -> bool:
    """Whether the tables are not those of this code, and stay closed to everybody: said in the log, with what to do."""
    waiting = unapplied()
    if waiting:
        log.warning("The tables stay closed to everybody: %s not applied. Run `manage.py migrate` with the code that is to "
                    "use them.", ", ".join(waiting))
    return bool(waiting)


def open_tables() -> None:
    """Install privileges and row policies of all apps. Safe to repeat; needs the owner of the tables.

    Raises RuntimeError when they are not the tables of this code.
    """
    if unapplied():
        raise RuntimeError("Row policies are installed on the tables they were written for, and on no others.")
    with transaction.atomic(), connection.cursor() as cursor:
        _alone(cursor)
        cursor.execute(f"grant usage on schema public to {APPLICATION}, {SERVICE}")
        cursor.execute(
            f"grant select, insert, update, delete on all tables in schema public to {APPLICATION}, {SERVICE}")
        cursor.execute(f"revoke insert, update, delete on django_migrations from {APPLICATION}, {SERVICE}")
        for app in apps.get_app_configs():
            if policy_file(app).is_file():
                _install(cursor, app)


def unapplied() -> list[str]:
    """The migrations of this code that the database has not had, as `room.0004_name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _alone(cursor: Any) -> None:
    """Two that install or close at once go one after the other."""
    cursor.execute("select pg_advisory_xact_lock(hashtext('hub.policies'))")


def _install(cursor: Any, app: AppConfig) -> None:
    tables = tables_of(app)
    cursor.execute(
        "select tablename, policyname from pg_policies where schemaname = 'public' and tablename = any(%s)", [tables])
    for table, policy in cursor.fetchall():
        cursor.execute(f'drop policy "{policy}" on "{table}"')
    for table in tables:
        cursor.execute(f'alter table "{table}" enable row level security')
        cursor.execute(f'alter table "{table}" force row level security')
    cursor.execute(policy_file(app).read_text(encoding="utf-8"))
