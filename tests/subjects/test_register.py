"""Registering one subject, and what a bad description is told."""

import pytest

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.subjects.models import Subject, SubjectIdentifier
from intel.subjects.services import register_subject
from intel.subjects.signals import subjects_changed
from tests.subjects.sharing import shared


def test_it_registers_names_and_identifiers_as_compared(world):
    with looking_as(world.ana):
        subject = register_subject(
            by=world.ana, kind="ORGANISATION", label="Importadora  Illimani S.R.L.",
            names=[("ALIAS", "Illimani Import"), ("FORMER", "Importadora Illimani S.R.L.")],
            identifiers=[("tax", "NIT 1020304050", "bo"), ("container", "CSQU3054383", ""),
                         ("container", "CSQU3054384", "")],
            countries=["bo", "BO"], birth_dates=["1998"], addresses=[" Av.  Arce 2147 "])
        subject = Subject.objects.get(pk=subject.pk)
        assert subject.label == "Importadora Illimani S.R.L."
        assert [(n.kind, n.name) for n in subject.names.all()] == [
            ("PRIMARY", "Importadora Illimani S.R.L."), ("ALIAS", "Illimani Import")]
        assert [(i.kind, i.normalised, i.country, i.valid) for i in subject.identifiers.all()] == [
            ("tax", "1020304050", "BO", None), ("container", "CSQU3054383", "", True),
            ("container", "CSQU3054384", "", False)]
        assert (subject.countries, subject.addresses) == (["BO"], ["Av. Arce 2147"])
        assert subject.owner_agency == world.agencies["AN"]


@pytest.mark.parametrize(("given", "field"), [
    ({"label": "  "}, "label"),
    ({"kind": "GHOST"}, "kind"),
    ({"countries": ["BO", "BOL"]}, "countries.1"),
    ({"countries": ["ZZ"]}, "countries.0"),
    ({"birth_dates": ["1971-02-30"]}, "birth_dates.0"),
    ({"birth_dates": ["1971", "71"]}, "birth_dates.1"),
    ({"names": [("PRIMARY", "Another")]}, "names.0.kind"),
    ({"names": [("ALIAS", "")]}, "names.0.name"),
    ({"identifiers": [("tax", "1020304050", "BO"), ("tax", "S/N", "BO")]}, "identifiers.1.value"),
    ({"identifiers": [("shoe size", "43", "")]}, "identifiers.0.kind"),
    ({"identifiers": [("tax", "1020304050", "X9")]}, "identifiers.0.country"),
    ({"classification": "SECRET"}, "classification"),
    ({"classification": "HUSH"}, "classification"),
])
def test_it_names_the_field_that_needs_mending(world, given, field):
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        register_subject(**{"by": world.ana, "kind": "PERSON", "label": "Juan Mamani", **given})
    assert refusal.value.field == field


@pytest.mark.parametrize("date", ["1971", "1971-03", "1971-03-12"])
def test_it_takes_dates_as_far_as_they_are_known(world, date):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Juan Mamani", birth_dates=[date])
    assert subject.birth_dates == [date]


@pytest.mark.parametrize(("person", "allowed"), [
    ("ana", True), ("bruno", True), ("hugo", True), ("fabio", False), ("gala", False)])
def test_only_the_desk_registers(world, person, allowed):
    viewer = world.viewers[person]
    with looking_as(viewer):
        if allowed:
            assert register_subject(by=viewer, kind="PERSON", label="Juan Mamani").pk
        else:
            with pytest.raises(NotAllowed):
                register_subject(by=viewer, kind="PERSON", label="Juan Mamani")


def test_it_is_seen_by_the_agency_and_by_those_it_is_shared_with(world):
    with looking_as(world.ana):
        own = register_subject(by=world.ana, kind="PERSON", label="Solo Aduana")
    shown = shared(world, world.ana, to=("PB",), kind="PERSON", label="Con Policía")
    expected = {"bruno": {own, shown}, "carla": {shown}, "diego": set(), "elena": set(), "fabio": set()}
    for person, sees in expected.items():
        with looking_as(world.viewers[person]):
            assert set(Subject.objects.all()) == sees, person


def test_above_the_clearance_it_is_not_there(world):
    with looking_as(world.ana):
        register_subject(by=world.ana, kind="PERSON", label="Reservado", classification="CONFIDENTIAL",
                         identifiers=[("passport", "AB123456", "BO")])
    with looking_as(world.ivan):
        assert not Subject.objects.exists()
        assert not SubjectIdentifier.objects.exists()


def test_a_number_at_the_source_is_taken_once(world):
    with looking_as(world.ana):
        register_subject(by=world.ana, kind="PERSON", label="Juan", source="OFAC", source_ref="36")
        with pytest.raises(Conflict):
            register_subject(by=world.ana, kind="PERSON", label="Otro", source="OFAC", source_ref="36")
    with looking_as(world.carla):
        assert register_subject(by=world.carla, kind="PERSON", label="Juan", source="OFAC", source_ref="36").pk


def test_it_tells_who_listens_and_who_audits(world):
    heard = []

    def listen(sender, ids, **more):
        heard.extend(ids)

    subjects_changed.connect(listen)
    try:
        with looking_as(world.ana):
            subject = register_subject(by=world.ana, kind="PERSON", label="Juan Mamani")
    finally:
        subjects_changed.disconnect(listen)
    assert heard == [subject.pk]
    with looking_as(world.fabio):
        told = Event.objects.get(action="subject.registered", object_id=subject.pk)
        assert told.actor_id == world.ana.user_id
