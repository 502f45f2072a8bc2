"""What was, until when: of who could read what. Kept by triggers, closed to everybody, never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import looking_as
from agencies.labels.declared import Labelled, Shared, declared
from agencies.models import AgencyRole
from agencies.people import change_person
from agencies.roles import Role
from agencies.sharing.services import MemberEntry, found_group, remove
from intel.reports.services import disseminate, submit
from tests.reports import writing
from tests.world import as_operator, engaged, person


def past(table, thing):
    """The rows about a thing, oldest first: (other, value, from, until, by)."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role')")
        before = cursor.fetchone()[0]
        cursor.execute("set role hub_labels")
        cursor.execute("select other_id, value, valid_from, valid_until, by_user from access_past"
                       " where of_table = %s and object_id = %s order by id", [table, thing])
        rows = cursor.fetchall()
        cursor.execute(f"set role {before}")
    return rows


def test_a_label_that_changed_is_kept_with_who_changed_it(world):
    report = writing.draft(world, audience=("PB",))
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("select label_id from reports_report where id = %s", [report.pk])
        [first] = cursor.fetchone()
    assert past("reports_report", report.pk) == []
    with looking_as(world.ana):
        report = submit(by=world.ana, report=report, revision=report.revision)
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=report, revision=report.revision)
    [(other, value, since, until, by)] = past("reports_report", report.pk)
    assert (other, value, since, by) == (None, f'{{"label_id": {first}}}', None, world.bruno.user_id) and until


def test_clearance_and_roles_that_were_are_kept(world):
    julia = engaged(world.agencies["AN"], "julia", Role.OFFICER, clearance="RESTRICTED")
    of_agency = AgencyRole.objects.filter(agency=world.agencies["AN"])
    officer, analyst = (of_agency.get(role=role).group_id for role in ("OFFICER", "ANALYST"))
    with looking_as(world.gala):
        change_person(by=world.gala, person=person(julia), first_name="J", last_name="Q", email="", unit=None,
                      roles=["ANALYST"], clearance="CONFIDENTIAL", language="es")
    [(_other, value, since, _until, by)] = past("agencies_user", julia.user_id)
    assert '"clearance": "RESTRICTED"' in value and since and by == world.gala.user_id
    memberships = {(other, value is None) for other, value, *_rest in past("agencies_user_groups", julia.user_id)}
    assert memberships == {(officer, True), (officer, False), (analyst, True)}  # not there, then there; not there, now there


def test_what_changes_nothing_is_not_kept(world):
    with looking_as(world.gala):
        user = person(world.ana)
    with as_operator():
        user.first_name = "Anita"
        user.save(update_fields=["first_name"])
    assert past("agencies_user", world.ana.user_id) == []


def test_a_grant_that_was_withdrawn_is_kept_since_it_was_given(world):
    report = writing.draft(world, audience=("PB",))
    with looking_as(world.ana):
        grants = list(report.grants.values_list("group_id", "granted_at"))
        report.grants.filter(group_id=grants[0][0]).delete()
    [(other, value, since, until, by)] = past("reports_reportgrant", report.pk)
    assert (other, since, by) == (*grants[0], world.ana.user_id) and value and until >= since


def test_a_grant_that_was_given_again_is_kept_since_then(world):
    report = writing.draft(world, audience=("PB",))
    with looking_as(world.ana):
        grant = report.grants.all()[0]
        later = grant.granted_at + timedelta(days=2)
        report.grants.filter(pk=grant.pk).delete()
        report.grants.create(group_id=grant.group_id, permission_id=grant.permission_id, granted_at=later)
        report.grants.filter(group_id=grant.group_id).delete()
    assert [since for _other, _value, since, *_more in past("reports_reportgrant", report.pk)] == [grant.granted_at, later]


def test_who_was_in_a_sharing_group_is_kept(world):
    with looking_as(world.bruno):
        group = found_group(by=world.bruno, name="Sajama", purpose="Juntos.", legal_basis="Convenio 7.",
                            members=[MemberEntry(world.agencies["PB"], roles=("ANALYST",))])
        member = group.members.get(agency=world.agencies["PB"])
        remove(by=world.bruno, member=member)
    [(_other, born, *_more), (_other, value, since, _until, by)] = past("sharing_member", member.pk)
    assert born is None and '"left_at": null' in value and '"ANALYST"' in value and since and by == world.bruno.user_id


def test_it_is_known_from_when_on_each_table_is_kept(world):
    with connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("select of_table from access_pastbegan where began_at < statement_timestamp()")
        begun = {row[0] for row in cursor.fetchall()}
        cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'past_on_update'")
        assert begun == {row[0] for row in cursor.fetchall()}
        cursor.execute("set local role hub_application")


@pytest.mark.parametrize("role", ["hub_application", "hub_service", "hub_owner"])
@pytest.mark.parametrize("statement", ["select * from access_past", "delete from access_past",
                                       "update access_past set by_user = 1",
                                       "insert into access_past (of_table, object_id, valid_until) values ('x', 1, now())"])
def test_nobody_reads_or_writes_it(world, role, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")
        cursor.execute(statement)
        assert role == "hub_owner" and cursor.rowcount == 0
        raise DatabaseError("the owner sees none of it")


def test_not_even_what_writes_it_changes_it(world):
    for statement in ("delete from access_past", "update access_past set by_user = 1"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local role hub_labels")
            cursor.execute(statement)


def test_every_table_that_decides_who_reads_is_kept(db):
    wanted = {"agencies_user", "agencies_user_groups", "agencies_agencyrole", "auth_group_permissions", "sharing_member"}
    for one in declared():
        if isinstance(one, Labelled | Shared):
            wanted |= {one.table, one.grants} - {""}
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'past_on_update'")
        assert {row[0] for row in cursor.fetchall()} == wanted
