"""One act on several rows in the API: a result per row, once under a key, and clear refusals of what cannot be read."""

from typing import Any

import pytest

from agencies.access import looking_as
from agencies.once.models import Asked
from intel.hits.models import Hit, Judgement
from tests.alerts import writing as alerts
from tests.hits.test_several import several, states

AT = "/api/v1/{}/several/"


def post(world: Any, person: str, room: str, body: Any, **headers: str) -> Any:
    return world.api(world.viewers[person]).post(AT.format(room), body, format="json", headers=headers)


def rows(hits: list[Hit]) -> list[dict[str, int]]:
    return [{"id": hit.pk, "revision": hit.revision} for hit in hits]


def test_each_row_has_its_result(world: Any) -> None:
    hits = several(world, 3)
    body = {"act": "dismiss", "reason": "Identifiers differ", "rows": [
        *rows(hits[:1]), {"id": hits[1].pk, "revision": 9}, {"id": hits[2].pk}, {"id": 5, "revision": 1}]}
    answer = post(world, "ana", "hits", body)
    told = answer.json()
    assert (answer.status_code, told["done"]) == (200, 1)
    assert [(row["id"], row["done"], row["revision"], (row["problem"] or {}).get("type")) for row in told["rows"]] == [
        (hits[0].pk, True, 2, None), (hits[1].pk, False, 1, "urn:hub:problem:conflict"),
        (hits[2].pk, False, 1, "urn:hub:problem:invalid"), (5, False, None, "urn:hub:problem:not-found")]
    assert told["rows"][2]["problem"]["errors"][0]["field"] == "revision"
    assert states(world, hits) == ["NOT_A_MATCH", "CANDIDATE", "CANDIDATE"]


def test_a_hidden_row_answers_as_an_absent_one(world: Any) -> None:
    [hit] = several(world, 1)
    one, other = (post(world, "carla", "hits", {"act": "take", "rows": [{"id": number, "revision": 1}]}).json()["rows"][0]
                  for number in (hit.pk, hit.pk + 10_000))
    assert {**one, "id": 0} == {**other, "id": 0}


def test_asked_again_under_a_key_it_is_done_once_and_told_again(world: Any) -> None:
    hits = several(world, 2)
    body = {"act": "dismiss", "reason": "Identifiers differ", "rows": [*rows(hits[:1]), {"id": hits[1].pk, "revision": 9}]}
    first, again = (post(world, "ana", "hits", body, **{"Idempotency-Key": "k-1"}).json() for _time in range(2))
    assert [row["done"] for row in first["rows"]] == [row["done"] for row in again["rows"]] == [True, False]
    assert [row["revision"] for row in first["rows"]] == [row["revision"] for row in again["rows"]] == [2, 1]
    assert first["rows"][1]["problem"]["type"] == again["rows"][1]["problem"]["type"]
    with looking_as(world.ana):
        assert Judgement.objects.count() == 1
        assert Asked.objects.get().answer == [[hits[0].pk, 2, None], [hits[1].pk, 1, "conflict"]]
    other = post(world, "ana", "hits", {**body, "reason": "Other firm"}, **{"Idempotency-Key": "k-1"})
    assert other.status_code == 422


ROW = {"id": 7, "revision": 1}


@pytest.mark.parametrize(("body", "field"), [
    ({"rows": [ROW]}, "act"), ({"act": "take"}, "rows"), ({"act": "take", "rows": []}, "rows"),
    ({"act": "confirm", "rows": [ROW]}, "act"), ({"act": "take", "rows": [ROW], "why": "x"}, "why"),
    ({"act": "take", "rows": [{**ROW, "state": "x"}]}, "rows.0.state"), ({"act": "take", "rows": [{"id": "²"}]}, "rows.0.id"),
    ({"act": "take", "rows": [{"id": 0}]}, "rows.0.id"), ({"act": "take", "rows": [{"id": 2**63}]}, "rows.0.id"),
    ({"act": "take", "rows": [{"id": 7, "revision": "²"}]}, "rows.0.revision"),
    ({"act": "take", "rows": [ROW, ROW]}, "rows.1.id"), ({"act": "take", "rows": ROW}, "rows"),
    ({"act": "take", "rows": [{"id": number + 1, "revision": 1} for number in range(101)]}, "rows"),
    ({"act": "dismiss", "rows": [ROW]}, "reason"), ({"act": "dismiss", "rows": [ROW], "reason": " "}, "reason"),
    ({"act": "take", "rows": [ROW], "reason": "x"}, "reason"), ({"act": "dis\x00miss", "rows": [ROW]}, "act"),
    ({"act": "dismiss", "rows": [ROW], "reason": "a\x00"}, "reason"),
])
def test_what_cannot_be_read_is_refused_with_its_field(world: Any, body: dict[str, Any], field: str) -> None:
    answer = post(world, "ana", "hits", body)
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"].removesuffix(".non_field_errors") == field


@pytest.mark.parametrize("body", [[], "x", None, 7, [ROW]])
def test_a_body_that_is_no_object_is_refused(world: Any, body: Any) -> None:
    assert post(world, "ana", "hits", body).status_code == 400


def test_alerts_are_suspended_and_resumed_by_who_decides(world: Any) -> None:
    made = [alerts.issued(world), alerts.draft(world)]
    body = {"act": "suspend", "reason": "Under review", "rows": rows(made)}
    assert post(world, "ana", "alerts", body).status_code == 403
    told = post(world, "bruno", "alerts", body).json()["rows"]
    assert [row["done"] for row in told] == [True, False]
    assert told[1]["problem"]["type"] == "urn:hub:problem:wrong-state"
    back = {"act": "resume", "reason": "Reviewed", "rows": [{"id": told[0]["id"], "revision": told[0]["revision"]}]}
    assert post(world, "bruno", "alerts", back).json()["done"] == 1
    assert post(world, "bruno", "alerts", {**back, "act": "issue"}).status_code == 400
