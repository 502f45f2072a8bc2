"""Sharing a subject: one proposes, another confirms, and until then it tells nobody of itself."""

import pytest

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services import approve, change_subject, register_many, register_subject, share_approved, share_subject
from tests.subjects.sharing import shared


def sees(world, person):
    with looking_as(world.viewers[person]):
        return Subject.objects.exists()


def test_it_tells_nobody_before_its_second_person(world):
    groups = reader_groups([world.agencies["PB"]], act="subjects.view_subject")
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Juan Mamani", groups=groups)
        proposal = SubjectProposal.objects.get(subject=subject)
    assert not sees(world, "carla")
    with looking_as(world.bruno):
        approve(by=world.bruno, proposal=proposal, revision=1)
    assert sees(world, "carla") and not sees(world, "diego")
    with looking_as(world.fabio):
        event = Event.objects.get(action="subject.shared")
        assert (event.actor_id, event.detail["shared_with"]) == (world.bruno.user_id, sorted(groups))


def test_it_adds_and_never_takes_away(world):
    subject = shared(world, world.ana, to=("PB",), kind="PERSON", label="Juan Mamani")
    with looking_as(world.ana):
        groups = reader_groups([world.agencies["SIN"]], act="subjects.view_subject")
        proposal = share_subject(by=world.ana, subject=subject, groups=groups)
    with looking_as(world.bruno):
        approve(by=world.bruno, proposal=proposal, revision=1)
    assert sees(world, "carla") and sees(world, "diego")


def test_a_subject_that_changed_since_is_not_shared(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Juan Mamani",
                                   groups=reader_groups([world.agencies["PB"]], act="subjects.view_subject"))
        change_subject(by=world.ana, subject=subject, revision=1, remarks="Otra cosa.")
        proposal = SubjectProposal.objects.get()
    with looking_as(world.bruno), pytest.raises(Conflict):
        approve(by=world.bruno, proposal=proposal, revision=1)
    assert not sees(world, "carla")


def test_what_all_of_them_see_is_not_proposed_again(world):
    subject = shared(world, world.ana, to=("PB",), kind="PERSON", label="Juan Mamani")
    with looking_as(world.ana), pytest.raises(Invalid):
        share_subject(by=world.ana, subject=subject, groups=reader_groups([world.agencies["PB"]], act="subjects.view_subject"))


@pytest.mark.parametrize("person", ["ana", "hugo", "fabio"])
def test_nobody_shares_alone_who_does_not_decide(world, person):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Juan Mamani")
    viewer = world.viewers[person]
    with looking_as(viewer):
        with pytest.raises(NotAllowed):
            groups = reader_groups([world.agencies["SIN"]], act="subjects.view_subject")
            share_approved(by=viewer, subjects=[subject], groups=groups, because_of="x")
        with pytest.raises(NotAllowed):
            register_many(by=viewer, entries=[], groups=reader_groups([world.agencies["SIN"]], act="subjects.view_subject"))
