"""A new version of a disseminated report: it waits for its second person while what was approved stays out."""

import pytest
from django.db import IntegrityError, transaction

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from hub.kit.errors import Conflict, NotAllowed, NotFound, WrongState
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report, ReportGrant
from intel.reports.services import disseminate, edit_report, revise_report, submit, withdraw
from intel.subjects.services import register_subject
from tests.reports.writing import disseminated, draft, revised, submitted

OTHER = (ParagraphEntry("Ahora pasan por Pisiga.", "UNCLASSIFIED"),)


def test_what_was_approved_stays_out_until_a_second_person_approves_the_new_version(world):
    old = disseminated(world, audience=("PB",))
    new = revised(world, old, paragraphs=OTHER)
    for person, seen in (("bruno", {old.pk, new.pk}), ("carla", {old.pk}), ("diego", set())):
        with looking_as(world.viewers[person]):
            assert set(Report.objects.values_list("pk", flat=True)) == seen
    with looking_as(world.ana), pytest.raises(NotAllowed):
        disseminate(by=world.ana, report=new, revision=new.revision)
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=new, revision=new.revision)
        step = Report.objects.get(pk=old.pk).steps.last()
        assert (step.by_id, step.reason) == (world.bruno.user_id, f"Replaced by {new.reference}.")
    with looking_as(world.carla):
        assert dict(Report.objects.values_list("pk", "state")) == {old.pk: "WITHDRAWN", new.pk: "DISSEMINATED"}
        assert [p.text for p in Report.objects.get(pk=new.pk).paragraphs.all()] == [OTHER[0].text]
    with looking_as(world.fabio):
        assert Event.objects.get(action="report.replaced").detail == {"new_version": new.reference}


def test_it_begins_as_what_is_out_says_and_to_whom(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="ORGANISATION", label="Textiles Sajama")
    old = disseminated(world, audience=("PB", "SIN"), subjects=[(subject.pk, "TRADER")], tlp="GREEN")
    with looking_as(world.hugo):
        new = revise_report(by=world.hugo, report=old, revision=old.revision)
        assert (new.state, new.title, new.tlp, new.author_id, new.replaces_id) == (
            "DRAFT", old.title, "GREEN", world.hugo.user_id, old.pk)
        assert [p.text for p in new.paragraphs.all()] == [p.text for p in old.paragraphs.all()]
        assert [(link.subject_id, link.role) for link in new.subject_links.all()] == [(subject.pk, "TRADER")]
        groups = [set(ReportGrant.objects.filter(content_object=one).values_list("group", flat=True)) for one in (old, new)]
        assert groups[0] == groups[1] != set()


@pytest.mark.parametrize(("person", "refusal"), [
    ("ana", None), ("hugo", None), ("bruno", None), ("carla", NotAllowed), ("fabio", NotAllowed), ("elena", NotAllowed),
    ("ivan", NotFound)])
def test_who_begins_a_new_version(world, person, refusal):
    report, viewer = disseminated(world, audience=("PB",)), world.viewers[person]
    with looking_as(viewer):
        if refusal is None:
            assert revise_report(by=viewer, report=report, revision=report.revision).replaces_id == report.pk
        else:
            with pytest.raises(refusal):
                revise_report(by=viewer, report=report, revision=report.revision)


@pytest.mark.parametrize("made", [draft, submitted])
def test_what_is_not_out_has_no_new_version(world, made):
    report = made(world)
    with looking_as(world.ana), pytest.raises(WrongState):
        revise_report(by=world.ana, report=report, revision=report.revision)


def test_one_new_version_waits_at_a_time(world):
    report = disseminated(world)
    new = revised(world, report)
    with looking_as(world.hugo), pytest.raises(Conflict):
        revise_report(by=world.hugo, report=report, revision=report.revision)
    with looking_as(world.ana):
        withdraw(by=world.ana, report=new, reason="No hace falta.", revision=new.revision)
    with looking_as(world.hugo):
        assert revise_report(by=world.hugo, report=report, revision=report.revision)


