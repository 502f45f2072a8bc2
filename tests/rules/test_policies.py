"""Every table with intelligence is closed by row policies, for everybody, and policies look down only."""

import re

import pytest
from django.apps import apps
from django.db import connection

from agencies.access import NOBODY, looking_as
from hub.kit.policies import policy_file, tables_of
from tests.rules.hidden import hide_one_of_each
from tests.rules.layers import holds_intelligence, may_know, room_of

CLOSED = {table: app.label for app in apps.get_app_configs() if holds_intelligence(app) for table in tables_of(app)}
WITH_POLICIES = [app for app in apps.get_app_configs() if policy_file(app).is_file()]


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.mark.parametrize("table", CLOSED)
def test_a_table_with_intelligence_is_closed_and_forced_and_has_a_policy(db, table):
    [(enabled, forced, policies)] = rows(
        "select relrowsecurity, relforcerowsecurity, (select count(*) from pg_policy where polrelid = c.oid)"
        " from pg_class c where oid = %s::regclass", table)
    assert (enabled, forced) == (True, True)
    assert policies >= 1


@pytest.mark.parametrize("table", CLOSED)
def test_its_policies_open_it_to_a_named_role_only(db, table):
    [(to_public,)] = rows("select count(*) from pg_policies where tablename = %s and roles = '{public}'", table)
    assert to_public == 0


@pytest.mark.parametrize("app", WITH_POLICIES, ids=lambda app: app.label)
def test_policies_name_tables_of_their_own_and_of_lower_rooms_only(app):
    written = re.sub(r"--[^\n]*", "", policy_file(app).read_text())
    owners = {table: room_of(other.name) for other in apps.get_app_configs() if room_of(other.name)
              for table in tables_of(other)}
    named = {table for table in owners if re.search(rf"\b{table}\b", written)}
    assert named, "it names no table at all"
    assert [table for table in sorted(named) if not may_know(room_of(app.name), owners[table])] == []


@pytest.mark.parametrize("role", ["hub_application", "hub_service", "hub_owner"])
def test_no_role_of_the_hub_goes_round_the_policies(db, role):
    assert rows("select rolsuper, rolbypassrls from pg_roles where rolname = %s", role) == [(False, False)]


def test_the_application_owns_no_table(db):
    assert rows("select current_user") == [("hub_application",)]
    assert rows("select tablename from pg_tables where schemaname = 'public' and tableowner = 'hub_application'") == []


def test_nobody_and_whoever_set_no_viewer_see_nothing_at_all(world):
    hide_one_of_each(world)
    seen = {table: rows(f"select count(*) from {table}")[0][0] for table in CLOSED}
    assert {table for table, count in seen.items() if count} == set()
    with looking_as(NOBODY):
        seen = {table: rows(f"select count(*) from {table}")[0][0] for table in CLOSED}
    assert {table for table, count in seen.items() if count} == set()


def test_the_outsider_sees_none_of_what_others_hold(world):
    hide_one_of_each(world)
    with looking_as(world.elena):
        seen = {table: rows(f"select count(*) from {table}")[0][0] for table in CLOSED}
    assert {table for table, count in seen.items() if count} == set()
    with looking_as(world.ana):
        own = {table for table in CLOSED if rows(f"select count(*) from {table}")[0][0]}
    assert {"reports_report", "alerts_alert", "subjects_subject", "trade_trader", "trade_consignment", "screening_match",
            "screening_sighting", "hits_hit", "exchange_importrun"} <= own
