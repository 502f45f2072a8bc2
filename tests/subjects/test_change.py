"""Changing a subject: at once while nobody else approved it, afterwards by two."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject, SubjectProposal
from intel.subjects.services import approve, change_subject, refuse, register_many, register_subject, retract, share_subject
from tests.subjects.sharing import shared

JUAN = {"kind": "PERSON", "label": "Juan Mamani", "names": [("ALIAS", "El Flaco")],
        "identifiers": [("national_id", "4321987", "BO")]}


@pytest.fixture
def subject(world):
    with looking_as(world.ana):
        return register_subject(by=world.ana, **JUAN)


@pytest.fixture
def known(world):
    """The same, which police see."""
    return shared(world, world.ana, to=("PB",), **JUAN)


def proposed(world, subject, **change):
    with looking_as(world.hugo):
        return change_subject(by=world.hugo, subject=subject, revision=1, **change or {"label": "Otro Nombre"})


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
def test_only_its_agency_changes_and_shares_it(world, known, person, refusal):
    viewer = world.viewers[person]
    groups = reader_groups([world.agencies["SIN"]], act="subjects.view_subject")
    for act in (lambda: change_subject(by=viewer, subject=known, revision=1, remarks="x"),
                lambda: share_subject(by=viewer, subject=known, groups=groups)):
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


def test_what_others_see_stays_until_a_second_person_approves_the_change(world, known):
    proposal = proposed(world, known, label="Otro Nombre", identifiers=[("passport", "X123456", "PE")])
    for person in ("ana", "carla"):
        with looking_as(world.viewers[person]):
            row = Subject.objects.get()
            assert (row.label, row.revision, [i.value for i in row.identifiers.all()]) == ("Juan Mamani", 1, ["4321987"])
    with looking_as(world.bruno):
        approve(by=world.bruno, proposal=proposal, revision=1)
    with looking_as(world.carla):
        row = Subject.objects.get()
        assert (row.label, row.revision, [i.value for i in row.identifiers.all()]) == ("Otro Nombre", 2, ["X123456"])
    with looking_as(world.fabio):
        changed = Event.objects.get(action="subject.changed")
        assert (changed.actor_id, changed.detail["proposal"]) == (world.bruno.user_id, proposal.pk)
        approved = Event.objects.filter(action="subject.proposal_approved").latest("id")
        assert approved.detail == {"proposed_by": world.hugo.user_id}


@pytest.mark.parametrize(("act", "person", "refusal"), [
    (approve, "bruno", None), (approve, "hugo", NotAllowed), (approve, "ana", NotAllowed), (approve, "celia", NotAllowed),
    (refuse, "bruno", None), (refuse, "hugo", NotAllowed), (refuse, "ana", NotAllowed),
    (retract, "hugo", None), (retract, "bruno", NotAllowed), (retract, "celia", NotAllowed)])
def test_who_decides_on_it(world, known, act, person, refusal):
    proposal, viewer = proposed(world, known), world.viewers[person]
    given = {"reason": "Sin fuente."} if act is refuse else {}
    with looking_as(viewer):
        if refusal is None:
            assert act(by=viewer, proposal=proposal, revision=1, **given).decided_by_id == viewer.user_id
            with pytest.raises(WrongState):
                act(by=viewer, proposal=proposal, revision=2, **given)
        else:
            with pytest.raises(refusal):
                act(by=viewer, proposal=proposal, revision=1, **given)


def test_a_supervisor_does_not_approve_what_they_proposed(world, known):
    with looking_as(world.bruno):
        proposal = change_subject(by=world.bruno, subject=known, revision=1, remarks="x")
        with pytest.raises(NotAllowed, match="You proposed it"):
            approve(by=world.bruno, proposal=proposal, revision=1)


def test_a_proposal_on_what_changed_since_is_not_approved(world):
    entry = {"kind": "PERSON", "label": "Persona", "source": "LIST", "source_ref": "1"}
    with looking_as(world.bruno):
        [row] = register_many(by=world.bruno, entries=[SubjectEntry(**entry)])
    proposal = proposed(world, row)
    with looking_as(world.bruno):
        register_many(by=world.bruno, entries=[SubjectEntry(**entry, remarks="News")])
        with pytest.raises(Conflict, match="changed since"), transaction.atomic():
            approve(by=world.bruno, proposal=proposal, revision=1)
        assert Subject.objects.get().label == "Persona"


def test_one_change_waits_at_a_time(world, known):
    proposed(world, known)
    with looking_as(world.ana), pytest.raises(Conflict):
        change_subject(by=world.ana, subject=known, revision=1, remarks="x")


@pytest.mark.parametrize("person", ["carla", "celia", "ivan", "elena", "fabio"])
def test_a_proposal_is_its_agencys_business_and_of_who_may_read_what_it_would_become(world, known, person):
    proposed(world, known, classification="CONFIDENTIAL", remarks="Reservado.")
    with looking_as(world.viewers[person]):
        assert not SubjectProposal.objects.filter(state="WAITING").exists()


@pytest.mark.parametrize(("person", "values", "rule"), [
    ("hugo", {"state": "APPROVED"}, "proposal_decided_has_who_and_when"),
    ("hugo", {"state": "APPROVED", "decided_by": "hugo"}, "proposal_is_decided_by_another"),
    ("hugo", {"state": "APPROVED", "decided_by": "bruno"}, "proposal_is_decided_by_who_acts"),
    ("hugo", {"proposed_by": "ana"}, "proposal_stays_as_proposed"),
    ("bruno", {"groups": [1, 2]}, "proposal_stays_as_proposed"),
    ("bruno", {"entry": {"label": "Tercero"}}, "proposal_stays_as_proposed")])
def test_the_table_holds_the_second_person_even_without_the_service(world, known, person, values, rule):
    proposal = proposed(world, known)
    given = {name: world.users[value] if name.endswith("_by") else value for name, value in values.items()}
    if "decided_by" in given:
        given["decided_at"] = timezone.now()
    with looking_as(world.viewers[person]), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SubjectProposal.objects.filter(pk=proposal.pk).update(**given)
