"""Who is who is closed: to nobody, to the service, and to whoever may run SQL of their own as somebody."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from agencies.access import NOBODY, Viewer, at_the_door, looking_as
from agencies.models import User
from tests.world import engaged

PEOPLE = ("agencies_user", "agencies_user_groups", "agencies_credential", "knox_authtoken", "django_session")


def rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [cursor.rowcount]


@pytest.fixture
def julia(world: Any) -> User:
    """A police analyst with a password, a session and a token."""
    made = engaged(world.agencies["PB"], "julia", "ANALYST", password="quinua-3-llamas")
    client = Client()
    assert client.login(username="julia", password="quinua-3-llamas")
    world.api(made)
    return User(pk=made.user_id)


@pytest.mark.parametrize("table", PEOPLE)
def test_without_a_viewer_nothing_is_there(julia: User, table: str) -> None:
    counted = f"select count(*) from {table}"
    assert rows(counted) == [(0,)]
    with looking_as(NOBODY):
        assert rows(counted) == [(0,)]


@pytest.mark.parametrize("table", PEOPLE)
def test_the_service_gets_at_none_of_it(db: None, table: str) -> None:
    assert rows("select has_table_privilege('hub_service', %s, 'select, insert, update, delete')", table) == [(False,)]


def test_a_hash_is_told_to_its_person_and_to_the_door(world: Any, julia: User) -> None:
    told = "select hub_password(%s)"
    for viewer in (world.ana, world.gala, world.carla, NOBODY):
        with looking_as(viewer):
            assert rows(told, julia.pk) == [(None,)]
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows("select password from agencies_credential")
    with looking_as(Viewer(user_id=julia.pk)):
        assert rows(told, julia.pk)[0][0].startswith("argon2")
    with at_the_door():
        assert rows(told, julia.pk)[0][0].startswith("argon2")


@pytest.mark.parametrize("statement", [
    "update agencies_credential set password = %s where user_id = %s",
    "insert into agencies_credential (password, user_id) values (%s, %s)"
    " on conflict (user_id) do update set password = excluded.password"])
@pytest.mark.parametrize("name", ["ana", "bruno", "gala", "carla"])
def test_nobody_sets_the_password_of_another_agencys_person(world: Any, julia: User, name: str, statement: str) -> None:
    with looking_as(world.viewers[name]):
        try:
            with transaction.atomic():
                assert rows(statement, make_password("mine"), julia.pk) == [0]
        except ProgrammingError as refused:
            assert "row-level security" in str(refused) or "permission denied" in str(refused)
    assert not Client().login(username="julia", password="mine")
    assert Client().login(username="julia", password="quinua-3-llamas")


@pytest.mark.parametrize("change", ["clearance = 'SECRET'", "is_superuser = true", "agency_id = 2", "is_active = false",
                                    "username = 'other'"])
@pytest.mark.parametrize("name", ["ana", "bruno", "gala"])
def test_nobody_changes_their_own_standing(world: Any, name: str, change: str) -> None:
    viewer = world.viewers[name]
    with pytest.raises(ProgrammingError), looking_as(viewer):
        rows(f"update agencies_user set {change} where id = %s", viewer.user_id)


def test_an_administrator_gives_no_clearance_above_the_own(world: Any) -> None:
    with pytest.raises(ProgrammingError, match="above their own"), looking_as(world.gala):
        rows("update agencies_user set clearance = 'SECRET' where id = %s", world.ana.user_id)


def test_an_administrator_gets_at_people_of_the_own_agency_only(world: Any, julia: User) -> None:
    with looking_as(world.gala):
        assert rows("update agencies_user set is_active = false where id = %s", julia.pk) == [0]
        assert rows("select count(*) from agencies_user_groups where user_id = %s", julia.pk) == [(0,)]


@pytest.mark.parametrize("name", ["ana", "bruno", "gala"])
def test_nobody_takes_a_role(world: Any, name: str) -> None:
    viewer = world.viewers[name]
    with pytest.raises(ProgrammingError), looking_as(viewer):
        rows("insert into agencies_user_groups (user_id, group_id) select %s, group_id from agencies_agencyrole"
             " where agency_id = %s and role = 'RELEASE_AUTHORITY'", viewer.user_id, viewer.agency_id)


@pytest.mark.parametrize("table", ["auth_group_permissions", "agencies_agencyrole", "agencies_agency", "auth_permission"])
def test_what_roles_may_do_is_written_by_no_role(db: None, table: str) -> None:
    for role in ("hub_application", "hub_service"):
        assert rows("select has_table_privilege(%s, %s, 'insert, update, delete')", role, table) == [(False,)]


def test_tokens_are_seen_by_their_own(world: Any, julia: User) -> None:
    with looking_as(world.carla):
        assert rows("select count(*) from knox_authtoken") == [(0,)]
    with looking_as(replace(world.carla, user_id=julia.pk)):
        assert rows("select count(*) from knox_authtoken") == [(1,)]


def test_who_has_which_role_is_the_own_agencys_business(world: Any) -> None:
    with looking_as(world.ana):
        assert {agency for (agency,) in rows("select distinct u.agency_id from agencies_user_groups g join agencies_user u"
                                             " on u.id = g.user_id")} == {world.ana.agency_id}


def test_the_preview_counts_the_own_agency_and_not_the_staff_of_others(world: Any) -> None:
    with looking_as(world.ana):
        told = rows("select agency_id, role, people from hub_who_will_see((select array_agg(group_id) from agencies_agencyrole),"
                    " '{SUPERVISOR,ANALYST}', '{CONFIDENTIAL,SECRET}')")
    assert all((people is None) is (agency != world.ana.agency_id) for agency, _role, people in told)
    assert len({agency for agency, *_rest in told}) == 4


def test_nobody_gives_a_password_to_who_is_cleared_higher(world: Any) -> None:
    keep = "update agencies_credential set password = 'x' where user_id = %s"
    higher = engaged(world.agencies["AN"], "alto", "ANALYST", clearance="SECRET", password="quinua-3-llamas")
    peer = engaged(world.agencies["AN"], "par", "ANALYST", password="quinua-3-llamas")
    with looking_as(world.gala):
        assert rows(keep, peer.user_id) == [1]
        assert rows(keep, higher.user_id) == [0]
