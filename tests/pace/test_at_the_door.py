"""Who guesses at the door is kept waiting, and learns nothing by it; who only works is not."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.pace import middleware
from agencies.pace.counting import Pace
from tests.world import PASSWORD, person

SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    middleware.tally.clear()
    yield
    middleware.tally.clear()


@pytest.fixture
def world(world):
    for viewer in (world.ana, world.bruno):
        with looking_as(viewer):
            one = person(viewer)
            one.set_password(PASSWORD)
            one.save()
    return world


def sign_in(name: str, password: str, *, address: str = "192.0.2.7"):
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"username": name, "password": password})


def test_wrong_passwords_are_soon_kept_waiting_and_so_is_the_right_one(world):
    assert [sign_in("ana", f"wrong {number}").status_code for number in range(7)] == [200] * 5 + [429] * 2
    held = sign_in("ana", PASSWORD)
    assert held.status_code == 429 and 170 < int(held["Retry-After"]) <= 180
    assert "3 minutes" in held.content.decode()


def test_who_signs_in_elsewhere_is_not_kept_out_by_it(world):
    for number in range(7):
        sign_in("ana", f"wrong {number}")
    assert sign_in("ana", PASSWORD, address="192.0.2.8").status_code == 302
    assert sign_in("bruno", PASSWORD).status_code == 302


def test_one_name_from_everywhere_is_kept_waiting(world):
    answers = [sign_in("ana", "wrong", address=f"192.0.2.{number}").status_code for number in range(25)]
    assert answers == [200] * 20 + [429] * 5


def test_one_address_with_all_names_is_kept_waiting(world):
    answers = [sign_in(f"somebody{number}", "wrong").status_code for number in range(55)]
    assert answers[:50] == [200] * 50 and 429 in answers[50:]  # a slow machine gets one more in six seconds


def test_a_name_that_nobody_bears_is_answered_alike(world):
    answers = {}
    for name in ("ana", "nobody-of-this-name"):
        answers[name] = [sign_in(name, "wrong") for _number in range(7)]
    assert [_said(one) for one in answers["ana"]] == [_said(one) for one in answers["nobody-of-this-name"]]


def _said(response) -> tuple[int, str | None]:
    return response.status_code, response.get("Retry-After") and response["Retry-After"][:2]


def test_right_passwords_are_no_tries(world):
    assert [sign_in("ana", PASSWORD).status_code for _number in range(30)] == [302] * 30


@pytest.mark.parametrize("name", ["ana\x00", "²", "a" * 100_000, ""])
def test_any_name_can_be_tried(world, name):
    assert [sign_in(name, "wrong").status_code for _number in range(7)] in ([200] * 5 + [429] * 2, [200] * 7, [400] * 7)


def test_the_agency_reads_of_it_once(world):
    for number in range(9):
        sign_in("ana", f"wrong {number}")
    with looking_as(world.fabio):
        kept = Event.objects.filter(action="session.refused").order_by("id")
        assert [event.detail.get("held", "") for event in kept] == [""] * 5 + ["sign_in.pair"]
    with looking_as(world.gala):
        assert not Event.objects.filter(action="session.refused").exists()


def test_a_password_given_again_is_guarded_too(world):
    client = world.client(world.ana)
    form = {"old_password": "wrong", "new_password1": "sajama-1288-q", "new_password2": "sajama-1288-q"}
    assert [client.post("/account/password/", form).status_code for _number in range(6)] == [200] * 5 + [429]
    assert client.post("/account/password/", form | {"old_password": PASSWORD}).status_code == 429


def test_who_tries_one_number_after_the_other_is_kept_waiting_for_rows_alone(world, monkeypatch):
    monkeypatch.setattr(middleware, "PROBE", Pace("probe", 8, 600))
    program = world.api(world.carla)
    assert [program.get(f"/api/v1/reports/{number}/").status_code for number in range(9)] == [404] * 8 + [429]
    assert program.get("/api/v1/reports/").status_code == 429
    browser = world.client(world.diego)
    assert [browser.get(f"/reports/{number}/").status_code for number in range(9)] == [404] * 8 + [429]
    assert browser.get("/reports/").status_code == 200


def test_wrong_tokens_are_kept_waiting(world, monkeypatch):
    monkeypatch.setattr(middleware, "PROBE", Pace("probe", 8, 600))
    answers = [APIClient(HTTP_AUTHORIZATION=f"Token {number:064}").get("/api/v1/reports/") for number in range(10)]
    assert [answer.status_code for answer in answers] == [401] * 8 + [429] * 2
    assert answers[-1]["Content-Type"] == "application/problem+json" and answers[-1].json()["type"].endswith("too-often")
    assert 590 < int(answers[-1]["Retry-After"]) <= 600


def test_a_program_that_calls_without_end_is_kept_waiting_and_nobody_else_is(world, monkeypatch):
    monkeypatch.setattr(middleware, "CALL", Pace("call", 5, 600))
    greedy, other = world.api(world.ana), world.api(world.bruno)
    for program in (greedy, other):
        program.get("/api/v1/me/")  # from here on they are recognised
    middleware.tally.clear()
    assert [greedy.get("/api/v1/me/").status_code for _number in range(6)] == [200] * 5 + [429]
    assert other.get("/api/v1/me/").status_code == 200