def test_the_table_holds_what_it_takes_the_place_of(world):
    report, other = disseminated(world), disseminated(world, audience=("PB",))
    new = revised(world, report)
    with looking_as(world.ana), pytest.raises(IntegrityError, match="report_replaces_stays"), transaction.atomic():
        Report.objects.filter(pk=new.pk).update(replaces=other)
    with looking_as(world.carla), pytest.raises(IntegrityError, match="report_replaces_its_own"), transaction.atomic():
        Report.objects.create(reference="PB-9", owner_agency_id=world.carla.agency_id, author_id=world.carla.user_id,
                              title="x", risk_area="OTHER", source_grade="B", information_grade="2", replaces=other)


def test_it_is_written_and_decided_on_from_the_pages(world):
    old = disseminated(world, audience=("PB",))
    ana, bruno, carla = (world.client(one) for one in (world.ana, world.bruno, world.carla))
    assert "New version" in ana.get(f"/reports/{old.pk}/").content.decode()
    assert "New version" not in carla.get(f"/reports/{old.pk}/").content.decode()
    assert carla.post(f"/reports/{old.pk}/revise/", {"revision": old.revision}).status_code == 403
    assert world.client(world.elena).post(f"/reports/{old.pk}/revise/", {"revision": old.revision}).status_code == 404
    form = ana.post(f"/reports/{old.pk}/revise/", {"revision": old.revision})
    with looking_as(world.ana):
        new = Report.objects.get(replaces=old)
        assert form["Location"] == f"/reports/{new.pk}/edit/"
        new = edit_report(by=world.ana, report=new, revision=1, paragraphs=OTHER)
        new = submit(by=world.ana, report=new, revision=new.revision)
    page = bruno.get(f"/reports/{new.pk}/").content.decode()
    assert "What changes" in page and "Tambo Quemado." in page and "It is a new version" in page and old.reference in page
    assert "A new version is being written" in bruno.get(f"/reports/{old.pk}/").content.decode()
    assert new.reference not in carla.get(f"/reports/{old.pk}/").content.decode()
    assert bruno.post(f"/reports/{new.pk}/disseminate/", {"revision": new.revision}).status_code == 302
    theirs = carla.get(f"/reports/{old.pk}/").content.decode()
    assert "A new version took its place" in theirs and new.reference in theirs


def test_it_is_written_and_decided_on_by_programs(world):
    old = disseminated(world, audience=("PB",))
    address = f"/api/v1/reports/{old.pk}/"
    ana, bruno, carla = world.api(world.ana), world.api(world.bruno, signed_in=True), world.api(world.carla)
    assert ana.post(f"{address}revise/", {}).status_code == 400
    made = ana.post(f"{address}revise/", {"revision": old.revision})
    assert (made.status_code, made.json()["replaces"], made.json()["state"]) == (201, old.pk, "DRAFT")
    new = f"/api/v1/reports/{made.json()['id']}/"
    assert ana.patch(address, {"revision": old.revision, "title": "x"}).status_code == 409
    assert ana.patch(new, {"revision": 1, "title": "Calzado."}).status_code == 200
    assert ana.post(f"{new}submit/", {"revision": 2}).status_code == 200
    assert (carla.get(address).json()["replaced_by"], carla.get(new).status_code) == (None, 404)
    assert ana.post(f"{new}disseminate/", {"revision": 3}).status_code == 403
    assert bruno.post(f"{new}disseminate/", {"revision": 3}).json()["state"] == "DISSEMINATED"
    assert (carla.get(address).json()["state"], carla.get(address).json()["replaced_by"]) == ("WITHDRAWN", made.json()["id"])
    assert carla.get(new).json()["replaces"] == old.pk


def test_a_partner_who_sees_the_new_version_only_learns_of_no_other(world):
    old = disseminated(world)
    new = revised(world, old, audience=reader_groups([world.agencies["PB"]], act="reports.view_report"))
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=new, revision=new.revision)
    seen = world.api(world.carla).get(f"/api/v1/reports/{new.pk}/").json()
    assert (seen["replaces"], seen["replaced_by"]) == (None, None)
    assert old.reference not in world.client(world.carla).get(f"/reports/{new.pk}/").content.decode()
