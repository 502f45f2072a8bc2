"""Reports in the API: the same rules as the pages."""

import pytest

from agencies.access import looking_as
from agencies.audit.models import Event
from intel.reports.models import Report
from intel.subjects.services import register_subject
from tests.reports.writing import disseminated, draft, submitted

URL = "/api/v1/reports/"


def written(**given):
    return {
        "title": "Cigarrillos por Desaguadero", "risk_area": "SMUGGLING", "source_grade": "C",
        "information_grade": "3", "audience": [{"agency": "PB", "roles": ["ANALYST"]}],
        "paragraphs": [{"text": "Primero.", "classification": "UNCLASSIFIED"}, {"text": "Segundo."}], **given}


def test_a_report_is_drafted_and_read_back(world):
    with looking_as(world.ana):
        subject = register_subject(by=world.ana, kind="ORGANISATION", label="Tabacos del Lago S.R.L.")
    api = world.api(world.ana)
    made = api.post(URL, written(subjects=[{"subject": subject.pk, "role": "TRADER"}], source_ref="HUM-17"))
    assert made.status_code == 201, made.json()
    body = api.get(f"{URL}{made.json()['id']}/").json()
    assert body == made.json()
    assert body["reference"].startswith("AN-") and body["state"] == "DRAFT"
    assert body["classification"] == "RESTRICTED" and body["source_ref"] == "HUM-17"
    assert body["audience"] == [{"agency": "PB", "roles": ["ANALYST"]}]
    assert body["paragraphs"][0] == {
        "number": 1, "text": "Primero.", "classification": "UNCLASSIFIED", "originator": "AN", "cites": []}
    assert body["subjects"] == [{"subject": subject.pk, "label": "Tabacos del Lago S.R.L.", "kind": "ORGANISATION",
                                 "role": "TRADER"}]
    assert body["grade"] == {"scheme": "admiralty", "scheme_label": "Admiralty 6x6",
                             "source": {"code": "C", "label": "Fairly reliable"},
                             "information": {"code": "3", "label": "Possibly true"}}


@pytest.mark.parametrize(("given", "field"), [
    ({"title": ""}, "title"), ({"paragraphs": []}, "paragraphs"),
    ({"paragraphs": [{"text": " "}]}, "paragraphs.0.text"),
    ({"source_grade": "Z"}, "source_grade"), ({"audience": []}, "audience"),
    ({"own_agency_only": True}, "audience"), ({"audience": [{"agency": "XX"}]}, "audience.0.agency"),
    ({"audience": [{"agency": "PB", "roles": ["AUDITOR"]}]}, "audience.0.roles.0"),
    ({"handling_codes": ["H3"]}, "handling_conditions"), ({"subjects": [{"subject": 99999999}]}, "subjects.0.subject"),
])
def test_what_needs_mending_is_named_by_its_path(world, given, field):
    answer = world.api(world.ana).post(URL, written(**given))
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert field in [error["field"] for error in answer.json()["errors"]]
    with looking_as(world.ana):
        assert not Report.objects.exists()


def test_an_agency_without_roles_means_all_that_read(world):
    body = world.api(world.ana).post(URL, written(audience=[{"agency": "SIN"}])).json()
    assert body["audience"] == [
        {"agency": "SIN", "roles": ["OFFICER", "ANALYST", "SUPERVISOR", "RELEASE_AUTHORITY", "DESK"]}]


def test_a_draft_is_changed_on_its_present_revision_only(world):
    report = draft(world)
    api, url = world.api(world.ana), f"{URL}{report.pk}/"
    assert api.patch(url, {"title": "Sin revisión"}).status_code == 400
    changed = api.patch(url, {"revision": 1, "title": "Nuevo", "paragraphs": [{"text": "Uno."}]}).json()
    assert (changed["title"], changed["revision"], len(changed["paragraphs"]), changed["risk_area"]) == (
        "Nuevo", 2, 1, "SMUGGLING")
    stale = api.patch(url, {"revision": 1, "title": "Viejo"})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:hub:problem:conflict")


