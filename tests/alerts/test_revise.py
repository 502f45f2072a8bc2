"""A new version of an alert in force: it waits for its second person while what was approved stays in force."""

import pytest
from django.db import IntegrityError, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from hub.kit.errors import Conflict, NotAllowed
from intel.alerts.models import Alert, AlertGrant
from intel.alerts.services import edit_alert, issue, revise_alert, submit
from intel.hits.models import Hit
from intel.hits.services import judge
from intel.screening.models import Match
from tests.alerts.writing import PERSON, entry, issued, revised, submitted
from tests.hits import making
from tests.reports.writing import draft as draft_report


def test_what_was_approved_stays_in_force_until_a_second_person_approves_the_new_version(world):
    old = issued(world, audience=("PB",))
    new = revised(world, old)
    for person, seen in (("bruno", {old.pk, new.pk}), ("carla", {old.pk}), ("diego", set())):
        with looking_as(world.viewers[person]):
            assert set(Alert.objects.values_list("pk", flat=True)) == seen
            assert not Alert.objects.filter(state="ACTIVE").exclude(reason=old.reason).exists()
    with looking_as(world.ana), pytest.raises(NotAllowed):
        issue(by=world.ana, alert=new, revision=new.revision)
    with looking_as(world.bruno):
        issue(by=world.bruno, alert=new, revision=new.revision)
    with looking_as(world.carla):
        assert dict(Alert.objects.values_list("pk", "state")) == {old.pk: "WITHDRAWN", new.pk: "ACTIVE"}
        assert Alert.objects.get(state="ACTIVE").reason == "Ahora también por calzado."
    with looking_as(world.bruno):
        step = Alert.objects.get(pk=old.pk).steps.last()
        assert (step.by_id, step.reason) == (world.bruno.user_id, f"Replaced by {new.reference}.")
    with looking_as(world.fabio):
        assert Event.objects.get(action="alert.replaced").detail == {"new_version": new.reference}


def test_it_begins_as_what_is_in_force_says_and_to_whom(world):
    report = draft_report(world)
    old = issued(world, audience=("PB", "SIN"), reports=(report.pk,), priority=1)
    with looking_as(world.hugo):
        new = revise_alert(by=world.hugo, alert=old, revision=old.revision)
        assert (new.state, new.reason, new.priority, new.created_by_id, new.subject_id, new.replaces_id) == (
            "DRAFT", old.reason, 1, world.hugo.user_id, old.subject_id, old.pk)
        assert [link.report_id for link in new.report_links.all()] == [report.pk]
        groups = [set(AlertGrant.objects.filter(content_object=one).values_list("group", flat=True)) for one in (old, new)]
        assert groups[0] == groups[1] != set()


def test_hits_go_over_to_it_and_what_was_dismissed_stays_so(world):
    hit = making.hit(world)
    with looking_as(world.ana):
        judge(by=world.ana, hit=hit, state="NOT_A_MATCH", reason="Otro.", revision=hit.revision)
        old = Alert.objects.get()
    new = revised(world, old)
    with looking_as(world.bruno):
        issue(by=world.bruno, alert=new, revision=new.revision)
    making.screened()
    with looking_as(world.ana):
        match = Match.objects.get(alert=new)
        assert (match.holds, Hit.objects.get(match=match).state) == (True, "NOT_A_MATCH")
        assert not Match.objects.get(alert=old).holds


def test_another_alert_on_the_subject_still_has_to_be_withdrawn_first(world):
    alert = issued(world)
    other = submitted(world, subject=alert.subject)
    with looking_as(world.bruno), pytest.raises(Conflict, match=alert.reference):
        issue(by=world.bruno, alert=other, revision=other.revision)


def test_the_table_holds_what_it_takes_the_place_of(world):
    alert, other = issued(world), issued(world, new_subject=PERSON, legal_basis="x", suspicion_basis="x")
    new = revised(world, alert)
    with looking_as(world.ana):
        with pytest.raises(IntegrityError, match="alert_replaces_stays"), transaction.atomic():
            Alert.objects.filter(pk=new.pk).update(replaces=other)
        with pytest.raises(IntegrityError, match="alert_replaces_its_own"), transaction.atomic():
            Alert.objects.create(reference="AN-A-9", owner_agency_id=world.ana.agency_id, subject=alert.subject, replaces=other,
                                 created_by_id=world.ana.user_id, **entry().columns())


def test_it_is_written_and_decided_on_from_the_pages(world):
    old = issued(world, audience=("PB",))
    ana, bruno, carla = (world.client(one) for one in (world.ana, world.bruno, world.carla))
    assert "New version" in ana.get(f"/alerts/{old.pk}/").content.decode()
    assert "New version" not in carla.get(f"/alerts/{old.pk}/").content.decode()
    assert carla.post(f"/alerts/{old.pk}/revise/", {"revision": old.revision}).status_code == 403
    assert world.client(world.elena).post(f"/alerts/{old.pk}/revise/", {"revision": old.revision}).status_code == 404
    form = ana.post(f"/alerts/{old.pk}/revise/", {"revision": old.revision})
    with looking_as(world.ana):
        new = Alert.objects.get(replaces=old)
    assert form["Location"] == f"/alerts/{new.pk}/edit/" and old.reason in ana.get(form["Location"]).content.decode()
    with looking_as(world.ana):
        new = edit_alert(by=world.ana, alert=new, revision=1, reason="Calzado.")
        new = submit(by=world.ana, alert=new, revision=new.revision)
    page = bruno.get(f"/alerts/{new.pk}/").content.decode()
    assert "What changes" in page and old.reason in page and "It is a new version" in page and old.reference in page
    assert "A new version is being written" in bruno.get(f"/alerts/{old.pk}/").content.decode()
    assert new.reference not in carla.get(f"/alerts/{old.pk}/").content.decode()
    assert bruno.post(f"/alerts/{new.pk}/issue/", {"revision": new.revision}).status_code == 302
    theirs = carla.get(f"/alerts/{old.pk}/").content.decode()
    assert "A new version took its place" in theirs and new.reference in theirs and "Withdrawn by its issuer" not in theirs


def test_it_is_written_and_decided_on_by_programs(world):
    old = issued(world, audience=("PB",))
    address = f"/api/v1/alerts/{old.pk}/"
    ana, bruno, carla = world.api(world.ana), world.api(world.bruno, signed_in=True), world.api(world.carla)
    assert ana.post(f"{address}revise/", {}).status_code == 400
    made = ana.post(f"{address}revise/", {"revision": old.revision})
    assert (made.status_code, made.json()["replaces"], made.json()["state"]) == (201, old.pk, "DRAFT")
    new = f"/api/v1/alerts/{made.json()['id']}/"
    assert ana.patch(address, {"revision": old.revision, "reason": "x"}).status_code == 409
    assert ana.patch(new, {"revision": 1, "reason": "Calzado."}).status_code == 200
    assert ana.post(f"{new}submit/", {"revision": 2}).status_code == 200
    assert (carla.get(address).json()["replaced_by"], carla.get(new).status_code) == (None, 404)
    assert bruno.get(address).json()["replaced_by"] == made.json()["id"]
    assert ana.post(f"{new}issue/", {"revision": 3}).status_code == 403
    assert bruno.post(f"{new}issue/", {"revision": 3}).json()["state"] == "ACTIVE"
    assert (carla.get(address).json()["state"], carla.get(address).json()["replaced_by"]) == ("WITHDRAWN", made.json()["id"])
    assert carla.get(new).json()["replaces"] == old.pk
