"""Changing and sharing a subject."""

import pytest

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from intel.subjects.models import Subject
from intel.subjects.services import change_subject, register_subject, share_subject


@pytest.fixture
def subject(world):
    with looking_as(world.ana):
        return register_subject(
            by=world.ana, kind="PERSON", label="Juan Mamani", names=[("ALIAS", "El Flaco")],
            identifiers=[("national_id", "4321987", "BO")], groups=reader_groups([world.agencies["PB"]]))


def test_it_changes_what_is_given_and_leaves_the_rest(world, subject):
    with looking_as(world.hugo):
        change_subject(by=world.hugo, subject=subject, revision=1, label="Juan Mamani Quispe")
        subject = Subject.objects.get()
        assert (subject.label, subject.revision) == ("Juan Mamani Quispe", 2)
        assert [n.name for n in subject.names.all()] == ["Juan Mamani Quispe", "El Flaco"]
        assert [i.value for i in subject.identifiers.all()] == ["4321987"]


def test_it_refuses_what_was_written_on_an_old_revision(world, subject):
    with looking_as(world.hugo):
        change_subject(by=world.hugo, subject=subject, revision=1, remarks="First.")
        with pytest.raises(Conflict):
            change_subject(by=world.hugo, subject=subject, revision=1, remarks="Second.")
        assert Subject.objects.get().remarks == "First."


def test_saying_the_same_changes_nothing(world, subject):
    with looking_as(world.hugo):
        change_subject(by=world.hugo, subject=subject, revision=1, label=" Juan  Mamani ")
        assert Subject.objects.get().revision == 1


@pytest.mark.parametrize(("person", "refusal"), [
    ("hugo", None), ("carla", NotAllowed), ("celia", NotAllowed), ("fabio", NotAllowed), ("elena", NotAllowed)])
def test_only_its_agency_changes_and_shares_it(world, subject, person, refusal):
    viewer = world.viewers[person]
    groups = reader_groups([world.agencies["SIN"]])
    for act in (lambda: change_subject(by=viewer, subject=subject, revision=1, remarks="x"),
                lambda: share_subject(by=viewer, subject=subject, groups=groups)):
        with looking_as(viewer):
            if refusal is None:
                act()
            else:
                with pytest.raises(refusal):
                    act()


def test_it_is_absent_for_a_colleague_without_the_clearance(world, subject):
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=subject, revision=1, classification="CONFIDENTIAL")
    with looking_as(world.ivan), pytest.raises(NotFound):
        change_subject(by=world.ivan, subject=subject, revision=2, remarks="x")


def test_nobody_marks_above_their_own_clearance(world, subject):
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        change_subject(by=world.ana, subject=subject, revision=1, classification="SECRET")
    assert refusal.value.field == "classification"


def test_sharing_adds_and_never_takes_away(world, subject):
    with looking_as(world.ana):
        share_subject(by=world.ana, subject=subject, groups=reader_groups([world.agencies["SIN"]]))
    for person in ("carla", "diego"):
        with looking_as(world.viewers[person]):
            assert Subject.objects.exists()
