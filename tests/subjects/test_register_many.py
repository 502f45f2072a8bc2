"""Registering a list, and its next edition."""

import hashlib
import json
from dataclasses import astuple, make_dataclass, replace

import pytest

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from hub.kit.errors import Invalid, NotAllowed
from intel.subjects.entries import SubjectEntry, digests
from intel.subjects.models import Subject
from intel.subjects.services import change_subject, register_many
from intel.subjects.signals import subjects_changed
from tests.subjects.sharing import confirmed


def entries(count):
    return [SubjectEntry(kind="PERSON", label=f"Persona {n}", names=(("ALIAS", f"Alias {n}"),),
                         identifiers=(("passport", f"AB{n:06d}", "PA"), ("national_id", "NA", "")),
                         source="LIST", source_ref=str(n)) for n in range(count)]


@pytest.fixture
def heard():
    ids = []

    def listen(sender, ids=ids, **more):
        heard_ids.append(list(ids))

    heard_ids: list[list[int]] = []
    subjects_changed.connect(listen, weak=False)
    yield heard_ids
    subjects_changed.disconnect(listen)


def test_it_changes_nothing_the_second_time(world, heard):
    with looking_as(world.bruno):
        first = register_many(by=world.bruno, entries=entries(30))
        again = register_many(by=world.bruno, entries=entries(30))
        assert [row.source_ref for row in first] == [str(n) for n in range(30)]
        assert [row.pk for row in again] == [row.pk for row in first]
        assert set(Subject.objects.values_list("revision", flat=True)) == {1}
    assert heard == [[row.pk for row in first]]
    with looking_as(world.fabio):
        events = Event.objects.filter(action="subjects.registered").order_by("id")
        told = [(e.detail["new"], e.detail["changed"], e.detail["unchanged"]) for e in events]
        assert told == [(30, 0, 0), (0, 0, 30)]


def test_it_rewrites_what_the_list_says_anew(world, heard):
    with looking_as(world.bruno):
        rows = register_many(by=world.bruno, entries=entries(3))
        edition = entries(3)
        edition[1] = replace(edition[1], label="Persona Uno", names=())
        register_many(by=world.bruno, entries=edition)
        changed = Subject.objects.get(pk=rows[1].pk)
        assert (changed.label, changed.revision) == ("Persona Uno", 2)
        assert [(n.kind, n.name) for n in changed.names.all()] == [("PRIMARY", "Persona Uno")]
    assert heard[1:] == [[rows[1].pk]]


def test_it_leaves_what_people_added_and_never_lowers_a_marking(world):
    with looking_as(world.bruno):
        row = register_many(by=world.bruno, entries=entries(1))[0]
        proposal = change_subject(by=world.bruno, subject=row, revision=1, remarks="Seen in Oruro.",
                                  classification="CONFIDENTIAL")
    confirmed(world.bruno, proposal)
    with looking_as(world.bruno):
        register_many(by=world.bruno, entries=entries(1))
        assert Subject.objects.get().remarks == "Seen in Oruro."
        register_many(by=world.bruno, entries=[replace(entries(1)[0], label="Persona Cero")])
        row = Subject.objects.get()
        assert (row.label, row.classification, row.revision) == ("Persona Cero", "CONFIDENTIAL", 3)


def test_it_keeps_but_does_not_compare_what_is_no_identifier(world):
    with looking_as(world.bruno):
        row = register_many(by=world.bruno, entries=entries(1))[0]
        assert list(row.identifiers.values_list("value", "normalised")) == [("AB000000", "AB000000"), ("NA", "")]


def test_it_shares_more_and_never_less(world):
    police, tax = (reader_groups([world.agencies[code]], act="subjects.view_subject") for code in ("PB", "SIN"))
    with looking_as(world.bruno):
        register_many(by=world.bruno, entries=entries(2), groups=police)
        register_many(by=world.bruno, entries=entries(2), groups=tax)
    for person in ("carla", "diego"):
        with looking_as(world.viewers[person]):
            assert Subject.objects.count() == 2
    with looking_as(world.elena):
        assert Subject.objects.count() == 0


@pytest.mark.parametrize(("spoil", "field"), [
    ({"label": ""}, "entries.1.label"), ({"source_ref": "0"}, "entries.1.source_ref"),
    ({"source_ref": ""}, "entries.1.source_ref"), ({"countries": ("XX",)}, "entries.1.countries.0"),
])
def test_it_says_which_entry_needs_mending_and_keeps_none(world, spoil, field):
    two = entries(2)
    with looking_as(world.bruno):
        with pytest.raises(Invalid) as refusal:
            register_many(by=world.bruno, entries=[two[0], replace(two[1], **spoil)])
        assert refusal.value.field == field
        assert not Subject.objects.exists()


def test_an_auditor_registers_nothing(world):
    with looking_as(world.fabio), pytest.raises(NotAllowed):
        register_many(by=world.fabio, entries=entries(1))


def test_thousands_take_few_statements(world, django_assert_max_num_queries):
    with looking_as(world.bruno), django_assert_max_num_queries(45):
        groups = reader_groups([world.agencies["PB"]], act="subjects.view_subject")
        register_many(by=world.bruno, entries=entries(3000), groups=groups)


def old_digest(entry):
    """As it was made before fingerprints had numbers."""
    return hashlib.sha256(json.dumps(astuple(entry)).encode()).hexdigest()


def test_an_edition_after_an_upgrade_leaves_what_people_added(world):
    with looking_as(world.bruno):
        row = register_many(by=world.bruno, entries=entries(1))[0]
        Subject.objects.filter(pk=row.pk).update(source_digest=old_digest(entries(1)[0]))
        proposal = change_subject(by=world.bruno, subject=row, revision=1, names=[("ALIAS", "Added here")])
    confirmed(world.bruno, proposal)
    with looking_as(world.bruno):
        register_many(by=world.bruno, entries=entries(1))
        assert Subject.objects.get().names.filter(name="Added here").exists()
        register_many(by=world.bruno, entries=[replace(entries(1)[0], remarks="News")])
        assert not Subject.objects.get().names.filter(name="Added here").exists()


def test_a_field_added_later_is_no_news():
    later = make_dataclass("Later", [("purpose", str, ""), ("seals", tuple, ())], bases=(SubjectEntry,), frozen=True)
    entry = entries(1)[0]
    same = later(**{name: getattr(entry, name) for name in SubjectEntry.__slots__})
    assert digests.same(digests.of(entry), same) and digests.same(old_digest(entry), same)
    assert not digests.same(digests.of(entry), replace(same, purpose="x"))
