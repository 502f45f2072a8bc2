"""Subjects in the API: the same rules as the pages."""

import pytest

URL = "/api/v1/subjects/"


def described(**given):
    return {"kind": "ORGANISATION", "label": "Sajama S.R.L.", "names": [{"kind": "ALIAS", "name": "Sajama"}],
            "identifiers": [{"kind": "tax", "value": "NIT 1020304050", "country": "BO"}], "countries": ["BO"],
            "audience": [{"agency": "PB"}], **given}


def test_a_subject_is_registered_changed_and_shared(world):
    api = world.api(world.ana)
    made = api.post(URL, described())
    assert made.status_code == 201, made.json()
    url = f"{URL}{made.json()['id']}/"
    body = api.get(url).json()
    assert body["identifiers"] == [{"kind": "tax", "value": "NIT 1020304050", "country": "BO",
                                    "normalised": "1020304050", "valid": None}]
    assert body["names"] == [{"kind": "ALIAS", "name": "Sajama"}]
    changed = api.patch(url, {"revision": 1, "remarks": "Activa."}).json()
    assert (changed["remarks"], changed["revision"], changed["names"]) == ("Activa.", 2, body["names"])
    assert api.patch(url, {"revision": 1, "remarks": "Otra."}).status_code == 409
    assert world.api(world.diego).get(url).status_code == 404
    proposals = "/api/v1/subject-proposals/"
    [first] = api.get(proposals + "?state=WAITING").json()["results"]
    assert (first["kind"], first["audience"][0]["agency"], first["proposed_by"]) == ("SHARE", "PB", "ana")
    assert api.post(f"{proposals}{first['id']}/approve/", {"revision": 1}).status_code == 403
    assert api.post(f"{proposals}{first['id']}/take-back/", {"revision": 1}).json()["state"] == "RETRACTED"
    given = {"audience": [{"agency": "SIN", "roles": ["ANALYST"]}]}
    asked = api.post(f"{url}share/", given)
    assert (asked.status_code, asked.json()["state"], api.post(f"{url}share/", given).status_code) == (202, "WAITING", 409)
    assert world.api(world.diego).get(url).status_code == 404
    bruno = world.api(world.bruno, signed_in=True)
    address = f"{proposals}{asked.json()['id']}/"
    assert bruno.post(f"{address}approve/").status_code == 400
    assert bruno.post(f"{address}approve/", {"revision": 1}).json()["decided_by"] == "bruno"
    assert world.api(world.diego).get(address).status_code == 404
    waits = api.patch(url, {"revision": 2, "label": "Otra S.R.L."})
    assert (waits.status_code, waits.json()["entry"]["label"], api.get(url).json()["label"]) == (
        202, "Otra S.R.L.", "Sajama S.R.L.")
    assert world.api(world.diego).get(url).json()["audience"] == [{"agency": "SIN", "roles": ["ANALYST"]}]


@pytest.mark.parametrize(("given", "field"), [
    ({"label": ""}, "label"), ({"kind": "GHOST"}, "kind"), ({"countries": ["ZZ"]}, "countries.0"),
    ({"identifiers": [{"kind": "tax", "value": "S/N"}]}, "identifiers.0.value"), ({"audience": []}, "audience"),
    ({"birth_dates": ["31-12-1971"]}, "birth_dates.0"), ({"classification": "SECRET"}, "classification")])
def test_what_needs_mending_is_named_by_its_path(world, given, field):
    answer = world.api(world.ana).post(URL, described(**given))
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert world.api(world.ana).get(URL).json()["results"] == []


@pytest.mark.parametrize(("person", "status"), [
    (None, 401), ("fabio", 403), ("gala", 403), ("elena", 200), ("ana", 200)])
def test_the_list_asks_who_is_there(world, person, status):
    assert world.api(world.viewers[person] if person else None).get(URL).status_code == status
