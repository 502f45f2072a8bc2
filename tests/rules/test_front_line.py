"""The front line sees what an inspection needs: open alerts in force, their subjects and hits, and nothing reserved."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.access.audience import who_will_see
from agencies.access.grants import reader_groups
from agencies.labels.settling import wrong_labels
from agencies.roles import Role
from intel.alerts.models import DISCREET, ActionRequested, Alert, act_to_see
from intel.alerts.services import issue, submit, suspend
from intel.hits.models import Hit
from intel.screening.models import Match
from intel.subjects.models import Subject, SubjectName
from tests.alerts import writing
from tests.hits.making import screened
from tests.reports import writing as reports
from tests.screening import making
from tests.subjects.sharing import shared
from tests.world import engaged


@pytest.fixture
def fidel(world):
    return engaged(world.agencies["AN"], "fidel", Role.FRONT_LINE)


@pytest.fixture
def flora(world):
    """Front line of the police, with whom customs shares."""
    return engaged(world.agencies["PB"], "flora", Role.FRONT_LINE)


def counts(viewer):
    with looking_as(viewer):
        return [model.objects.count() for model in (Alert, Subject, SubjectName, Match, Hit)]


def hit_of(world, action):
    """A hit of an alert of customs that asks for the action, alert and feed shared with the police."""
    police = world.agencies["PB"]
    alert = writing.issued(world, audience=("PB",), action_requested=action, legal_basis="Ley", suspicion_basis="Dato")
    feed = making.feed(world.ana, to=(police,))
    making.consignment(world.ana, feed, making.trader(world.ana, feed, "IMPORTADORA SAJAMA SRL"))
    screened()
    with looking_as(world.ana):
        return alert, Hit.objects.get(match__alert=alert)


@pytest.mark.parametrize("action", ActionRequested.values)
def test_every_action_is_open_or_discreet(world, fidel, flora, action):
    alert = writing.issued(world, audience=("PB",), action_requested=action, legal_basis="Ley", suspicion_basis="Dato")
    status = 404 if action in DISCREET else 200
    for viewer in (fidel, flora):
        for client, prefix in ((world.client(viewer), ""), (world.api(viewer), "/api/v1")):
            assert client.get(f"{prefix}/alerts/{alert.pk}/").status_code == status
            assert client.get(f"{prefix}/subjects/{alert.subject_id}/").status_code == status
    assert world.client(world.carla).get(f"/alerts/{alert.pk}/").status_code == 200
    assert wrong_labels()["subjects_subject"] == wrong_labels()["alerts_alert"] == 0


def test_an_open_alert_is_shown_with_its_hit(world, fidel, flora):
    alert, hit = hit_of(world, "SCAN")
    for viewer in (fidel, flora):
        page = world.client(viewer).get(f"/hits/{hit.pk}/")
        assert page.status_code == 200 and "Sajama" in page.content.decode()
        assert world.client(viewer).get("/hits/").status_code == world.client(viewer).get("/").status_code == 200


def test_of_a_discreet_alert_there_is_no_trace(world, fidel, flora):
    addresses = ("/", "/alerts/", "/subjects/", "/hits/", "/traders/", "/consignments/", "/alerts/?q=sajama",
                 "/subjects/?q=sajama", "/api/v1/alerts/", "/api/v1/subjects/", "/api/v1/hits/", "/api/v1/traders/")
    alert, hit = hit_of(world, "DISCREET_CHECK")
    for viewer in (fidel, flora):
        client = world.client(viewer)
        assert client.get(f"/hits/{hit.pk}/").status_code == client.get(f"/api/v1/hits/{hit.pk}/").status_code == 404
        assert counts(viewer) == [0, 0, 0, 0, 0]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200
            assert alert.reference not in answer.content.decode() and "Importadora Sajama S.R.L." not in answer.content.decode()
    assert counts(world.carla) == [1, 1, 2, 1, 1]


def test_what_is_not_in_force_is_not_for_the_front_line(world, fidel):
    draft = writing.draft(world)
    assert counts(fidel) == [0, 0, 0, 0, 0]
    assert world.client(fidel).get(f"/subjects/{draft.subject_id}/").status_code == 404
    alert = writing.issued(world, new_subject=writing.PERSON, legal_basis="Ley", suspicion_basis="Dato")
    assert counts(fidel)[:2] == [1, 1]
    with looking_as(world.bruno):
        suspend(by=world.bruno, alert=alert, revision=alert.revision, reason="Duda")
    assert counts(fidel)[:2] == [0, 0]
    assert wrong_labels()["subjects_subject"] == 0


def test_what_becomes_discreet_is_gone_whoever_changes_it(world, fidel):
    alert = writing.issued(world, audience=("PB",))
    with looking_as(world.bruno):
        assert Subject.objects.get(pk=alert.subject_id).looked_for
        Alert.objects.filter(pk=alert.pk).update(action_requested="DISCREET_CHECK")
    assert counts(fidel)[:2] == [0, 0]


def test_the_front_line_reads_no_report_and_writes_nothing(world, fidel):
    report = reports.disseminated(world, audience=("PB",))
    client = world.client(fidel)
    assert client.get(f"/reports/{report.pk}/").status_code == 404
    assert {client.get(address).status_code for address in ("/reports/", "/alerts/new/", "/subjects/new/", "/audit/")} == {403}
    assert not {act for act in fidel.acts if not act.partition(".")[2].startswith(("view_", "enter"))}


def test_how_an_alert_came_about_is_not_for_the_front_line(world, fidel):
    alert = writing.issued(world, reason="Subvaluación")
    with looking_as(fidel):
        assert Alert.objects.get(pk=alert.pk).steps.count() == 0
    with looking_as(world.ana):
        assert Alert.objects.get(pk=alert.pk).steps.count() == 3


def test_nobody_marks_a_subject_as_looked_for(world, fidel):
    draft = writing.draft(world)
    with looking_as(world.ana):
        with pytest.raises(DatabaseError, match="not written"), transaction.atomic():
            Subject.objects.filter(pk=draft.subject_id).update(looked_for=True)
        born = Subject.objects.create(owner_agency_id=world.ana.agency_id, kind="PERSON", label="Juan", looked_for=True)
        born.refresh_from_db()
        assert not born.looked_for


def test_who_will_see_a_discreet_alert_leaves_the_front_line_out(world, fidel):
    groups = reader_groups([world.agencies["PB"]], act="alerts.view_alert")
    with looking_as(world.ana):
        seen = {action: {(one.agency_code, one.role) for one in who_will_see(
            groups, classification="RESTRICTED", by=world.ana, act=act_to_see(action))} for action in ("SCAN", "DISCREET_CHECK")}
    assert seen["SCAN"] - seen["DISCREET_CHECK"] == {("AN", "FRONT_LINE"), ("PB", "FRONT_LINE")}
    form = {"audience": groups, "classification": "RESTRICTED", "valid_from": timezone.localdate(),
            "valid_until": timezone.localdate() + timedelta(days=3)}
    told = {action: world.client(world.ana).post("/alerts/who-will-see/", {**form, "action_requested": action}).content.decode()
            for action in ("SCAN", "DISCREET_CHECK")}
    assert "Front line" in told["SCAN"] and "Front line" not in told["DISCREET_CHECK"]


@pytest.mark.parametrize(("to", "classification"), [((), "RESTRICTED"), (("PB",), "SECRET")])
def test_an_alert_that_they_do_not_see_shows_them_no_subject(world, flora, to, classification):
    """The subject is shared with the police by other means; that customs looks for it is not."""
    wary = engaged(world.agencies["AN"], "wary", Role.FRONT_LINE, clearance="UNCLASSIFIED")
    cleared = [engaged(world.agencies["AN"], name, role, clearance="SECRET")
               for name, role in (("amaru", Role.OFFICER), ("bea", Role.SUPERVISOR))]
    subject = shared(world, world.ana, to=("PB",), kind="ORGANISATION", label="Sajama", classification="UNCLASSIFIED")
    alert = writing.draft(world, cleared[0], subject=subject, audience=to, classification=classification)
    with looking_as(cleared[0]):
        alert = submit(by=cleared[0], alert=alert, revision=alert.revision)
    with looking_as(cleared[1]):
        issue(by=cleared[1], alert=alert, revision=alert.revision)
    for viewer in (flora, wary):
        assert counts(viewer)[:3] == [0, 0, 0]
        assert world.client(viewer).get(f"/subjects/{subject.pk}/").status_code == 404
    assert world.client(world.carla).get(f"/subjects/{subject.pk}/").status_code == 200
