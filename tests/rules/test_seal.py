"""Who can run SQL of their own can neither make, widen nor play back a viewer: the seal fits one viewer in one transaction."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from agencies.access import looking_as
from agencies.access.looking import key_number
from agencies.labels.settling import settle_seal_key
from intel.reports.models import Report
from tests.reports import writing

SEEN = "select count(*) from reports_report"
TOLD = "select current_setting('hub.viewer', true), current_setting('hub.seal', true)"


def ask(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def tell(viewer: str, seal: str) -> None:
    ask("select set_config('hub.viewer', %s, true), set_config('hub.seal', %s, true)", viewer, seal)


def seal(key: bytes, told: str, *, backend: int | None = None, began: str | None = None, ends: int = 4_000_000_000) -> str:
    """A seal as a process makes it, for the present transaction unless told otherwise."""
    pid, at = ask("select pg_backend_pid(), extract(epoch from transaction_timestamp())::text")
    message = f"{backend or pid} {began or at} {ends} {told}"
    return f"{key_number(key)} {ends} {hmac.new(key, message.encode(), hashlib.sha256).hexdigest()}"


@pytest.fixture
def reports(world: Any) -> int:
    """Three reports of customs."""
    for number in range(3):
        writing.draft(world, title=f"T{number}")
    return 3


def test_a_seal_that_fits_opens_the_rows(world: Any, reports: int) -> None:
    with looking_as(world.ana):
        told, _seal = ask(TOLD)
        tell(told, seal(settings.SEAL_KEY, told))
        assert ask(SEEN) == (reports,)


FORGED: dict[str, Callable[[str], str]] = {
    "none": lambda told: "", "nonsense": lambda told: "a b c d", "half": lambda told: seal(settings.SEAL_KEY, told)[:-1],
    "own key": lambda told: seal(b"a key of mine", told),
    "own key under the true number": lambda told: " ".join(
        [key_number(settings.SEAL_KEY), *seal(b"a key of mine", told).split()[1:]]),
    "ended": lambda told: seal(settings.SEAL_KEY, told, ends=1_000_000_000),
    "end put off": lambda told: seal(settings.SEAL_KEY, told, ends=3_999_999_999).replace("3999999999", "4000000000"),
    "of another connection": lambda told: seal(settings.SEAL_KEY, told, backend=1),
    "of another transaction": lambda told: seal(settings.SEAL_KEY, told, began="1764097200.123456"),
    "no end": lambda told: seal(settings.SEAL_KEY, told).replace(" 4000000000 ", " -1 "),
    "huge end": lambda told: seal(settings.SEAL_KEY, told).replace(" 4000000000 ", f" {'9' * 400} "),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_seal_that_does_not_fit_opens_nothing(world: Any, reports: int, forged: str) -> None:
    with looking_as(world.ana):
        told, _seal = ask(TOLD)
        tell(told, FORGED[forged](told))
        assert ask(SEEN) == (0,)
        assert ask("select hub_viewer(), hub_user(), hub_agency(), hub_groups(), hub_acts()") == (None, None, None, [], [])


@pytest.mark.parametrize(("field", "value"), [("agency", 2), ("user", 2), ("groups", [1, 2, 3]), ("cleared", ["SECRET"])])
def test_a_viewer_that_was_widened_sees_nothing(world: Any, reports: int, field: str, value: object) -> None:
    with looking_as(world.elena):
        told, sealed = ask(TOLD)
        tell(json.dumps(json.loads(told) | {field: value}), sealed)
        assert ask("select hub_viewer()") == (None,)
        assert ask(SEEN) == (0,)


def test_the_settings_of_old_open_nothing(world: Any, reports: int) -> None:
    with looking_as(world.elena):
        for name, value in (("user", world.ana.user_id), ("agency", world.ana.agency_id)):
            ask("select set_config(%s, %s, true)", f"hub.{name}", str(value))
        assert ask(SEEN) == (0,)


@pytest.mark.parametrize("role", ["hub_application", "hub_service"])
def test_neither_role_gets_at_a_key(db: None, role: str) -> None:
    assert ask("select has_table_privilege(%s, 'access_sealkey', 'select, insert, update, delete')", role) == (False,)
    assert ask("select count(*) from pg_proc p where prosrc like '%%access_sealkey%%' and proname <> 'hub_viewer'") == (0,)


def test_a_table_of_the_callers_own_is_not_taken_for_that_of_the_keys(world: Any, reports: int) -> None:
    """The seal holds even where the database lets the application make temporary tables."""
    key = b"a key of mine".ljust(64, b"\0")
    with looking_as(world.elena):
        with connection.cursor() as cursor:
            cursor.execute("create temporary table access_sealkey (number text, inner_pad bytea, outer_pad bytea,"
                           " valid_until timestamptz)")
            cursor.execute("grant all on pg_temp.access_sealkey to public")
            cursor.execute("insert into pg_temp.access_sealkey (number, inner_pad, outer_pad) values (%s, %s, %s)",
                           [key_number(key), *(bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C))])
        told = json.dumps(json.loads(ask(TOLD)[0]) | {"agency": world.ana.agency_id, "groups": list(world.ana.group_ids)})
        tell(told, seal(key, told))
        assert ask("select hub_viewer()") == (None,)
        assert ask(SEEN) == (0,)
        transaction.set_rollback(True)


def test_functions_look_last_at_tables_of_the_callers_own(db: None) -> None:
    """PostgreSQL looks there first unless the path of the function says otherwise."""
    assert ask("select array_agg(p.oid::regprocedure::text) from pg_proc p where prosecdef and not exists ("
               "select from unnest(proconfig) said where said like 'search_path=%%, pg_temp')") == (None,)


def test_an_old_key_holds_for_a_while_and_then_no_more(world: Any, reports: int) -> None:
    newer = b"the key that takes its place"
    with looking_as(world.ana), connection.cursor() as cursor:
        told, sealed = ask(TOLD)
        cursor.execute("set local role hub_owner")
        settle_seal_key(newer)
        cursor.execute("set local role hub_application")
        assert ask(SEEN) == (reports,)
        tell(told, seal(newer, told))
        assert ask(SEEN) == (reports,)
        cursor.execute("set local role hub_labels")
        cursor.execute("update access_sealkey set valid_until = now() - interval '1 second' where number = %s",
                       [key_number(settings.SEAL_KEY)])
        cursor.execute("set local role hub_application")
        tell(told, sealed)
        assert ask(SEEN) == (0,)
        transaction.set_rollback(True)


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator["psycopg.Connection[Any]"]:
    """Another connection to the same database, as the application."""
    address = make_conninfo(settings.CONFIGURATION.login("owner"), dbname=settings.DATABASES["default"]["NAME"])
    with psycopg.connect(address) as other:
        other.execute("set role hub_application")
        yield other


@pytest.mark.slow
def test_a_seal_cannot_be_played_back(small_world: Any, elsewhere: "psycopg.Connection[Any]") -> None:
    world = small_world.put()
    writing.draft(world)
    with looking_as(world.ana):
        caught = ask(TOLD)
        assert Report.objects.count() == 1
    with transaction.atomic():
        tell(*caught)
        assert ask(SEEN) == (0,)
    elsewhere.execute("select set_config('hub.viewer', %s, true), set_config('hub.seal', %s, true)", caught)
    assert elsewhere.execute(SEEN).fetchone() == (0,)