def test_the_whole_way_from_draft_to_withdrawal(world):
    report = draft(world, audience=("PB",), source_ref="HUM-17")
    url = f"{URL}{report.pk}/"
    ana, bruno, carla = world.api(world.ana), world.api(world.bruno, signed_in=True), world.api(world.carla)
    assert carla.get(url).status_code == 404
    assert ana.post(f"{url}submit/").status_code == 400
    assert ana.post(f"{url}submit/", {"revision": 1}).json()["state"] == "SUBMITTED"
    assert ana.post(f"{url}disseminate/", {"revision": 2}).status_code == 403
    assert bruno.post(f"{url}return/", {"reason": "Falta la fuente.", "revision": 2}).json()["state"] == "DRAFT"
    assert ana.post(f"{url}submit/", {"revision": 1}).status_code == 409
    assert ana.post(f"{url}submit/", {"revision": 3}).json()["state"] == "SUBMITTED"
    assert carla.get(url).status_code == 404
    told = bruno.get(f"{url}who-will-see/").json()
    assert {"agency_code": "PB", "agency_name": "Policía Boliviana", "role": "ANALYST", "people": None, "cleared": None,
            "own": False, "through": ""} in told
    assert bruno.post(f"{url}disseminate/", {"revision": 4}).json()["disseminated_by"] == "Bruno"
    body = carla.get(url).json()
    assert (body["state"], body["source_ref"], body["disseminated_by"]) == ("DISSEMINATED", "", "Bruno")
    assert {agency["agency"] for agency in body["audience"]} == {"PB"}
    assert bruno.post(f"{url}withdraw/", {"reason": "Otra empresa.", "revision": 5}).json()["state"] == "WITHDRAWN"
    assert carla.get(url).json()["state"] == "WITHDRAWN"


def test_a_partner_does_not_ask_who_else_sees_it(world):
    report = disseminated(world, audience=("PB", "SIN"))
    assert world.api(world.carla).get(f"{URL}{report.pk}/who-will-see/").status_code == 403


def test_links_are_made_and_taken_away(world):
    one, other = draft(world), draft(world, title="Otro")
    api, url = world.api(world.ana), f"{URL}{one.pk}/"
    made = api.post(f"{url}link/", {"target": other.pk, "kind": "CORROBORATES"})
    assert made.status_code == 201
    [link] = made.json()["links"]
    assert (link["report"], link["kind"], link["outward"]) == (other.pk, "CORROBORATES", True)
    assert api.post(f"{url}link/", {"target": other.pk, "kind": "CORROBORATES"}).status_code == 409
    assert api.post(f"{url}link/", {"target": one.pk}).status_code == 400
    assert api.get(f"{URL}{other.pk}/").json()["links"][0]["outward"] is False
    assert api.post(f"{URL}{other.pk}/unlink/", {"link": link["id"]}).status_code == 404
    assert api.post(f"{url}unlink/", {"link": link["id"]}).json()["links"] == []


@pytest.mark.parametrize(("person", "status"), [
    (None, 401), ("fabio", 403), ("gala", 403), ("elena", 200), ("ana", 200)])
def test_the_list_asks_who_is_there(world, person, status):
    assert world.api(world.viewers[person] if person else None).get(URL).status_code == status


def test_the_list_is_filtered_paged_and_recorded(world):
    for number in range(3):
        draft(world, title=f"Informe {number}")
    api = world.api(world.ana)
    first = api.get(URL + "?page_size=2&q=informe").json()
    assert [row["title"] for row in first["results"]] == ["Informe 2", "Informe 1"]
    assert [row["title"] for row in api.get(first["next"]).json()["results"]] == ["Informe 0"]
    assert api.get(URL + "?risk_area=CASH_AML").json()["results"] == []
    assert api.get(URL + "?risk_area=WEATHER").status_code == 400
    with looking_as(world.fabio):
        told = Event.objects.filter(action="report.searched").order_by("id").first()
        assert (told.detail["terms"], told.detail["found"]) == ("informe", 2)


def test_every_act_on_a_hidden_row_answers_as_on_an_absent_one(world):
    report = submitted(world, audience=("PB",))
    for viewer in (world.elena, world.carla, world.fabio, None):
        api = world.api(viewer)
        for act in ("", "submit/", "return/", "disseminate/", "withdraw/", "link/", "unlink/", "who-will-see/"):
            ask = api.get if act in ("", "who-will-see/") else api.post
            hidden, absent = ask(f"{URL}{report.pk}/{act}"), ask(f"{URL}987654321/{act}")
            assert (hidden.status_code, absent.status_code) == (404, 404), (viewer, act)
            assert hidden.json() == absent.json()
