"""What was approved is what is in force: an approval is of what was submitted, and the table holds who gave it."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.access.grants import reader_groups, share
from hub.kit.errors import Conflict, Invalid
from intel.alerts.models import Alert, AlertGrant
from intel.alerts.services import edit_alert, issue, return_to_author, submit, suspend, withdraw
from intel.reports.services import disseminate, edit_report
from intel.reports.services import submit as submit_report
from intel.reports.services import withdraw as withdraw_report
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import SubjectProposal
from intel.subjects.services import approve, change_subject, register_many
from tests.alerts.writing import COMPANY, draft, entry, issued, submitted
from tests.reports.writing import draft as draft_report
from tests.subjects.sharing import confirmed, shared


def refused(world, alert, words):
    with looking_as(world.bruno), pytest.raises(Conflict, match=words), transaction.atomic():
        issue(by=world.bruno, alert=alert, revision=alert.revision)


@pytest.mark.parametrize("change", [
    {"label": "Otra Empresa S.A."}, {"names": []}, {"names": [("ALIAS", "Sajama Import"), ("ALIAS", "Nevado")]},
    {"identifiers": [("tax", "9999999999", "BO")]}, {"countries": ["PE"]}, {"remarks": "x"}, {"addresses": ["La Paz"]},
    {"classification": "RESTRICTED"}])
def test_a_subject_that_changed_since_is_not_approved(world, change):
    alert = submitted(world)
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=alert.subject, revision=1, **change)
    refused(world, alert, "its subject")
    page = world.client(world.bruno).get(f"/alerts/{alert.pk}/").content.decode()
    assert "It is not as it was submitted" in page and "its subject" in page


def test_an_audience_that_changed_since_is_not_approved(world):
    alert = submitted(world)
    with looking_as(world.ana):
        share(alert, groups=reader_groups([world.agencies["SIN"]], act="alerts.view_alert"), grant=AlertGrant)
    refused(world, alert, "its audience")


def test_a_report_that_changed_since_is_not_approved(world):
    edited, dropped = draft_report(world, title="Uno"), draft_report(world, title="Dos")
    alert = submitted(world, reports=(edited.pk, dropped.pk))
    with looking_as(world.ana):
        edit_report(by=world.ana, report=edited, revision=1, title="Otro")
        withdraw_report(by=world.ana, report=dropped, revision=1, reason="Duplicado.")
    refused(world, alert, f"{edited.reference}, {dropped.reference}|{dropped.reference}, {edited.reference}")


def test_a_report_that_is_disseminated_meanwhile_is_as_it_was(world):
    report = draft_report(world)
    alert = submitted(world, reports=(report.pk,))
    with looking_as(world.ana):
        report = submit_report(by=world.ana, report=report, revision=report.revision)
    with looking_as(world.bruno):
        disseminate(by=world.bruno, report=report, revision=report.revision)
        assert issue(by=world.bruno, alert=alert, revision=alert.revision).state == "ACTIVE"


def test_it_is_approved_as_it_is_submitted_again(world):
    alert = submitted(world)
    with looking_as(world.ana):
        change_subject(by=world.ana, subject=alert.subject, revision=1, label="Otra Empresa S.A.")
    with looking_as(world.bruno):
        alert = return_to_author(by=world.bruno, alert=alert, revision=alert.revision, reason="Cambió el sujeto.")
    with looking_as(world.ana):
        alert = submit(by=world.ana, alert=alert, revision=alert.revision)
    with looking_as(world.bruno):
        alert = issue(by=world.bruno, alert=alert, revision=alert.revision)
    assert alert.approved_as == alert.submitted_as and set(alert.approved_as) == {"text", "subject", "audience"}


def test_after_issue_one_person_alone_does_not_change_what_is_looked_for(world):
    alert = issued(world, audience=("PB",))
    with looking_as(world.ana):
        proposal = change_subject(by=world.ana, subject=alert.subject, revision=1, label="Otra Empresa S.A.",
                                  identifiers=[("tax", "9999999999", "BO")])
        assert isinstance(proposal, SubjectProposal)
    for person in ("bruno", "carla"):
        with looking_as(world.viewers[person]):
            assert Alert.objects.get().subject.label == COMPANY.label
    confirmed(world.ana, proposal)
    with looking_as(world.carla):
        assert Alert.objects.get().subject.label == "Otra Empresa S.A."


@pytest.mark.parametrize("force", ["ACTIVE", "SUSPENDED", "WITHDRAWN"])
def test_a_subject_is_not_marked_above_an_alert_in_force(world, force):
    """It would vanish from the eyes of its partners, who go on acting on it."""
    alert = issued(world, audience=("PB",))
    subject = alert.subject
    with looking_as(world.bruno):
        if force != "ACTIVE":
            act = {"SUSPENDED": suspend, "WITHDRAWN": withdraw}[force]
            act(by=world.bruno, alert=alert, reason="x", revision=alert.revision)
    with looking_as(world.ana):
        if force == "WITHDRAWN":
            assert change_subject(by=world.ana, subject=subject, revision=1, classification="CONFIDENTIAL")
            return
        with pytest.raises(Invalid, match=alert.reference) as refusal:
            change_subject(by=world.ana, subject=subject, revision=1, classification="CONFIDENTIAL")
        assert refusal.value.field == "classification"
        assert change_subject(by=world.ana, subject=subject, revision=1, classification="RESTRICTED")


def test_nor_by_a_change_that_waited_while_the_alert_was_issued(world):
    subject = shared(world, world.ana, to=("PB",), kind="ORGANISATION", label="Sajama")
    with looking_as(world.ana):
        proposal = change_subject(by=world.ana, subject=subject, revision=1, classification="CONFIDENTIAL")
    alert = issued(world, subject=subject)
    with looking_as(world.bruno), pytest.raises(Invalid, match=alert.reference):
        approve(by=world.bruno, proposal=proposal, revision=1)


def test_nor_by_the_next_edition_of_its_list(world):
    listed = SubjectEntry(kind="PERSON", label="Persona", source="LIST", source_ref="1")
    with looking_as(world.bruno):
        [subject] = register_many(by=world.bruno, entries=[listed])
    alert = issued(world, subject=subject, legal_basis="x", suspicion_basis="x")
    with looking_as(world.bruno), pytest.raises(Invalid, match=alert.reference) as refusal:
        register_many(by=world.bruno, entries=[replace(listed, source_ref="0"), replace(listed, classification="CONFIDENTIAL")])
    assert refusal.value.field == "entries.1.classification"


@pytest.mark.parametrize("how", ["drafted", "rested on later", "lowered"])
def test_an_alert_is_marked_as_high_as_its_reports(world, how):
    report = draft_report(world, classification="CONFIDENTIAL")
    with pytest.raises(Invalid, match=report.reference) as mend, transaction.atomic():
        if how == "drafted":
            draft(world, reports=(report.pk,))
        alert = draft(world, classification="CONFIDENTIAL", reports=(report.pk,) if how == "lowered" else ())
        given = {"reports": [report.pk]} if how == "rested on later" else {}
        with looking_as(world.ana):
            edit_alert(by=world.ana, alert=alert, revision=1, classification="RESTRICTED", **given)
    assert mend.value.field == "classification"


def test_a_report_raised_since_keeps_the_alert_from_being_issued(world):
    report = draft_report(world)
    alert = draft(world, reports=(report.pk,))
    with looking_as(world.ana):
        edit_report(by=world.ana, report=report, revision=1, classification="CONFIDENTIAL")
        alert = submit(by=world.ana, alert=alert, revision=alert.revision)
    with looking_as(world.bruno), pytest.raises(Invalid, match=report.reference):
        issue(by=world.bruno, alert=alert, revision=alert.revision)


@pytest.mark.parametrize(("made", "person", "values", "rule"), [
    (draft, "ana", {"state": "ACTIVE"}, "alert_in_force_has_an_issuer"),
    (draft, "ana", {"state": "ACTIVE", "issued_at": timezone.now()}, "alert_in_force_has_an_issuer"),
    (draft, "ana", {"state": "ACTIVE", "issued_by": "ana", "issued_at": timezone.now()}, "alert_issuer_is_not_author"),
    (draft, "ana", {"state": "ACTIVE", "issued_by": "bruno", "issued_at": timezone.now()}, "alert_issuer_is_who_acts"),
    (draft, "bruno", {"created_by": None}, "alert_author_stays"),
    (draft, "bruno", {"created_by": "hugo"}, "alert_author_stays"),
    (draft, "bruno", {"imported": True}, "alert_author_stays"),
    (draft, "bruno", {"state": "ACTIVE", "issued_by": "bruno", "issued_at": timezone.now(), "created_by": None},
     "alert_author_stays"),
    (issued, "bruno", {"issued_by": "celia"}, "alert_issuer_stays"),
    (issued, "bruno", {"issued_by": None}, "alert_issuer_stays")])
def test_the_table_holds_who_approved_what_even_without_the_service(world, made, person, values, rule):
    alert = made(world)
    ids = {name: value and world.viewers[value].user_id for name, value in values.items() if name.endswith("_by")}
    with looking_as(world.viewers[person]), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(**{name: ids.get(name, value) for name, value in values.items()})


@pytest.mark.parametrize(("values", "rule"), [
    ({"state": "ACTIVE", "issued_at": timezone.now()}, "alert_begins_as_a_draft"),
    ({"state": "ACTIVE", "imported": True, "issued_by_id": None}, "alert_of_a_list_is_its_importers"),
    ({"state": "ACTIVE", "imported": True, "issued_by": "bruno"}, "alert_of_a_list_is_its_importers")])
def test_nobody_puts_an_alert_in_force_by_adding_it(world, values, rule):
    subject = draft(world).subject_id
    given = {name: world.users[value] if name == "issued_by" else value for name, value in values.items()}
    with looking_as(world.ana), pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Alert.objects.create(reference="AN-A-9", owner_agency_id=world.ana.agency_id, subject_id=subject, **given,
                             **entry().columns())
