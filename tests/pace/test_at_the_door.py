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
    for counted in (middleware.tally, middleware.noted):
        counted.clear()
    yield
    for counted in (middleware.tally, middleware.noted):
        counted.clear()


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
    known, unknown = ([sign_in(name, "wrong") for _number in range(7)] for name in ("ana", "nobody-of-this-name"))
    assert [one.status_code for one in known] == [one.status_code for one in unknown]
    for one, other in zip(known[5:], unknown[5:], strict=True):
        assert abs(int(one["Retry-After"]) - int(other["Retry-After"])) <= 5
        assert "in 3 minutes" in one.content.decode() and "in 3 minutes" in other.content.decode()


def test_a_name_written_otherwise_is_the_same(world):
    answers = [sign_in(name, "wrong").status_code for name in ("ana", " ana", "ana  ", "\uff41na", "ana\t", "ana", "ana ")]
    assert answers == [200] * 5 + [429] * 2


def test_of_ipv6_a_network_is_one_address(world):
    answers = [sign_in("ana", "wrong", address=f"2001:db8::{number}").status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert sign_in("ana", PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_what_another_site_has_a_browser_send_keeps_nobody_waiting(world):
    browser = Client(REMOTE_ADDR="192.0.2.7", enforce_csrf_checks=True)
    assert {browser.post(SIGN_IN, {"username": "ana", "password": "wrong"}).status_code for _number in range(9)} == {403}
    assert sign_in("ana", PASSWORD).status_code == 302


def test_right_passwords_are_no_tries(world):
    assert [sign_in("ana", PASSWORD).status_code for _number in range(30)] == [302] * 30


@pytest.mark.parametrize(("name", "answers"), [
    ("²", [200] * 5 + [429] * 2), ("a" * 100_000, [200] * 5 + [429] * 2), ("", [200] * 5 + [429] * 2), ("ana\x00", [400] * 7)])
def test_any_name_can_be_tried(world, name, answers):
    assert [sign_in(name, "wrong").status_code for _number in range(7)] == answers


def test_the_agency_reads_of_it_once(world):
    for number in range(9):
        sign_in("ana", f"wrong {number}")
    with looking_as(world.fabio):
        kept = Event.objects.filter(action="session.refused").order_by("id")
        assert [event.detail.get("throttled", "") for event in kept] == [""] * 5 + ["sign_in.pair"]
    with looking_as(world.gala):
        assert not Event.objects.filter(action="session.refused").exists()


def test_a_password_given_again_is_guarded_too(world):
    client = world.client(world.ana)
    form = {"old_password": "wrong", "new_password1": "sajama-1288-q", "new_password2": "sajama-1288-q"}
    assert [client.post("/account/password/", form).status_code for _number in range(6)] == [200] * 5 + [429]
    assert client.post("/account/password/", form | {"old_password": PASSWORD}).status_code == 429


def test_a_strong_act_asks_no_more_often(world):
    client, form = world.client(world.bruno), {"password_again": "wrong"}
    for path in ("/alerts/1/issue/", SIGN_IN):  # wherever it is sent to
        assert client.post(path, form).status_code != 429
    answers = [client.post("/alerts/1/issue/", form).status_code for _number in range(4)]
    assert 429 not in answers[:3] and answers[3] == 429
    with looking_as(world.fabio):
        assert Event.objects.get(action="request.throttled").actor_id == world.bruno.user_id


def test_a_right_password_given_again_is_no_try(world):
    client = world.client(world.bruno)
    answers = [client.post("/alerts/1/issue/", {"password_again": PASSWORD}).status_code for _number in range(9)]
    assert 429 not in answers


def test_who_tries_one_number_after_the_other_is_kept_waiting_for_rows_alone(world, monkeypatch):
    monkeypatch.setattr(middleware, "PROBE", Pace("probe", 8, 600))
    program = world.api(world.carla)
    assert [program.get(f"/api/v1/reports/{number}/").status_code for number in range(9)] == [404] * 8 + [429]
    assert program.get("/api/v1/reports/").status_code == 429
    browser = world.client(world.diego)
    assert [browser.get(f"/reports/{number}/").status_code for number in range(9)] == [404] * 8 + [429]
    assert browser.get("/reports/").status_code == 200


def test_an_act_on_several_counts_each_row_that_is_not_there(world, monkeypatch):
    monkeypatch.setattr(middleware, "PROBE", Pace("probe", 8, 600))
    program = world.api(world.bruno)
    rows = [{"id": number, "revision": 1} for number in range(1, 9)]
    assert program.post("/api/v1/hits/several/", {"act": "take", "rows": rows}, format="json").status_code == 200
    assert program.get("/api/v1/hits/").status_code == 429


def test_a_token_is_the_same_however_it_is_written_before_it(world, monkeypatch):
    monkeypatch.setattr(middleware, "PROBE", Pace("probe", 8, 600))
    secret = world.api(world.carla)._credentials["HTTP_AUTHORIZATION"].split()[1]
    heads = ("Token ", "token ", "Token  ", "tOken   ")
    answers = [APIClient(HTTP_AUTHORIZATION=f"{heads[number % 4]}{secret}").get(f"/api/v1/reports/{number}/").status_code
               for number in range(10)]
    assert answers == [404] * 8 + [429] * 2


def test_wrong_tokens_of_one_keep_no_token_of_another_out(world, monkeypatch):
    monkeypatch.setattr(middleware, "PROBE", Pace("probe", 2, 600))
    for number in range(5):
        APIClient(HTTP_AUTHORIZATION=f"Token {number:064}").get("/api/v1/reports/")
    assert world.api(world.carla).get("/api/v1/reports/").status_code == 200


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
