"""Who sees a report, a paragraph, a link: in the tables, on pages, in the API; and that nothing gives it away."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction

from agencies.access import looking_as
from agencies.models import AgencyRole
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Paragraph, Report, ReportGrant, ReportLink, ReportSubject
from intel.reports.services import disseminate, link_reports, submit, withdraw
from intel.subjects.models import Subject
from intel.subjects.services import register_subject
from tests.reports.writing import disseminated, draft, submitted, unguarded

PAGE, API = "/reports/", "/api/v1/reports/"


@pytest.mark.parametrize(("made", "person", "sees"), [
    (draft, "ana", True), (draft, "bruno", True), (draft, "hugo", True), (draft, "ivan", False),
    (draft, "carla", False), (draft, "elena", False), (draft, "fabio", False), (draft, "gala", False),
    (draft, None, False),
    (submitted, "bruno", True), (submitted, "carla", False), (submitted, "celia", False),
    (disseminated, "ana", True), (disseminated, "carla", True), (disseminated, "celia", True),
    (disseminated, "diego", False), (disseminated, "ivan", False), (disseminated, "elena", False),
    (disseminated, "fabio", False), (disseminated, None, False)])
def test_tables_page_and_api_agree(world, made, person, sees):
    report = made(world, audience=("PB",))
    viewer = world.viewers[person] if person else None
    if viewer is not None:
        with looking_as(viewer):
            assert Report.objects.filter(pk=report.pk).exists() is sees
            assert Paragraph.objects.filter(report=report.pk).exists() is sees
    page, api = world.client(viewer), world.api(viewer)
    expected = 200 if sees else 404
    assert page.get(f"{PAGE}{report.pk}/").status_code == expected
    assert api.get(f"{API}{report.pk}/").status_code == expected
    for client, base in ((page, PAGE), (api, API)):
        listed = client.get(base)
        if listed.status_code == 200:
            assert (report.reference in listed.content.decode()) is sees


def without_what_always_differs(text):
    return re.sub(r"csrfmiddlewaretoken[^>]*|X-CSRFToken[^']*|987654321", "", text)


@pytest.mark.parametrize("person", ["carla", "elena", "fabio", None])
def test_a_hidden_report_is_answered_as_an_absent_one(world, person):
    report = draft(world, audience=("PB",))
    viewer = world.viewers[person] if person else None
    for client, base in ((world.client(viewer), PAGE), (world.api(viewer), API)):
        hidden, absent = client.get(f"{base}{report.pk}/"), client.get(f"{base}987654321/")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.content == absent.content


def test_lists_and_suggestions_are_the_same_with_and_without_it(world):
    carla, api = world.client(world.carla), world.api(world.carla)
    addresses = [PAGE, f"{PAGE}?q=tambo", f"{PAGE}?state=DRAFT", "/subjects/",
                 "/reports/pick-subject/?subject_search=rosa"]
    before = [without_what_always_differs(carla.get(address).content.decode()) for address in addresses]
    before_api = [api.get(address).json() for address in (API, f"{API}?q=tambo", "/api/v1/subjects/")]
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="PERSON", label="Rosa Condori")
    draft(world, audience=("PB",), subjects=[(subject.pk, "SUSPECT")])
    assert [without_what_always_differs(carla.get(address).content.decode()) for address in addresses] == before
    assert [api.get(address).json() for address in (API, f"{API}?q=tambo", "/api/v1/subjects/")] == before_api


def test_a_paragraph_above_the_clearance_leaves_no_gap(world):
    report = disseminated(world, audience=("PB",), paragraphs=[
        ParagraphEntry("Primero.", "UNCLASSIFIED"), ParagraphEntry("Oculto.", "UNCLASSIFIED"),
        ParagraphEntry("Tercero.", "UNCLASSIFIED")])
    unguarded()
    with looking_as(world.ana):  # no service marks a paragraph above its report; the policy holds even so
        Paragraph.objects.filter(report=report, number=2).update(classification="CONFIDENTIAL")
    for person, texts in {"ana": ["Primero.", "Oculto.", "Tercero."], "ivan": ["Primero.", "Tercero."]}.items():
        viewer = world.viewers[person]
        body = world.api(viewer).get(f"{API}{report.pk}/").json()
        assert [p["text"] for p in body["paragraphs"]] == texts
        assert [p["number"] for p in body["paragraphs"]] == list(range(1, len(texts) + 1))
        page = world.client(viewer).get(f"{PAGE}{report.pk}/").content.decode()
        assert re.findall(r'id="paragraph-(\d+)"', page) == [str(n) for n in range(1, len(texts) + 1)]
        assert ("Oculto." in page) is (person == "ana")
    assert world.api(world.ivan).get(f"{API}?q=oculto").json()["results"] == []
    assert len(world.api(world.ana).get(f"{API}?q=oculto").json()["results"]) == 1


def test_one_role_of_an_agency_may_be_its_whole_audience(world):
    with looking_as(world.ana):
        group = AgencyRole.objects.get(agency=world.agencies["PB"], role="SUPERVISOR").group_id
    report = draft(world, audience_groups=[group])
    with looking_as(world.ana):
        report = submit(by=world.ana, report=report, revision=report.revision)
    with looking_as(world.bruno):
        report = disseminate(by=world.bruno, report=report, revision=report.revision)
    for person, sees in {"celia": True, "carla": False, "diego": False}.items():
        with looking_as(world.viewers[person]):
            assert Report.objects.exists() is sees, person


def test_a_link_is_seen_by_who_sees_both_ends(world):
    shown, kept = disseminated(world, audience=("PB",)), draft(world, title="Reservado a la Aduana")
    with looking_as(world.ana):
        link_reports(by=world.ana, source=kept, target=shown, kind="CITES")
        link_reports(by=world.ana, source=shown, target=kept, kind="RELATED")
    for person, links in {"ana": 2, "carla": 0, "elena": 0}.items():
        viewer = world.viewers[person]
        with looking_as(viewer):
            assert ReportLink.objects.count() == links
    page = world.client(world.carla).get(f"{PAGE}{shown.pk}/").content.decode()
    assert "Reservado" not in page and kept.reference not in page
    assert world.api(world.carla).get(f"{API}{shown.pk}/").json()["links"] == []


def test_a_partner_may_link_its_own_report_to_one_it_sees_and_the_originator_does_not_see_it(world):
    shown = disseminated(world, audience=("PB",))
    own = draft(world, world.carla, title="De la Policía")
    with looking_as(world.carla):
        link_reports(by=world.carla, source=own, target=shown, kind="CORROBORATES")
        assert ReportLink.objects.count() == 1
    with looking_as(world.ana):
        assert not ReportLink.objects.exists()


def test_a_subject_in_a_report_is_seen_by_who_sees_both(world):
    with looking_as(world.ana):
        secret = register_subject(by=world.ana, kind="ORGANISATION", label="Sajama", classification="CONFIDENTIAL")
    report = disseminated(world, audience=("PB",), subjects=[(secret.pk, "TRADER")],
                          paragraphs=[ParagraphEntry("Uno.", "UNCLASSIFIED")])
    with looking_as(world.ivan):
        assert Report.objects.filter(pk=report.pk).exists()
        assert not Subject.objects.exists() and not ReportSubject.objects.exists()
    assert world.api(world.ivan).get(f"{API}{report.pk}/").json()["subjects"] == []


def test_the_audience_is_known_to_the_owner_and_each_partner_knows_its_own(world):
    report = disseminated(world, audience=("PB", "SIN"))
    for person, agencies in {"ana": {"PB", "SIN"}, "carla": {"PB"}, "diego": {"SIN"}}.items():
        viewer = world.viewers[person]
        body = world.api(viewer).get(f"{API}{report.pk}/").json()
        assert {one["agency"] for one in body["audience"]} == agencies
    assert "Servicio de Impuestos" not in world.client(world.carla).get(f"{PAGE}{report.pk}/").content.decode()


def test_nobody_gives_themselves_sight_of_anothers_report(world):
    report = draft(world)
    with looking_as(world.carla):
        group = AgencyRole.objects.get(agency=world.agencies["PB"], role="ANALYST").group_id
        view = Permission.objects.get(codename="view_report")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            ReportGrant.objects.bulk_create(
                [ReportGrant(content_object_id=report.pk, group_id=group, permission=view)])


def test_what_was_withdrawn_before_dissemination_never_reaches_its_audience(world):
    report = submitted(world, audience=("PB",))
    with looking_as(world.bruno):
        withdraw(by=world.bruno, report=report, revision=report.revision, reason="Duplicado.")
    with looking_as(world.carla):
        assert not Report.objects.exists()
