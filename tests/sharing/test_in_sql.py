"""Sharing groups against somebody who writes SQL under the seal of one person, and against two who act at once."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import looking_as
from agencies.access.audience import given_into
from agencies.audit.models import Event
from agencies.roles import Role
from agencies.services import found_agency
from agencies.sharing import selectors, services
from agencies.sharing.models import Member
from hub.kit.errors import Conflict, Invalid
from tests.keeping.test_at_once import beside
from tests.sharing.test_groups import again, founded, joins, reads, report_into
from tests.world import as_operator, engaged

_JOINS = """
    insert into sharing_member (sharing_group_id, agency_id, person_id, roles, may_give, since, let_in_by_id)
    values (%s, %s, %s, '{ANALYST}', %s, 0, %s)
"""


def joined(by, group, agency, person=None, *, may_give=False):
    """The code of the database's refusal; empty when it is in."""
    with looking_as(by), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(_JOINS, [group, agency.pk, person, may_give, by.user_id])
        except DatabaseError as error:
            return error.__cause__.sqlstate
        return ""


def test_nobody_gives_by_naming_a_person(world):
    group = founded(world, "SIN", members_hidden=True)
    joins(world, group, "PB", may_give=False)
    celia = again(world.celia)
    assert joined(celia, group.pk, world.agencies["PB"], world.carla.user_id, may_give=True)
    with looking_as(again(celia)):
        assert not given_into().exists()
        assert {member.agency.code for member in selectors.members(group)} == {"PB"}


def test_the_keeper_s_auditor_does_not_read_whom_another_agency_named(world):
    group = founded(world, "PB")
    celia = again(world.celia)
    with looking_as(celia):
        named = services.name_person(by=celia, group=group, person=world.users["carla"])
        services.remove(by=celia, member=named)
    with looking_as(world.fabio):
        told = list(Event.objects.filter(action__startswith="sharing_group.").values_list("action", "detail"))
    assert "carla" not in str(told)
    with looking_as(engaged(world.agencies["PB"], "paula", Role.AUDITOR)):
        assert "carla" in str(list(Event.objects.filter(action__startswith="sharing_group.").values_list("detail")))


@pytest.mark.parametrize("who", ["elena", "celia", "bruno"])
def test_the_way_in_does_not_say_who_works_where(world, who):
    group = founded(world, "PB")
    viewer = again(world.viewers[who])
    answers = {joined(viewer, group.pk, world.agencies[code], person)
               for code in ("SIN", "ZZ") for person in (world.diego.user_id, 987654321)}
    assert answers == {"42501"}
    if who == "celia":
        assert joined(viewer, group.pk, world.agencies["PB"], world.diego.user_id) == joined(
            viewer, group.pk, world.agencies["PB"], 987654321)


def test_the_way_in_does_not_say_which_groups_ended(world):
    group = founded(world)
    with looking_as(world.bruno):
        services.end_group(by=world.bruno, group=group)
    answers = {joined(again(world.elena), pk, world.agencies["ZZ"]) for pk in (group.pk, group.pk + 1)}
    assert answers == {"42501"}


def test_a_group_that_ends_in_sql_has_no_members_left(world):
    group = founded(world, "PB")
    report = report_into(world, group)
    with looking_as(world.bruno), connection.cursor() as cursor:
        cursor.execute("update sharing_sharinggroup set ended_at = now(), ended_by_id = %s where id = %s",
                       [world.bruno.user_id, group.pk])
    assert not reads(world.carla, report)
    with looking_as(world.bruno):
        assert not Member.objects.filter(sharing_group=group, left_at=None).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["the group", "the agency"])
def test_who_is_named_while_it_ends_is_not_in_afterwards(transactional_db, world, what):
    group = founded(world, "PB")
    celia = again(world.celia)
    with looking_as(world.bruno):
        agency = selectors.members(group).get(agency=world.agencies["PB"])

    def ends():
        with looking_as(world.bruno):
            if what == "the group":
                services.end_group(by=world.bruno, group=group)
            else:
                services.remove(by=world.bruno, member=agency)

    with looking_as(celia):
        services.name_person(by=celia, group=group, person=world.users["carla"])
        thread, found = beside(ends)
        thread.join(2)  # it waits for us, or has ended already without seeing whom we named
    thread.join(20)
    assert found == [None]
    with looking_as(celia):
        assert not Member.objects.filter(person=world.carla.user_id, left_at=None).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nobody_is_named_by_an_agency_that_is_removed_meanwhile(transactional_db, world):
    group = founded(world, "PB")
    celia = again(world.celia)

    def names():
        with looking_as(celia):
            services.name_person(by=celia, group=group, person=world.users["carla"])

    with looking_as(world.bruno):
        services.remove(by=world.bruno, member=selectors.members(group).get(agency=world.agencies["PB"]))
        thread, found = beside(names)
        thread.join(2)
    thread.join(20)
    assert isinstance(found[0], Invalid)


def test_what_takes_no_part_and_what_ended_is_refused_in_words(world):
    group = founded(world)
    with as_operator():
        hub = found_agency(code="CC", name="Centro", kind="HUB")
    with looking_as(world.bruno), pytest.raises(Invalid):
        services.let_in(by=world.bruno, group=group, members=[services.MemberEntry(hub)])
    with looking_as(world.bruno):
        stale = selectors.sharing_groups().get(pk=group.pk)
        services.end_group(by=world.bruno, group=group)
        for act, more in ((services.let_in, {"members": [services.MemberEntry(world.agencies["PB"])]}), (services.end_group, {})):
            with pytest.raises(Conflict):
                act(by=world.bruno, group=stale, **more)
