"""Releases by program: the same rules, and no strong act with a token."""

from typing import Any

import pytest

from intel.releases.models import ReleaseRequest
from tests.releases import making
from tests.releases.making import OWN, RESTING

AT = "/api/v1/release-requests/"


def given(reference: str, **changed: Any) -> dict[str, Any]:
    return {"recipient": "SIN", "items": [{"reference": reference}], "purpose": "TAX_CONTROL", "legal_basis": "Ley 2492",
            "need_to_know": "Fiscaliza.", "rests_on_others": True, **changed}


def test_the_whole_way_by_program(world: Any) -> None:
    report = making.report(world)
    made = world.api(world.ana).post(AT, given(report.reference), format="json")
    assert made.status_code == 201, made.content
    said = made.json()
    assert [(one["portion"], one["originator"], one["agreed"]) for one in said["bill"]] == [(2, "PB", False)]
    at = f"{AT}{said['id']}/"
    said = world.api(world.ana).post(f"{at}submit/", {"revision": said["revision"]}).json()
    assert world.api(world.bruno).post(f"{at}send/", {"revision": said["revision"]}).json()["type"].endswith("step_up_required")
    said = world.api(world.bruno, signed_in=True).post(f"{at}send/", {"revision": said["revision"]}).json()
    [consent] = world.api(world.celia).get("/api/v1/release-consents/").json()["results"]
    assert [one["text"] for one in consent["portions"]] == [RESTING]
    decision = {"revision": consent["revision"], "agreed": [1], "conditions": "No se cita."}
    here = f"/api/v1/release-consents/{consent['id']}/agree/"
    assert world.api(world.celia).post(here, decision, format="json").json()["type"].endswith("step_up_required")
    assert world.api(world.celia, signed_in=True).post(here, decision, format="json").status_code == 200
    body = {"revision": said["revision"], "included": [1, 2]}
    assert world.api(world.bruno).post(f"{at}decide/", body, format="json").json()["type"].endswith("step_up_required")
    release = world.api(world.bruno, signed_in=True).post(f"{at}decide/", body, format="json")
    assert release.status_code == 201, release.content
    [row] = world.api(world.diego).get("/api/v1/releases/").json()["results"]
    read = world.api(world.diego).get(f"/api/v1/releases/{row['id']}/").json()
    assert [one["text"] for one in read["portions"]] == [OWN, RESTING] and "PB" not in str(read)


@pytest.mark.parametrize(("changed", "field"), [
    ({"items": []}, "items"), ({"purpose": "²"}, "purpose"), ({"recipient": "AN"}, "recipient"), ({"unknown": 1}, "unknown"),
    ({"legal_basis": "a\u0000b"}, "legal_basis"), ({"legal_basis": "a\u202eb"}, "legal_basis"),
    ({"need_to_know": " "}, "need_to_know"),
    ({"items": [{"reference": "AN-2026-1", "text": "a\ud800"}]}, "items.0.text"), ({"urgency": "NOW"}, "urgency"),
    ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"), ({"enquiry": 1}, None)])
def test_bad_input_says_where(world: Any, changed: dict[str, Any], field: str | None) -> None:
    import json

    answer = world.api(world.ana).post(AT, json.dumps(given("AN-2026-1", **changed)), content_type="application/json")
    assert answer.status_code == (404 if field is None else 400), answer.content
    if field is not None:
        assert field in answer.content.decode()
    from agencies.access import looking_as

    with looking_as(world.ana):
        assert not ReleaseRequest.objects.exists()


@pytest.mark.parametrize("who", ["carla", "diego", "elena"])
def test_a_request_is_not_there_for_others(world: Any, who: str) -> None:
    request = making.sent(world)
    api = world.api(world.viewers[who])
    assert api.get(f"{AT}{request.pk}/").status_code == 404
    assert api.get(AT).json()["results"] == []
    assert api.post(f"{AT}{request.pk}/withdraw/", {"revision": 1, "reason": "x"}).status_code in (403, 404)
