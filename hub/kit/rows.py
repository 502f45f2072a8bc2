"""Rows: locking one, and installing the row policies that decide who sees which.

Policies live as SQL beside the models (`policies.sql` of each app). They are installed after every `migrate`, whole and
in one transaction, together with the table privileges of the two roles that are not the owner. A table has no privileges
for anybody until that has happened, so a half-done migration shows nothing.
"""

from pathlib import Path
from typing import Any, TypeVar

from django.apps import AppConfig, apps
from django.db import connection, transaction
from django.db.models import Model

from hub.kit.errors import NotFound

APPLICATION, SERVICE = "hub_application", "hub_service"

Row = TypeVar("Row", bound=Model)


def lock(row: Row) -> Row:
    """The same row, read anew and locked until the transaction ends. Raises NotFound when it is not visible any more."""
    fresh = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if fresh is None:
        raise NotFound
    return fresh


def policy_file(app: AppConfig) -> Path:
    """Where an app keeps its row policies, whether or not there are any."""
    return Path(app.path) / "policies.sql"


def tables_of(app: AppConfig) -> list[str]:
    """Every table of the app, many-to-many tables included."""
    return [model._meta.db_table for model in app.get_models(include_auto_created=True)]


def settle_access() -> None:
    """Install privileges and row policies of all apps. Safe to repeat; needs the owner of the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('hub.settle_access'))")
        cursor.execute(f"grant usage on schema public to {APPLICATION}, {SERVICE}")
        cursor.execute(
            f"grant select, insert, update, delete on all tables in schema public to {APPLICATION}, {SERVICE}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {APPLICATION}, {SERVICE}")
        cursor.execute(f"revoke insert, update, delete on django_migrations from {APPLICATION}, {SERVICE}")
        for app in apps.get_app_configs():
            if policy_file(app).is_file():
                _install(cursor, app)


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
