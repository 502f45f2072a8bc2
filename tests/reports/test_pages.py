"""The pages of reports, through the browser's door."""

import pytest
from django.urls import reverse

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report
from intel.subjects.models import Subject
from intel.subjects.services import register_subject
from tests.reports.writing import disseminated, draft, submitted


def form(world, **given):
    """What the form of a new report posts."""
    police = reader_groups([world.agencies["PB"]], act="reports.view_report")
    return {
        "title": "Cigarrillos por Desaguadero", "risk_area": "SMUGGLING", "level": "TACTICAL",
        "grading_scheme": "admiralty", "source_grade": "C", "information_grade": "3", "classification": "",
        "tlp": "AMBER", "handling_codes": ["H2"], "handling_conditions": "", "source_ref": "HUM-17",
        "purpose": "", "legal_basis": "", "suspicion_basis": "", "audience": police,
        "paragraphs-TOTAL_FORMS": "2", "paragraphs-INITIAL_FORMS": "0", "paragraphs-0-text": "Primero.",
        "paragraphs-0-classification": "UNCLASSIFIED", "paragraphs-1-text": "Segundo.",
        "paragraphs-1-classification": "CONFIDENTIAL", **given}


def test_a_report_is_written_on_the_page(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="ORGANISATION", label="Tabacos del Lago S.R.L.")
    answer = world.client(world.ana).post(
        reverse("reports:new"), form(world, subject=[subject.pk], **{f"role-{subject.pk}": "TRADER"}))
    with looking_as(world.ana):
        report = Report.objects.get()
        assert (report.title, report.classification, report.state) == (
            "Cigarrillos por Desaguadero", "CONFIDENTIAL", "DRAFT")
        assert [(link.subject_id, link.role) for link in report.subject_links.all()] == [(subject.pk, "TRADER")]
        assert report.grants.count() == 5
    assert answer.headers["Location"] == reverse("reports:detail", args=[report.pk])


@pytest.mark.parametrize(("given", "words"), [
    ({"title": ""}, "This field is required"),
    ({"audience": []}, "Choose who may see it, or say that only your agency may."),
    ({"own_agency_only": "on"}, "You chose both"),
    ({"handling_codes": ["H3"]}, "H3 means other restrictions: say which."),
    ({"classification": "RESTRICTED"}, "Paragraph 2 is marked Confidential"),
    ({"source_ref": "Mamani"}, "Never a name."),
    ({"paragraphs-1-text": " "}, "This field is required"),
    ({"grading_scheme": "3x5x2"}, "Select a valid choice"),
])
def test_a_form_that_needs_mending_keeps_nothing_and_says_why(world, given, words):
    answer = world.client(world.ana).post(reverse("reports:new"), form(world, **given))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "Cigarrillos" in answer.content.decode() or "title" in given
    with looking_as(world.ana):
        assert not Report.objects.exists()


def test_a_removed_paragraph_and_a_removed_subject_are_left_out(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="ORGANISATION", label="Tabacos del Lago S.R.L.")
    world.client(world.ana).post(reverse("reports:new"), form(world, subject=[subject.pk], **{
        f"role-{subject.pk}": "TRADER", f"subject-{subject.pk}-DELETE": "on", "paragraphs-1-DELETE": "on"}))
    with looking_as(world.ana):
        report = Report.objects.get()
        assert [p.text for p in report.paragraphs.all()] == ["Primero."]
        assert not report.subject_links.exists()


def test_a_draft_is_edited_and_an_old_form_is_refused(world):
    report = draft(world)
    client, address = world.client(world.ana), reverse("reports:edit", args=[report.pk])
    assert "Textiles por Tambo Quemado" in client.get(address).content.decode()
    assert client.post(address, form(world, revision="1", title="Nuevo")).status_code == 302
    stale = client.post(address, form(world, revision="1", title="Viejo"))
    assert "changed since you opened it" in stale.content.decode()
    with looking_as(world.ana):
        assert Report.objects.get().title == "Nuevo"


def test_the_whole_way_from_draft_to_partner(world):
    report = draft(world, audience=("PB",), handling_codes=["H1"])
    address = reverse("reports:detail", args=[report.pk])
    carla, ana, bruno = world.client(world.carla), world.client(world.ana), world.client(world.bruno)
    assert carla.get(address).status_code == 404
    assert 'id="submit"' in ana.get(address).content.decode()
    assert ana.post(reverse("reports:submit", args=[report.pk]), {"revision": 1}).status_code == 302
    page = bruno.get(address).content.decode()
    assert 'id="disseminate"' in page and "Policía Boliviana" in page
    assert carla.get(address).status_code == 404
    assert bruno.post(reverse("reports:disseminate", args=[report.pk]), {"revision": 2}).status_code == 302
    page = carla.get(address).content.decode()
    assert "Un despachante coordina los turnos de aforo." in page
    assert "Usually reliable" in page and "Minor doubt about authenticity" in page
    assert "No use in court without permission" in page
    assert "Bruno" in page
    assert 'id="withdraw"' not in page and "Its life so far" not in page


