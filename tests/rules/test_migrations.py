"""The second release: policies step aside for migrations and come back, the tables closed in between, and rows survive."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import Migration
from django.db.models.signals import pre_migrate
from psycopg import sql
from psycopg.conninfo import make_conninfo

from agencies.access import looking_as
from agencies.labels.settling import open_labelled_tables
from hub.configuration import ROOT
from hub.kit.policies import close_tables, stay_closed
from intel.reports.models import Report
from tests.engines import POSTGRES
from tests.reports import writing

RELEASED = Path(__file__).parent / "releases"


@contextmanager
def as_owner() -> Iterator[Any]:
    """The rest of the test's transaction, for a while, as a migration has it."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local role hub_owner")
        yield cursor
        cursor.execute("set local role hub_application")


def reopen() -> None:
    open_labelled_tables()


def one(cursor: Any, statement: str) -> Any:
    cursor.execute(statement)
    return cursor.fetchone()[0]


def test_models_and_migrations_agree(db: None) -> None:
    with as_owner():
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_column_that_policies_name_can_be_altered_and_rows_stay(world: Any) -> None:
    report = writing.draft(world)
    wider = models.CharField(max_length=40, default="RESTRICTED")
    wider.set_attributes_from_name("classification")
    wider.model = Report
    with as_owner():
        close_tables()
        with connection.schema_editor(atomic=False) as editor:
            editor.alter_field(Report, Report._meta.get_field("classification"), wider)
        reopen()
    with looking_as(world.ana):
        assert Report.objects.get(pk=report.pk).classification == report.classification
    with looking_as(world.elena):
        assert not Report.objects.filter(pk=report.pk).exists()


def test_in_between_neither_application_nor_service_gets_at_a_table(world: Any) -> None:
    reached = ("select count(*) from pg_class c, unnest(array['hub_application', 'hub_service']) role"
               " where relnamespace = 'public'::regnamespace and relkind = 'r' and has_table_privilege(role, c.oid,"
               " 'select, insert, update, delete')")
    with as_owner() as cursor:
        assert one(cursor, reached) > 50
        close_tables()
        assert one(cursor, reached) == 0


def test_the_owner_sees_rows_while_it_migrates_and_neither_before_nor_after(world: Any) -> None:
    writing.draft(world)
    with as_owner() as cursor:
        assert one(cursor, "select count(*) from reports_report") == 0
        close_tables()
        assert one(cursor, "select count(*) from reports_report") == 1
        reopen()
        assert one(cursor, "select count(*) from reports_report") == 0


def test_tables_of_another_release_stay_closed(world: Any) -> None:
    with as_owner() as cursor:
        close_tables()
        cursor.execute("delete from django_migrations where app = 'hits'")
        assert stay_closed()
        assert one(cursor, "select count(*) from pg_policies where schemaname = 'public'") == 0


@pytest.mark.parametrize(("plan", "closes"), [([], False), ([(Migration("0002_more", "reports"), False)], True)])
def test_only_a_migration_of_something_closes_the_tables(db: None, plan: list[Any], closes: bool) -> None:
    policies = "select count(*) from pg_policies where schemaname = 'public'"
    with as_owner() as cursor:
        for app in apps.get_app_configs():
            if app.models_module is not None:
                pre_migrate.send(app, plan=plan)
        assert (one(cursor, policies) == 0) is closes


@pytest.fixture(params=sorted(path.name.removesuffix(".sql.gz") for path in RELEASED.glob("*.sql.gz")))
def released(request: Any, django_db_setup: None) -> Iterator[str]:
    """The owner's address of a database as a release left it, with rows of each kind."""
    name = f"test_{os.getpid()}_released"
    with psycopg.connect(POSTGRES.administrator(), autocommit=True) as administrator:
        administrator.execute(sql.SQL("create database {} owner hub_owner").format(sql.Identifier(name)))
        with psycopg.connect(POSTGRES.administrator(), dbname=name) as database:
            database.execute(gzip.decompress((RELEASED / f"{request.param}.sql.gz").read_bytes()))
        yield make_conninfo(settings.CONFIGURATION.login("owner"), dbname=name)
        administrator.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def migrate(address: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "--no-input", *arguments], cwd=ROOT, text=True,
                          env={**os.environ, "HUB_DATABASE_OWNER_URL": address}, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def counted(address: str) -> dict[str, int]:
    """Rows by table, whatever policies say."""
    name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with psycopg.connect(POSTGRES.administrator(), dbname=name) as database:
        tables = database.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return {table: database.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()[0]  # type: ignore[index]
                for (table,) in tables}


@pytest.mark.slow
def test_a_released_database_comes_up_to_date_with_its_rows(released: str) -> None:
    before = counted(released)
    migrate(released)
    after = counted(released)
    kept = ("reports_report", "reports_paragraph", "subjects_subject", "subjects_subjectname", "alerts_alert", "trade_trader",
            "trade_consignment", "screening_match", "hits_hit", "audit_event", "agencies_user")
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
    assert all(before[table] for table in kept)
    with psycopg.connect(POSTGRES.administrator(), dbname=psycopg.conninfo.conninfo_to_dict(released)["dbname"]) as database:
        assert database.execute("select max(id) < hub_next_id() from audit_event").fetchone() == (True,)  # the new ones sort last
        assert database.execute("select count(*) from pg_attribute where attrelid = 'audit_event'::regclass"
                                " and attidentity <> ''").fetchone() == (0,)
    with psycopg.connect(released) as owner:
        assert owner.execute("select count(*) from reports_report").fetchone() == (0,)  # closed to its owner again
