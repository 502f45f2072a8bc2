"""Who sees an alert: in the tables, on pages, in the API; and that nothing gives it away."""

import re

import pytest

from agencies.access import looking_as
from intel.alerts.models import Alert, AlertReport, AlertStep
from intel.subjects.models import Subject
from tests.alerts.writing import COMPANY, draft, issued, submitted
from tests.reports.writing import disseminated
from tests.reports.writing import draft as draft_report

PAGE, API = "/alerts/", "/api/v1/alerts/"
ACTS = ("submit", "return", "issue", "suspend", "resume", "withdraw")


@pytest.mark.parametrize(("made", "person", "sees"), [
    (draft, "ana", True), (draft, "bruno", True), (draft, "hugo", True), (draft, "ivan", False), (draft, "carla", False),
    (draft, "elena", False), (draft, "fabio", False), (draft, None, False),
    (submitted, "bruno", True), (submitted, "carla", False), (submitted, "celia", False),
    (issued, "ana", True), (issued, "carla", True), (issued, "celia", True), (issued, "diego", False),
    (issued, "ivan", False), (issued, "elena", False), (issued, "fabio", False), (issued, None, False)])
def test_tables_page_and_api_agree(world, made, person, sees):
    alert = made(world, audience=("PB",))
    viewer = world.viewers[person] if person else None
    if viewer is not None:
        with looking_as(viewer):
            assert Alert.objects.filter(pk=alert.pk).exists() is sees
    page, api = world.client(viewer), world.api(viewer)
    expected = 200 if sees else 404
    assert page.get(f"{PAGE}{alert.pk}/").status_code == expected
    assert api.get(f"{API}{alert.pk}/").status_code == expected
    for client, base in ((page, PAGE), (api, API)):
        listed = client.get(base)
        if listed.status_code == 200:
            assert (alert.reference in listed.content.decode()) is sees


@pytest.mark.parametrize("person", ["carla", "elena", "fabio", None])
def test_a_hidden_alert_is_answered_as_an_absent_one(world, person):
    alert = submitted(world, audience=("PB",))
    viewer = world.viewers[person] if person else None
    for client, base in ((world.client(viewer), PAGE), (world.api(viewer), API)):
        for act in ("", *(f"{act}/" for act in ACTS)):
            ask = client.post if act else client.get
            hidden, absent = ask(f"{base}{alert.pk}/{act}", {"reason": "x"}), ask(f"{base}987654321/{act}", {"reason": "x"})
            assert (hidden.status_code, absent.status_code) == (404, 404), act
            assert hidden.content == absent.content


def without_what_always_differs(text):
    return re.sub(r"csrfmiddlewaretoken[^>]*|X-CSRFToken[^']*|987654321", "", text)


def test_lists_and_suggestions_are_the_same_with_and_without_it(world):
    carla, api = world.client(world.carla), world.api(world.carla)
    addresses = [PAGE, f"{PAGE}?q=sajama", f"{PAGE}?state=DRAFT", "/subjects/", "/alerts/pick-subject/?subject_search=sajama"]
    before = [without_what_always_differs(carla.get(address).content.decode()) for address in addresses]
    before_api = [api.get(address).json() for address in (API, f"{API}?q=sajama")]
    submitted(world, audience=("PB",))
    assert [without_what_always_differs(carla.get(address).content.decode()) for address in addresses] == before
    assert [api.get(address).json() for address in (API, f"{API}?q=sajama")] == before_api


def test_issuing_shows_the_subject_with_its_names_and_the_ended_alert_stays_visible(world):
    alert = issued(world, audience=("PB",))
    for person, sees in {"carla": True, "diego": False}.items():
        with looking_as(world.viewers[person]):
            assert Subject.objects.filter(pk=alert.subject_id).exists() is sees
    page = world.client(world.carla).get(f"{PAGE}{alert.pk}/").content.decode()
    assert "Sajama Import" in page and "1020703023" in page and "Examine the goods before release" in page
    world.api(world.bruno).post(f"{API}{alert.pk}/withdraw/", {"reason": "Error nuestro.", "revision": alert.revision})
    page = world.client(world.carla).get(f"{PAGE}{alert.pk}/").content.decode()
    assert "Withdrawn by its issuer" in page and "Error nuestro." not in page


def test_steps_and_the_basis_of_suspicion_stay_in_the_agency(world):
    alert = issued(world, audience=("PB",), suspicion_basis="Fuente reservada.")
    for person, own in {"ana": True, "carla": False}.items():
        viewer = world.viewers[person]
        with looking_as(viewer):
            assert AlertStep.objects.exists() is own
        page, body = world.client(viewer).get(f"{PAGE}{alert.pk}/").content.decode(), world.api(viewer).get(
            f"{API}{alert.pk}/").json()
        assert ("Fuente reservada." in page) is own
        assert ("Its life so far" in page) is own
        assert body["suspicion_basis"] == ("Fuente reservada." if own else "")


def test_a_report_it_rests_on_is_seen_by_who_sees_both(world):
    kept, shown = draft_report(world, title="Reservado"), disseminated(world, audience=("PB",), title="Compartido")
    alert = issued(world, audience=("PB",), reports=(kept.pk, shown.pk))
    for person, reports in {"ana": [kept.pk, shown.pk], "carla": [shown.pk]}.items():
        viewer = world.viewers[person]
        with looking_as(viewer):
            assert AlertReport.objects.count() == len(reports)
        assert world.api(viewer).get(f"{API}{alert.pk}/").json()["reports"] == reports
        assert ("Reservado" in world.client(viewer).get(f"{PAGE}{alert.pk}/").content.decode()) is (len(reports) == 2)


def test_it_is_listed_on_the_pages_of_its_subject_and_report(world):
    report = disseminated(world, audience=("PB",))
    alert = issued(world, audience=("PB",), reports=(report.pk,))
    waiting = draft(world, subject=alert.subject, reports=(report.pk,))
    for person, sees_draft in {"ana": True, "carla": False}.items():
        client = world.client(world.viewers[person])
        for address in (f"/subjects/{alert.subject_id}/", f"/reports/{report.pk}/"):
            page = client.get(address).content.decode()
            assert alert.reference in page, address
            assert (waiting.reference in page) is sees_draft
    assert f"/alerts/new/?subject={alert.subject_id}" not in world.client(world.carla).get(
        f"/subjects/{alert.subject_id}/").content.decode()
    assert COMPANY.label in page


def test_the_audience_is_known_to_the_owner_and_each_partner_knows_its_own(world):
    alert = issued(world, audience=("PB", "SIN"))
    for person, agencies in {"ana": {"PB", "SIN"}, "carla": {"PB"}, "diego": {"SIN"}}.items():
        body = world.api(world.viewers[person]).get(f"{API}{alert.pk}/").json()
        assert {one["agency"] for one in body["audience"]} == agencies
