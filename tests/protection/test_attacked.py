"""Measures against what was proposed before, and audiences that are groups."""

import pytest

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.roles import Role
from agencies.sharing import catching_up
from hub.kit.errors import Conflict
from intel.subjects.models import Subject
from intel.subjects.services import share_subject
from tests.protection.test_measures import elvira, onward, subject, taken  # noqa: F401
from tests.sharing.test_groups import again, founded, joins, newest
from tests.subjects.sharing import confirmed, shared
from tests.world import engaged


def given(world, subject, group):  # noqa: F811
    ana = again(world.ana)
    epoch = newest(ana, group)
    with looking_as(ana):
        proposal = share_subject(by=ana, subject=subject, groups={epoch})
    confirmed(ana, proposal)


def test_members_of_a_sharing_group_are_told(world, elvira, subject):  # noqa: F811
    group = founded(world, "SIN")
    given(world, subject, group)
    taken(elvira, subject, "RESTRICTION")
    assert onward(world.diego) == ["RESTRICTED"]


def test_what_was_proposed_before_is_not_shared_once_restricted(world, elvira, subject):  # noqa: F811
    with looking_as(world.ana):
        proposal = share_subject(by=world.ana, subject=subject,
                                 groups=reader_groups([world.agencies["SIN"]], act="subjects.view_subject"))
    taken(elvira, subject, "RESTRICTION")
    with pytest.raises(Conflict):
        confirmed(world.ana, proposal)
    with looking_as(world.diego):
        assert not Subject.objects.filter(pk=subject.pk).exists()


def test_newcomers_are_not_given_what_is_restricted(world, elvira, subject):  # noqa: F811
    group = founded(world, "PB")
    given(world, subject, group)
    joins(world, group, "SIN")
    ana, bruno = again(world.ana), again(world.bruno)
    with looking_as(ana):
        row = catching_up.propose(by=ana, group=group)
    taken(elvira, subject, "RESTRICTION")
    with looking_as(bruno):
        catching_up.confirm(by=bruno, catch_up=row)
    with looking_as(world.diego):
        assert not Subject.objects.filter(pk=subject.pk).exists()


@pytest.mark.parametrize("query", ["subject=99999999999999999999", "subject=1e400", "subject=NaN", "subject=1.5", "subject=²",
                                   "subject=-1", "subject=%00", "state=%00", "kind=x"])
def test_filters_take_whatever_is_sent(world, elvira, query):  # noqa: F811
    client = world.client(elvira)
    client.raise_request_exception = False
    assert client.get(f"/data-protection/measures/?{query}").status_code in (200, 400, 404)
    api = world.api(elvira)
    api.raise_request_exception = False
    assert api.get(f"/api/v1/protection-measures/?{query}").status_code in (200, 400)


def test_the_uncleared_are_not_told_of_a_subject(world, elvira, subject):  # noqa: F811
    secret = shared(world, world.ana, to=("PB",), kind="PERSON", label="Otro Nombre", classification="CONFIDENTIAL")
    low = engaged(world.agencies["PB"], "low", Role.ANALYST, clearance="UNCLASSIFIED")
    taken(elvira, secret, "RESTRICTION")
    assert onward(world.carla) == ["RESTRICTED"]
    assert onward(low) == []
