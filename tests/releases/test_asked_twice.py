"""A request that a program asks for twice under one key is drafted once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, transaction

from agencies.access import looking_as
from agencies.once.models import Asked
from intel.releases.models import ReleaseRequest
from tests.releases import making
from tests.releases.test_api import AT, given
from tests.releases.test_at_once import meeting
from tests.screening.test_at_once import beside  # noqa: F401 - a fixture


def post(world: Any, who: Any, body: dict[str, Any], key: str | None) -> Any:
    return world.api(who).post(AT, body, format="json", headers={} if key is None else {"Idempotency-Key": key})


def drafted(world: Any) -> int:
    with looking_as(world.ana):
        return ReleaseRequest.objects.count()


def test_the_same_again_is_the_same(world: Any) -> None:
    body = given(making.report(world).reference)
    first, again = post(world, world.ana, body, "k-1"), post(world, world.ana, dict(reversed(body.items())), '"k-1"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and first["ETag"] == again["ETag"]
    assert drafted(world) == 1


def test_something_else_under_a_key_is_refused(world: Any) -> None:
    body = given(making.report(world).reference)
    post(world, world.ana, body, "k-1")
    other = post(world, world.ana, {**body, "need_to_know": "Otra cosa."}, "k-1")
    assert other.status_code == 422 and other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert other.json()["type"].endswith("idempotency-key-reused") and drafted(world) == 1


def test_without_a_key_or_with_another_it_is_another(world: Any) -> None:
    body = given(making.report(world).reference)
    for key in (None, None, "k-1", "k-2"):
        assert post(world, world.ana, body, key).status_code == 201
    assert drafted(world) == 4


def test_a_key_is_its_persons_own(world: Any) -> None:
    body = given(making.report(world).reference)
    ids = {post(world, who, body, "k-1").json()["id"] for who in (world.ana, world.bruno)}
    assert len(ids) == 2
    with looking_as(world.bruno):
        assert Asked.objects.count() == 1
    for other in (world.gala, world.fabio, world.elena):
        with looking_as(other):
            assert not Asked.objects.exists()


def test_what_was_refused_is_not_remembered(world: Any) -> None:
    reference = making.report(world).reference
    assert post(world, world.ana, given(reference, recipient="AN"), "k-1").status_code == 400
    assert post(world, world.ana, given(reference), "k-1").status_code == 201


@pytest.mark.parametrize("key", ["", '""', "a" * 256, "clave ñ", "a\tb"])
def test_what_is_no_key_is_told(world: Any, key: str) -> None:
    answer = post(world, world.ana, given("AN-2026-1"), key)
    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_what_was_made_is_read_as_it_is_now(world: Any) -> None:
    """It is found by its number, in the eyes of whoever asks: what was withdrawn from them does not come back this way."""
    body = given(making.report(world).reference)
    made = post(world, world.ana, body, "k-1").json()
    world.api(world.ana).post(f"{AT}{made['id']}/withdraw/", {"revision": made["revision"], "reason": "Ya no."}, format="json")
    assert post(world, world.ana, body, "k-1").json()["state"] == "WITHDRAWN"
    with looking_as(world.ana):
        assert not any(body["need_to_know"] in str(value) for value in Asked.objects.values_list()[0])


def test_the_database_lets_nobody_rewrite_a_key(world: Any) -> None:
    post(world, world.ana, given(making.report(world).reference), "k-1")
    with looking_as(world.ana):
        assert Asked.objects.update(made=1) == 0
        with pytest.raises(Error), transaction.atomic():
            Asked.objects.create(person_id=world.bruno.user_id, key="k", digest="1:0")
        with pytest.raises(Error), transaction.atomic():
            Asked.objects.all().delete()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_it_is_made_once(transactional_db: None, world: Any, beside: Callable[..., Any]) -> None:  # noqa: F811
    body = given(making.report(world).reference)
    clients = [world.api(world.ana) for _n in range(3)]
    answers = meeting(beside, *(
        lambda client=client: client.post(AT, body, format="json", headers={"Idempotency-Key": "k-1"}) for client in clients))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1 and drafted(world) == 1
