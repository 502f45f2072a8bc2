"""A new version of a disseminated report: it waits for its second person while what was approved stays out."""

import pytest
from django.db import IntegrityError, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import NotAllowed
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report, ReportGrant
from intel.reports.services import disseminate, edit_report, revise_report, submit
from intel.subjects.services import register_subject
from tests.reports.writing import disseminated, revised

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
