"""All that the own agency holds on a person: what, by whom, why, given to whom, until when; of other agencies nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from hub.kit.errors import Invalid, NotAllowed
from intel.protection.held import held_on
from intel.protection.person import Person
from intel.subjects.services import register_subject
from tests.alerts import writing as alerts
from tests.enquiries import making as enquiries
from tests.queries import asking
from tests.reports import writing as reports
from tests.subjects.sharing import shared
from tests.world import engaged

WHY = {"purpose": "ACCESS", "case_reference": "PD-7/2026"}
ROSA = "Rosa Condori Mamani"


@pytest.fixture
def elvira(world):
    """Who holds customs to data protection."""
    return engaged(world.agencies["AN"], "elvira", Role.DATA_PROTECTION)


def found(by, **person) -> dict[str, list[str]]:
    with looking_as(by):
        return {group.kind: [row.label for row in group.rows]
                for group in held_on(by=by, person=Person(**person), **WHY) if group.rows}


def test_all_of_the_own_agency_is_found_and_nothing_of_another(world, elvira):
    alert = alerts.issued(world, audience=("PB",), new_subject=alerts.PERSON, legal_basis="Ley 1990", suspicion_basis="Denuncia")
    report = reports.disseminated(world, title=f"Sobre {ROSA}")
    query = asking.asked(world.ana, names=("Rosa Condori Mamany",))
    with looking_as(world.carla):
        register_subject(by=world.carla, kind="PERSON", label=ROSA)
    asking.asked(world.carla, names=(ROSA,))
    enquiry = enquiries.enquiry(world, question=f"¿Qué consta de {ROSA}?")
    assert found(elvira, name=ROSA) == {
        "subject": [ROSA], "alert": [alert.reference], "report": [report.reference], "query": [query.reference],
        "request": [enquiry.reference]}
    assert found(elvira, name="Wilfredo Quispe") == {}
    with looking_as(elvira):
        rows = {group.kind: group.rows for group in held_on(by=elvira, person=Person(name=ROSA), **WHY)}
    [held] = rows["alert"]
    assert (held.by, held.until) == (str(world.users["ana"]), alert.valid_until)
    assert held.why == "Ley 1990\nDenuncia" and "Policía" in held.given_to
    assert rows["query"][0].until == timezone.localdate() + timedelta(days=90)
    assert "Policía" in rows["subject"][0].given_to


def test_who_asked_about_it_is_found(world, elvira):
    subject = shared(world, world.ana, to=("SIN",), kind="PERSON", label=asking.NAME)
    asking.answered(asking.asked(world.carla))
    asking.work()
    assert set(found(elvira, name=asking.NAME)) == {"subject", "sounding"}
    assert subject.pk


def test_a_number_or_a_day_is_enough(world, elvira):
    with looking_as(world.ana):
        register_subject(by=world.ana, kind="PERSON", label=ROSA, identifiers=[("passport", "X-99.817", "PE")],
                         birth_dates=["1971-03-12"])
    assert found(elvira, identifier="x99817") == {"subject": [ROSA]}
    assert found(elvira, birth_date="1971-03-12") == {"subject": [ROSA]}
    assert found(elvira, birth_date="1972") == {}


def test_that_it_was_asked_is_an_event_with_its_purpose(world, elvira):
    found(elvira, name=ROSA)
    with looking_as(world.fabio):
        event = Event.objects.get(action="protection.searched")
    assert event.detail == {"terms": ROSA, "purpose": "ACCESS", "case": "PD-7/2026", "found": 0}
    assert event.retain_until == timezone.localdate() + timedelta(days=90)


@pytest.mark.parametrize(("given", "field"), [
    ({}, "name"), ({"name": ROSA, "purpose": "X"}, "purpose"), ({"name": ROSA, "case_reference": " "}, "case_reference"),
    ({"birth_date": "1971-13"}, "birth_date"), ({"name": "a\x00"}, "name"), ({"name": "x" * 301}, "name")])
def test_what_cannot_be_asked_is_named(world, elvira, given, field):
    why = {name: given.pop(name, value) for name, value in WHY.items()}
    with looking_as(elvira), pytest.raises(Invalid) as refused:
        held_on(by=elvira, person=Person(**given), **why)
    assert refused.value.field == field


def test_nobody_else_looks(world, elvira):
    for who in ("ana", "bruno", "fabio", "gala"):
        viewer = world.viewers[who]
        assert world.client(viewer).get("/data-protection/").status_code == 403
        with looking_as(viewer), pytest.raises(NotAllowed):
            held_on(by=viewer, person=Person(name=ROSA), **WHY)


def test_page_and_api_show_it(world, elvira):
    alert = alerts.issued(world, new_subject=alerts.PERSON, legal_basis="Ley 1990", suspicion_basis="Denuncia")
    browser, program = world.client(elvira), world.api(elvira)
    assert browser.get("/data-protection/").status_code == 200
    shown = browser.post("/data-protection/", {"name": ROSA, **WHY}).content.decode()
    assert alert.reference in shown and "Ley 1990" in shown
    assert "holds nothing" in browser.post("/data-protection/", {"name": "Wilfredo Quispe", **WHY}).content.decode()
    groups = program.post("/api/v1/held-on/", {"name": ROSA, **WHY}, format="json").json()
    assert {group["kind"]: len(group["rows"]) for group in groups if group["rows"]} == {"subject": 1, "alert": 1}
    assert program.post("/api/v1/held-on/", {"name": ROSA, "who": "x", **WHY}, format="json").status_code == 400


def test_what_has_no_basis_or_was_not_looked_at_is_listed(world, elvira):
    alert = alerts.draft(world, new_subject=alerts.PERSON)
    with looking_as(world.ana):
        orphan = register_subject(by=world.ana, kind="PERSON", label="Nadie Sabe Por Qué")
    listed = world.api(elvira).get("/api/v1/to-review/").json()
    assert (listed["alerts"], listed["subjects"]) == ([alert.pk], [orphan.pk])
    assert listed["overdue_subjects"] == []
    page = world.client(elvira).get("/data-protection/to-review/").content.decode()
    assert alert.reference in page and "Nadie Sabe" in page
    assert world.client(world.ana).get("/data-protection/to-review/").status_code == 403
