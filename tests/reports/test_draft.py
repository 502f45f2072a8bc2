"""Writing the first draft: what has to be said, and who is chosen to see it."""

from datetime import date

import pytest
from django.db import IntegrityError

from agencies.access import audience_of, looking_as
from agencies.models import AgencyRole
from hub.kit.errors import Invalid, NotAllowed
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report, ReportGrant
from intel.subjects.services import register_subject
from tests.reports.writing import PARAGRAPHS, disseminated, draft


def test_it_keeps_a_draft_with_its_reference_paragraphs_and_audience(world):
    report = draft(world, audience=("PB",), handling_codes=["H2", "H1", "H2"], information_date_from=date(2026, 3, 1))
    with looking_as(world.ana):
        report = Report.objects.get(pk=report.pk)
        assert report.reference.startswith("AN-20")
        assert (report.state, report.revision, report.author_id) == ("DRAFT", 1, world.ana.user_id)
        assert [(p.number, p.text) for p in report.paragraphs.all()] == [
            (n, p.text) for n, p in enumerate(PARAGRAPHS, 1)]
        assert report.handling_codes == ["H1", "H2"]
        assert {str(held.agency.code) for held in audience_of(report, grant=ReportGrant)} == {"PB"}


def test_its_marking_is_that_of_its_strictest_paragraph(world):
    assert draft(world).classification == "RESTRICTED"
    assert draft(world, classification="CONFIDENTIAL").classification == "CONFIDENTIAL"
    with pytest.raises(Invalid) as refusal:
        draft(world, classification="UNCLASSIFIED")
    assert refusal.value.field == "classification"
    assert "Paragraph 2" in str(refusal.value)


@pytest.mark.parametrize(("given", "field"), [
    ({"title": " "}, "title"),
    ({"risk_area": "WEATHER"}, "risk_area"),
    ({"paragraphs": ()}, "paragraphs"),
    ({"paragraphs": (*PARAGRAPHS, ParagraphEntry("  "))}, "paragraphs.2.text"),
    ({"paragraphs": (ParagraphEntry("Oculto", "SECRET"),)}, "paragraphs.0.classification"),
    ({"classification": "SECRET"}, "classification"),
    ({"grading_scheme": "stars"}, "grading_scheme"),
    ({"source_grade": "G"}, "source_grade"),
    ({"information_grade": "7"}, "information_grade"),
    ({"grading_scheme": "3x5x2"}, "source_grade"),
    ({"grading_scheme": "europol4x4", "source_grade": "X", "information_grade": "5"}, "information_grade"),
    ({"handling_codes": ["H3"]}, "handling_conditions"),
    ({"handling_codes": ["H9"]}, "handling_codes"),
    ({"tlp": "PINK"}, "tlp"),
    ({"source_ref": "Juan Mamani"}, "source_ref"),
    ({"source_ref": "Mamani"}, "source_ref"),
    ({"information_date_from": date(2026, 2, 2), "information_date_to": date(2026, 2, 1)}, "information_date_to"),
    ({"own_agency_only": False}, "audience"),
    ({"subjects": [(987654321, "SUSPECT")]}, "subjects.0.subject"),
])
def test_it_names_the_field_that_needs_mending_and_keeps_nothing(world, given, field):
    with pytest.raises(Invalid) as refusal:
        draft(world, **given)
    assert refusal.value.field == field
    with looking_as(world.ana):
        assert not Report.objects.exists()


@pytest.mark.parametrize("given", [
    {"grading_scheme": "3x5x2", "source_grade": "1", "information_grade": "E"},
    {"grading_scheme": "5x5x5", "source_grade": "E", "information_grade": "4"},
    {"handling_codes": ["H0", "H3"], "handling_conditions": "Avise antes de actuar."},
    {"tlp": "AMBER+STRICT", "source_ref": "HUM-0417"},
])
def test_it_takes_what_the_schemes_allow(world, given):
    assert draft(world, **given).pk


def test_the_audience_may_be_one_role_of_an_agency(world):
    with looking_as(world.ana):
        group = AgencyRole.objects.get(agency=world.agencies["PB"], role="SUPERVISOR").group_id
    report = disseminated(world, audience=("PB",))
    one_role = draft(world, audience_groups=[group])
    with looking_as(world.ana):
        assert [held.role for held in audience_of(one_role, grant=ReportGrant)] == ["SUPERVISOR"]
        assert len(audience_of(report, grant=ReportGrant)) == 5


def test_choosing_both_only_ones_own_agency_and_others_is_refused(world):
    with pytest.raises(Invalid) as refusal:
        draft(world, audience=("PB",), own_agency_only=True)
    assert refusal.value.field == "audience"


@pytest.mark.parametrize("role", ["AUDITOR", "AGENCY_ADMINISTRATOR"])
def test_the_audience_is_of_roles_that_read_and_of_other_agencies(world, role):
    with looking_as(world.ana):
        not_reading = AgencyRole.objects.get(agency=world.agencies["PB"], role=role).group_id
        own = AgencyRole.objects.get(agency=world.agencies["AN"], role="ANALYST").group_id
    for group in (not_reading, own, 987654321):
        with pytest.raises(Invalid) as refusal:
            draft(world, audience_groups=[group])
        assert refusal.value.field == "audience"


@pytest.mark.parametrize(("person", "allowed"), [
    ("ana", True), ("hugo", True), ("bruno", True), ("carla", True), ("fabio", False), ("gala", False)])
def test_only_the_desk_writes(world, person, allowed):
    if allowed:
        assert draft(world, world.viewers[person]).pk
    else:
        with pytest.raises(NotAllowed):
            draft(world, world.viewers[person])


def test_it_names_subjects_that_the_author_sees(world):
    with looking_as(world.ana):
        own = register_subject(by=world.ana, kind="ORGANISATION", label="Textiles Sajama S.R.L.")
    with looking_as(world.carla):
        hidden = register_subject(by=world.carla, kind="PERSON", label="Oculto")
    report = draft(world, subjects=[(own.pk, "TRADER")])
    with looking_as(world.ana):
        assert [(link.subject, link.role) for link in report.subject_links.all()] == [(own, "TRADER")]
    with pytest.raises(Invalid):
        draft(world, subjects=[(own.pk, "TRADER"), (hidden.pk, "SUSPECT")])


def test_the_tables_hold_the_rules_too(world):
    report = draft(world)
    with looking_as(world.ana), pytest.raises(IntegrityError, match="report_h3_says_its_conditions"):
        Report.objects.filter(pk=report.pk).update(handling_codes=["H3"])


def test_references_are_never_used_twice(world):
    references = [draft(world).reference for _number in range(3)]
    assert len(set(references)) == 3