def test_a_returned_draft_says_why(world):
    report = submitted(world)
    world.client(world.bruno).post(reverse("reports:return", args=[report.pk]),
                                   {"reason": "Falta la fuente.", "revision": report.revision})
    assert "Falta la fuente." in world.client(world.ana).get(
        reverse("reports:detail", args=[report.pk])).content.decode()


def test_a_withdrawn_report_warns_who_saw_it(world):
    report = disseminated(world, audience=("PB",))
    world.client(world.bruno).post(reverse("reports:withdraw", args=[report.pk]),
                                   {"reason": "Otra empresa.", "revision": report.revision})
    page = world.client(world.carla).get(reverse("reports:detail", args=[report.pk])).content.decode()
    assert "Withdrawn by its originator" in page
    assert "Otra empresa." not in page


@pytest.mark.parametrize(("act", "person", "status"), [
    ("submit", "hugo", 403), ("disseminate", "ana", 403), ("disseminate", "celia", 404), ("disseminate", "elena", 404),
    ("withdraw", "elena", 404), ("return", "hugo", 403), ("submit", None, 404), ("disseminate", "bruno", 302)])
def test_acts_answer_as_the_row_does(world, act, person, status):
    report = submitted(world, audience=("PB",))
    client = world.client(world.viewers[person] if person else None)
    answer = client.post(reverse(f"reports:{act}", args=[report.pk]), {"reason": "x", "revision": report.revision})
    assert answer.status_code == status


@pytest.mark.parametrize(("query", "found"), [
    ("", 2), ("?q=tambo", 1), ("?q=camion", 1), ("?q=TEXTILES+quemado", 1), ("?q=textiles+camion", 0), ("?q=aforo", 1),
    ("?risk_area=CASH_AML", 1), ("?state=DRAFT", 2), ("?state=DISSEMINATED", 0), ("?agency=AN", 2), ("?agency=PB", 0),
    ("?since=2020-01-01", 2), ("?since=2120-01-01", 0), ("?until=2020-01-01", 0)])
def test_the_list_is_narrowed(world, query, found):
    draft(world)
    draft(world, title="Dinero en camión", risk_area="CASH_AML", paragraphs=[ParagraphEntry("Doble fondo.")])
    page = world.client(world.ana).get(reverse("reports:list") + query).content.decode()
    assert page.count("<tr data-href") == found


def test_a_search_is_recorded_with_its_terms(world):
    draft(world)
    world.client(world.ana).get(reverse("reports:list") + "?q=tambo&risk_area=SMUGGLING")
    with looking_as(world.fabio):
        told = Event.objects.get(action="report.searched")
        assert told.detail == {"terms": "tambo", "filters": {"risk_area": "SMUGGLING"}, "found": 1}


def test_a_read_is_recorded(world):
    report = draft(world)
    world.client(world.ana).get(reverse("reports:detail", args=[report.pk]))
    with looking_as(world.fabio):
        told = Event.objects.get(action="report.read", object_id=report.pk)
        assert told.actor_id == world.ana.user_id


def test_htmx_gets_the_list_alone(world):
    draft(world)
    page = world.client(world.ana).get(reverse("reports:list"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page and page.count("<tr data-href") == 1


def test_the_grades_follow_the_scheme(world):
    page = world.client(world.ana).get(reverse("reports:grades") + "?grading_scheme=3x5x2").content.decode()
    assert "Suspected to be false" in page and "Usually reliable" not in page


@pytest.mark.parametrize(("given", "words"), [
    ({}, "Policía Boliviana"), ({"audience": []}, "Choose who may see it"),
    ({"audience": [], "own_agency_only": "on"}, "(your agency)")])
def test_it_says_beforehand_who_will_see_it(world, given, words):
    page = world.client(world.ana).post(reverse("reports:who-will-see"), form(world, **given)).content.decode()
    assert words in page
    if not given:
        assert "Marked Confidential" in page and "1 of 2 cleared" in page


def test_a_subject_is_found_named_and_registered_from_the_form(world):
    client = world.client(world.ana)
    with looking_as(world.ana):
        own = register_subject(by=world.ana, kind="PERSON", label="José Ñáñez")
    with looking_as(world.carla):
        register_subject(by=world.carla, kind="PERSON", label="José Oculto")
    found = client.get(reverse("reports:pick-subject") + "?subject_search=jose").content.decode()
    assert "José Ñáñez" in found and "Oculto" not in found
    assert f'value="{own.pk}"' in client.get(reverse("reports:name-subject", args=[own.pk])).content.decode()
    new = {"new_subject-kind": "ORGANISATION", "new_subject-label": "Nueva S.A.",
           "new_subject-identifier_kind": "tax", "new_subject-value": "1020304050", "new_subject-country": "BO"}
    row = client.post(reverse("reports:register-subject"), new)
    with looking_as(world.ana):
        made = Subject.objects.get(label="Nueva S.A.")
    assert f'value="{made.pk}"' in row.content.decode()
    wrong = client.post(reverse("reports:register-subject"), {**new, "new_subject-country": "X9"})
    assert "no country code" in wrong.content.decode()
    assert wrong.headers["HX-Retarget"] == "#new-subject"
