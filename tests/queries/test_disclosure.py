"""What others learn is said by one person; that they learn more takes a second one, whoever tries."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired
from intel.alerts.services import issue, suspend
from intel.queries import index
from intel.queries.disclosure import On, confirm, disclose, disclosures, drop
from intel.queries.models import Disclosure
from tests.alerts import writing as alerts
from tests.queries.asking import answered, asked, disclosed
from tests.world import engaged

ASKED = {"kind": "ORGANISATION", "names": ("Importadora Sajama S.R.L.",)}
CONTACT = "HIT_CONTACT_OWNER"


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


def proposed(by, level=CONTACT, to=None, **on):
    with looking_as(by):
        return disclose(by=by, on=On(**on), level=level, agency=to)


def test_until_a_second_person_confirms_nobody_learns_more(world):
    it = alerts.issued(world)
    row = proposed(world.ana, alert=it)
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"
    with looking_as(world.bruno):
        confirm(by=world.bruno, disclosure=row)
    assert answered(asked(world.carla, **ASKED)).answer == CONTACT
    with looking_as(world.ana):
        disclose(by=world.ana, on=On(alert=it), level="SILENT")
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"


def test_nobody_confirms_what_they_proposed_and_a_token_confirms_nothing(world):
    row = proposed(world.bruno, risk_area="ANY")
    with pytest.raises(NotAllowed), looking_as(world.bruno):
        confirm(by=world.bruno, disclosure=row)
    with pytest.raises(NotAllowed), looking_as(world.ana):
        confirm(by=world.ana, disclosure=row)
    other = proposed(world.ana, risk_area="TAX_EVASION")
    with pytest.raises(StepUpRequired), looking_as(world.bruno):
        confirm(by=replace(world.bruno, fresh=False), disclosure=other)
    answer = world.api(world.bruno).post(f"/api/v1/disclosures/{other.pk}/confirm/")
    assert (answer.status_code, "step_up_required" in answer.json()["type"]) == (403, True)
    assert world.api(world.bruno, signed_in=True).post(f"/api/v1/disclosures/{other.pk}/confirm/").status_code == 200


def test_the_database_refuses_it_too(world):
    values = {"owner_agency_id": world.ana.agency_id, "level": CONTACT, "risk_area": "ANY"}
    now = timezone.now()
    for by, more in ((world.ana, {"decided_by_id": world.ana.user_id, "decided_at": now}),
                     (world.bruno, {"decided_by_id": world.ana.user_id, "decided_at": now}),
                     (world.carla, {})):
        with pytest.raises(DatabaseError), looking_as(by), transaction.atomic():
            Disclosure.objects.create(proposed_by_id=by.user_id, **values, **more)
    it = alerts.issued(world)
    with pytest.raises(DatabaseError), looking_as(world.carla), transaction.atomic():  # of another agency's alert
        Disclosure.objects.create(proposed_by_id=world.carla.user_id, owner_agency_id=world.carla.agency_id, alert_id=it.pk,
                                  level="SILENT")
        transaction.get_connection().check_constraints()
    row = proposed(world.ana, alert=it)
    with pytest.raises(DatabaseError), looking_as(world.bruno), transaction.atomic():
        Disclosure.objects.filter(pk=row.pk).update(agency_id=world.agencies["PB"].pk)


@pytest.mark.parametrize("who", ["carla", "celia", "diego", "elena"])
def test_no_other_agency_learns_what_is_disclosed(world, who):
    it = alerts.issued(world, audience=("PB", "SIN"))
    row = proposed(world.ana, alert=it)
    viewer = world.viewers[who]
    with looking_as(viewer):
        assert not disclosures().exists()
        if who != "elena":
            with pytest.raises(NotAllowed):
                disclose(by=viewer, on=On(alert=it), level="SILENT")
    assert world.api(viewer).post(f"/api/v1/disclosures/{row.pk}/confirm/").status_code == 404
    assert "When another agency asks" not in world.client(viewer).get(f"/alerts/{it.pk}/").content.decode()


def test_one_proposal_at_a_time_and_each_is_decided_once(world):
    row = proposed(world.ana, risk_area="ANY")
    with pytest.raises(Conflict):
        proposed(world.hugo, risk_area="ANY")
    with looking_as(world.bruno):
        confirm(by=world.bruno, disclosure=row)
    for act in (confirm, drop):
        with pytest.raises(Conflict), looking_as(world.bruno):
            act(by=world.bruno, disclosure=row)
    with pytest.raises(Conflict):
        disclosed(world.ana, "SILENT", risk_area="OTHER")
        disclosed(world.ana, "SILENT", risk_area="OTHER")
    mine = proposed(world.ana, risk_area="TAX_EVASION")
    with looking_as(world.ana):
        drop(by=world.ana, disclosure=mine)
    with as_service("tests"):
        assert set(Disclosure.objects.values_list("risk_area", "level")) == {("ANY", CONTACT), ("OTHER", "SILENT")}


def test_on_the_pages_and_in_the_api(world):
    it = alerts.issued(world)
    ana, bruno = world.client(world.ana), world.client(world.bruno)
    assert "Say what they learn" in ana.get(f"/alerts/{it.pk}/").content.decode()
    sent = ana.post("/queries/disclosures/new/", {"alert": it.pk, "level": CONTACT, "whom": "PB"})
    assert sent["Location"] == f"/alerts/{it.pk}/"
    ana.post("/queries/disclosures/new/", {"risk_area": "ANY", "level": CONTACT, "whom": ""})
    made = world.api(world.ana).post("/api/v1/disclosures/", {"subject": it.subject_id, "level": "SILENT"}, format="json")
    assert (made.status_code, made.json()["agency"], made.json()["decided_by"]) == (201, None, "ana")
    page = bruno.get("/queries/disclosures/").content.decode()
    assert page.count("/confirm/") == 2
    rows = world.api(world.bruno).get("/api/v1/disclosures/", {"proposed": "true"}).json()["results"]
    assert [(row["risk_area"], row["agency"], row["alert"]) for row in rows] == [("ANY", None, None), ("", "PB", it.pk)]


@pytest.mark.parametrize(("given", "field"), [
    ({"level": CONTACT}, "alert"), ({"alert": 1, "subject": 2, "level": CONTACT}, "alert"),
    ({"risk_area": "X", "level": CONTACT}, "risk_area"),
    ({"risk_area": "ANY", "level": "DATA"}, "level"), ({"risk_area": "ANY", "level": CONTACT, "agency": "XX"}, "agency"),
    ({"risk_area": "ANY", "level": CONTACT, "agency": "AN"}, "agency"), ({"risk_area": "ANY", "levl": CONTACT}, "levl")])
def test_bad_input_says_where(world, given, field):
    answer = world.api(world.ana).post("/api/v1/disclosures/", given, format="json")
    assert answer.status_code == 400 and field in {error["field"] for error in answer.json()["errors"]}


def test_a_level_that_is_none_is_refused(world):
    with pytest.raises(Invalid):
        proposed(world.ana, level="HIT_WITH_DATA", risk_area="ANY")


def in_force(world, new):
    with looking_as(world.bruno):
        issue(by=world.bruno, alert=new, revision=new.revision)


def test_what_is_said_of_an_alert_holds_for_its_new_version(world):
    disclosed(world.ana, CONTACT, risk_area="ANY")
    it = alerts.issued(world)
    proposed(world.ana, "SILENT", alert=it)
    waits = proposed(world.ana, alert=it, to=world.agencies["SIN"])
    new = alerts.revised(world, it)
    in_force(world, new)
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"
    with looking_as(world.bruno):
        confirm(by=world.bruno, disclosure=waits)
        assert {row.alert_id for row in Disclosure.objects.filter(risk_area="")} == {new.pk}
    assert (answered(asked(world.carla, **ASKED)).answer, answered(asked(world.diego, **ASKED)).answer) == ("NO_HIT", CONTACT)


def test_what_is_said_of_the_new_version_already_counts_for_it(world):
    it = alerts.issued(world)
    disclosed(world.ana, CONTACT, alert=it)
    new = alerts.revised(world, it)
    proposed(world.ana, "SILENT", alert=new)
    in_force(world, new)
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"


def test_what_is_said_of_an_alert_is_moved_to_no_other(world):
    it, other = alerts.issued(world), alerts.issued(world, new_subject=alerts.PERSON, legal_basis="Ley", suspicion_basis="x")
    disclosed(world.ana, CONTACT, alert=it)
    new = alerts.revised(world, it)
    for alert in (other, new):
        with pytest.raises(DatabaseError, match="goes on with its new version"), looking_as(world.bruno), transaction.atomic():
            Disclosure.objects.filter(alert=it).update(alert=alert)


@pytest.mark.parametrize("whose", ["bruno", "carla"])
def test_nobody_says_something_in_the_name_of_another(world, whose):
    with pytest.raises(DatabaseError), looking_as(world.ana), transaction.atomic():
        Disclosure.objects.create(owner_agency_id=world.ana.agency_id, level="SILENT", risk_area="ANY", decided_at=timezone.now(),
                                  proposed_by_id=world.ana.user_id, decided_by_id=world.viewers[whose].user_id)


def test_who_may_not_read_the_alert_does_not_learn_that_something_is_said_of_it(world):
    of_alert, of_all = proposed(world.ana, alert=alerts.issued(world)), proposed(world.ana, risk_area="ANY")
    shown = [row["id"] for row in world.api(world.ivan).get("/api/v1/disclosures/").json()["results"]]
    assert shown == [of_all.pk]
    low = engaged(world.agencies["AN"], "lidia", Role.SUPERVISOR, clearance="UNCLASSIFIED")
    assert world.api(low, signed_in=True).post(f"/api/v1/disclosures/{of_alert.pk}/confirm/").status_code == 404


def test_what_is_suspended_or_begins_later_keeps_silent_what_it_did(world):
    """Who asks again and again would learn that a discreet alert was suspended."""
    disclosed(world.ana, CONTACT, risk_area="ANY")
    it = alerts.issued(world, action_requested="DISCREET_CHECK")
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"
    with looking_as(world.bruno):
        suspend(by=world.bruno, alert=it, reason="Por ahora.", revision=it.revision)
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"
    person = {"new_subject": alerts.PERSON, "legal_basis": "Ley 1990", "suspicion_basis": "Denuncia"}
    alerts.issued(world, **person, action_requested="DISCREET_CHECK", valid_from=timezone.localdate() + timedelta(days=5))
    assert answered(asked(world.carla, kind="PERSON", names=(alerts.PERSON.label,))).answer == "NO_HIT"


def test_what_is_suspended_tells_no_more_by_its_risk_area(world):
    disclosed(world.ana, CONTACT, risk_area="UNDERVALUATION")
    it = alerts.issued(world)
    assert answered(asked(world.carla, **ASKED)).answer == CONTACT
    with looking_as(world.bruno):
        suspend(by=world.bruno, alert=it, reason="Por ahora.", revision=it.revision)
    assert answered(asked(world.carla, **ASKED)).answer == "NO_HIT"
