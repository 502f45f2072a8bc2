"""The pages of alerts, through the browser's door, and the same through the API."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.access import looking_as
from agencies.access.grants import reader_groups
from agencies.audit.models import Event
from intel.alerts.models import Alert
from intel.subjects.models import Subject
from tests.alerts.writing import COMPANY, PERSON, draft, issued, submitted
from tests.reports.writing import draft as draft_report

API = "/api/v1/alerts/"


def form(world, **given):
    """What the form of a new alert posts."""
    today = timezone.localdate()
    return {
        "subject": "", "new-kind": "ORGANISATION", "new-label": "Tabacos del Lago S.R.L.", "new-classification": "UNCLASSIFIED",
        "new-countries": "BO", "new-birth_dates": "", "new-addresses": "", "new-remarks": "",
        "names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "0", "names-0-kind": "ALIAS", "names-0-name": "Tabalago",
        "identifiers-TOTAL_FORMS": "1", "identifiers-INITIAL_FORMS": "0", "identifiers-0-kind": "tax",
        "identifiers-0-value": "1020304050", "identifiers-0-country": "BO",
        "action_requested": "SCAN", "priority": "2", "risk_area": "SMUGGLING", "reason": "Cigarrillos.",
        "instructions_front_line": "Llamar antes de abrir.", "valid_from": today.isoformat(),
        "valid_until": today.replace(year=today.year + 1, day=1).isoformat(), "legal_basis": "", "suspicion_basis": "",
        "classification": "RESTRICTED", "handling_conditions": "", "reports": "",
        "audience": reader_groups([world.agencies["PB"]], act="alerts.view_alert"), **given}


def test_an_alert_is_raised_on_a_subject_described_on_the_page(world):
    report = draft_report(world)
    answer = world.client(world.ana).post(reverse("alerts:new"), form(world, reports=report.reference.lower()))
    with looking_as(world.ana):
        alert = Alert.objects.get()
        assert (alert.subject.label, alert.action_requested, alert.priority, alert.state) == (
            "Tabacos del Lago S.R.L.", "SCAN", 2, "DRAFT")
        assert alert.subject.names.filter(name="Tabalago").exists()
        assert alert.subject.identifiers.get().value == "1020304050"
        assert alert.grants.count() == 6 and alert.report_links.get().report_id == report.pk
    assert answer.headers["Location"] == reverse("alerts:detail", args=[alert.pk])


def test_an_alert_is_raised_on_a_subject_that_was_found(world):
    subject = draft(world).subject
    client = world.client(world.ana)
    found = client.get(reverse("alerts:pick-subject") + "?subject_search=sajama").content.decode()
    assert f'value="{subject.pk}"' in found
    kept = client.get(reverse("alerts:pick-subject") + f"?subject_search=nadie&subject={subject.pk}").content.decode()
    assert "checked" in kept and COMPANY.label in kept
    client.post(reverse("alerts:new"), form(world, subject=str(subject.pk), **{"new-label": ""}))
    with looking_as(world.ana):
        assert Alert.objects.filter(subject=subject).count() == 2
        assert Subject.objects.count() == 1


@pytest.mark.parametrize(("given", "words"), [
    ({"reason": ""}, "This field is required"), ({"new-label": ""}, "This field is required"),
    ({"audience": []}, "Choose who may see it, or say that only your agency may."),
    ({"own_agency_only": "on"}, "You chose both"), ({"valid_until": "2020-01-01"}, "It ends before it begins."),
    ({"handling_codes": ["H3"]}, "H3 needs the conditions in words."),
    ({"new-classification": "CONFIDENTIAL"}, "Its subject is marked Confidential"),
    ({"new-countries": "X9"}, "no country code"), ({"identifiers-0-value": "S/N"}, "cannot identify anything"),
    ({"reports": "AN-1999-000001"}, "You see no report with the reference"),
    ({"subject": "987654321", "new-label": ""}, "This field is required"),
])
def test_a_form_that_needs_mending_keeps_nothing_and_says_why(world, given, words):
    answer = world.client(world.ana).post(reverse("alerts:new"), form(world, **given))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    with looking_as(world.ana):
        assert not Alert.objects.exists() and not Subject.objects.exists()


def test_a_report_lends_what_it_says(world):
    subject = draft(world).subject
    report = draft_report(world, subjects=[(subject.pk, "SUSPECT")], legal_basis="Ley 1990 art. 22")
    page = world.client(world.ana).get(reverse("alerts:new") + f"?report={report.pk}").content.decode()
    assert report.reference in page and "Ley 1990 art. 22" in page and COMPANY.label in page
    page = world.client(world.carla).get(reverse("alerts:new") + f"?report={report.pk}").content.decode()
    assert report.reference not in page and "Ley 1990" not in page


def test_a_draft_is_edited_and_an_old_form_is_refused(world):
    alert = draft(world, reports=(draft_report(world).pk,))
    client, address = world.client(world.ana), reverse("alerts:edit", args=[alert.pk])
    assert "Subvaluación reiterada" in client.get(address).content.decode()
    assert client.post(address, form(world, revision="1", reason="Nueva")).status_code == 302
    assert "changed since you opened it" in client.post(address, form(world, revision="1")).content.decode()
    with looking_as(world.ana):
        fresh = Alert.objects.get()
        assert (fresh.reason, fresh.revision, fresh.subject_id) == ("Nueva", 2, alert.subject_id)
        assert not fresh.report_links.exists()
    assert world.client(world.hugo).get(address).status_code == 403


def test_the_whole_way_from_draft_to_partner(world):
    alert = draft(world, audience=("PB",), handling_codes=("H1",))
    address = reverse("alerts:detail", args=[alert.pk])
    carla, ana, bruno = world.client(world.carla), world.client(world.ana), world.client(world.bruno)
    assert 'id="submit"' in ana.get(address).content.decode()
    assert ana.post(reverse("alerts:submit", args=[alert.pk]), {"revision": 1}).status_code == 302
    assert bruno.post(reverse("alerts:return", args=[alert.pk]), {"revision": 2, "reason": "Falta la norma."}).status_code == 302
    assert "Falta la norma." in ana.get(address).content.decode()
    ana.post(reverse("alerts:submit", args=[alert.pk]), {"revision": 3})
    page = bruno.get(address).content.decode()
    assert 'id="issue"' in page and "Policía Boliviana" in page and 'id="issue"' not in ana.get(address).content.decode()
    assert bruno.post(reverse("alerts:issue", args=[alert.pk]), {"revision": 3}).status_code == 409
    assert carla.get(address).status_code == 404
    assert bruno.post(reverse("alerts:issue", args=[alert.pk]), {"revision": 4}).status_code == 302
    page = carla.get(address).content.decode()
    assert "Examine the goods before release" in page and 'id="withdraw"' not in page


def test_what_stands_in_the_way_is_said(world):
    first = issued(world)
    second = submitted(world, subject=first.subject)
    assert "Another alert of your agency is in force" in world.client(world.bruno).get(
        reverse("alerts:detail", args=[second.pk])).content.decode()
    assert world.client(world.bruno).post(reverse("alerts:issue", args=[second.pk]), {"revision": 2}).status_code == 409
    person = draft(world, new_subject=PERSON)
    assert "The subject is a natural person" in world.client(world.ana).get(
        reverse("alerts:detail", args=[person.pk])).content.decode()


@pytest.mark.parametrize(("query", "found"), [
    ("", 2), ("?q=sajama", 1), ("?q=10207030", 1), ("?q=ROSA+mamani", 1), ("?q=rosa+sajama", 0), ("?q=AN-A-", 2),
    ("?state=DRAFT", 2), ("?state=ACTIVE", 0), ("?action=SCAN", 1), ("?risk_area=UNDERVALUATION", 2), ("?kind=PERSON", 1),
    ("?agency=AN", 2), ("?agency=PB", 0), ("?state=NONE", 0)])
def test_the_list_is_narrowed_alike_on_page_and_api(world, query, found):
    draft(world)
    draft(world, new_subject=PERSON, action_requested="SCAN")
    page = world.client(world.ana).get(reverse("alerts:list") + query).content.decode()
    assert page.count("<tr data-href") == found
    answer = world.api(world.ana).get(API + query)
    assert len(answer.json().get("results", [])) == found
    with looking_as(world.fabio):
        assert Event.objects.filter(action="alert.searched").first() is not None


def test_htmx_gets_the_list_alone(world):
    draft(world)
    page = world.client(world.ana).get(reverse("alerts:list"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page and page.count("<tr data-href") == 1


@pytest.mark.parametrize(("person", "status"), [(None, 302), ("fabio", 403), ("gala", 403), ("elena", 200)])
def test_the_list_asks_who_is_there(world, person, status):
    viewer = world.viewers[person] if person else None
    assert world.client(viewer).get(reverse("alerts:list")).status_code == status
    assert world.api(viewer).get(API).status_code == (401 if status == 302 else status)


def test_it_says_beforehand_who_will_see_it(world):
    client, address = world.client(world.ana), reverse("alerts:who-will-see")
    assert "Policía Boliviana" in client.post(address, form(world)).content.decode()
    assert "Choose who may see it" in client.post(address, form(world, audience=[])).content.decode()


def written(**given):
    today = timezone.localdate().isoformat()
    return {"reason": "Cigarrillos.", "risk_area": "SMUGGLING", "action_requested": "SCAN", "valid_from": today,
            "valid_until": today, "audience": [{"agency": "PB", "roles": ["ANALYST"]}],
            "new_subject": {"kind": "ORGANISATION", "label": "Tabacos del Lago", "names": [{"kind": "ALIAS", "name": "Tabalago"}],
                            "identifiers": [{"kind": "tax", "value": "1020304050", "country": "BO"}]}, **given}


def test_a_program_goes_the_whole_way(world):
    ana, bruno, carla = world.api(world.ana), world.api(world.bruno, signed_in=True), world.api(world.carla)
    made = ana.post(API, written())
    assert made.status_code == 201, made.json()
    url = f"{API}{made.json()['id']}/"
    assert ana.get(url).json() == made.json()
    assert made.json()["subject"]["label"] == "Tabacos del Lago" and made.json()["classification"] == "RESTRICTED"
    assert made.json()["audience"] == [{"agency": "PB", "roles": ["ANALYST"]}]
    assert ana.patch(url, {"reason": "Sin revisión"}).status_code == 400
    changed = ana.patch(url, {"revision": 1, "priority": 1, "handling_codes": ["H1"]}).json()
    assert (changed["priority"], changed["handling_codes"], changed["reason"]) == (1, ["H1"], "Cigarrillos.")
    assert ana.patch(url, {"revision": 1, "reason": "Viejo"}).status_code == 409
    assert ana.post(f"{url}submit/").status_code == 400
    assert ana.post(f"{url}submit/", {"revision": 2}).json()["state"] == "PENDING_VALIDATION"
    assert ana.post(f"{url}issue/", {"revision": 3}).status_code == 403
    assert bruno.post(f"{url}issue/", {"revision": 1}).status_code == 409
    assert bruno.post(f"{url}issue/", {"revision": 3}).json()["state"] == "ACTIVE"
    assert bruno.post(f"{url}suspend/", {}).status_code == 400
    assert bruno.post(f"{url}suspend/", {"reason": "x", "revision": 4}).json()["state"] == "SUSPENDED"
    assert bruno.post(f"{url}resume/", {"reason": "x", "revision": 5}).json()["state"] == "ACTIVE"
    assert (carla.get(url).json()["state"], carla.get(url).json()["issued_by"]) == ("ACTIVE", "")


@pytest.mark.parametrize(("given", "field"), [
    ({"reason": ""}, "reason"), ({"new_subject": None}, "subject"), ({"subject": 987654321, "new_subject": None}, "subject"),
    ({"audience": []}, "audience"), ({"valid_until": "2020-01-01"}, "valid_until"), ({"reports": [987654321]}, "reports.0"),
    ({"new_subject": {"kind": "PERSON", "label": "X", "identifiers": [{"kind": "tax", "value": "S/N"}]}},
     "new_subject.identifiers.0.value")])
def test_what_needs_mending_is_named_by_its_path(world, given, field):
    answer = world.api(world.ana).post(API, written(**given))
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    with looking_as(world.ana):
        assert not Alert.objects.exists() and not Subject.objects.exists()


@pytest.mark.parametrize(("door", "address", "most"), [
    ("client", "/alerts/", 27), ("client", "/alerts/?q=sajama+import", 27), ("api", "/api/v1/alerts/", 26)])
def test_a_list_costs_the_same_for_few_and_for_many(world, django_assert_max_num_queries, door, address, most):
    subject = draft(world).subject
    for _number in range(11):
        draft(world, subject=subject)
    client = getattr(world, door)(world.ana)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200
