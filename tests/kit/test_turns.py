"""So many requests at once, in the order in which they came, and nobody has all the turns."""

import threading
import time
from typing import Any

import pytest
from django.test import Client

from agencies.access import looking_as
from hub.kit import turns as kit
from hub.kit.turns import Busy, Persons, Turns, Who
from tests.world import PASSWORD, person


class Requests:
    """Requests, each in a thread of its own, that take a turn and keep it until they are let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.begun, self.refused = turns, [], []  # type: ignore[var-annotated]
        self._ends: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def come(self, name: str, who: str, *, stranger: bool = False, within: float = 10.0) -> None:
        """One comes, and has taken its place when this returns."""
        before, self._ends[name] = self._seen(), threading.Event()
        thread = threading.Thread(target=self._carry_out, args=(name, Who(who, stranger), within))
        self._threads.append(thread)
        thread.start()
        until(lambda: self._seen() > before)

    def go(self, name: str) -> None:
        """One has been carried out."""
        self._ends[name].set()

    def end(self) -> None:
        """All go."""
        for end in self._ends.values():
            end.set()
        for thread in self._threads:
            thread.join()

    def _seen(self) -> int:
        return len(self.begun) + len(self.refused) + len(self.turns._queue)

    def _carry_out(self, name: str, who: Who, within: float) -> None:
        try:
            with self.turns.taken(who, within=within):
                self.begun.append(name)
                self._ends[name].wait(10)
        except Busy:
            self.refused.append(name)


def until(true: Any) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_the_others_wait_in_the_order_in_which_they_came() -> None:
    requests = Requests(Turns(2, each=2, places=10))
    for name in "abcd":
        requests.come(name, who=name)
    assert requests.begun == ["a", "b"]
    requests.go("b")
    until(lambda: requests.begun == ["a", "b", "c"])
    requests.go("a")
    until(lambda: requests.begun == ["a", "b", "c", "d"])
    requests.end()


def test_one_who_asks_ten_things_at_once_leaves_turns_to_the_others() -> None:
    requests = Requests(Turns(4, each=2, places=20))
    for number in range(10):
        requests.come(f"ana {number}", who="ana")
    requests.come("carla", who="carla")
    assert requests.begun == ["ana 0", "ana 1", "carla"]
    requests.go("ana 0")
    until(lambda: requests.begun[-1] == "ana 2")
    requests.end()
    assert len(requests.begun) == 11 and not requests.refused


def test_whom_no_place_is_left_for_is_sent_away_at_once_and_who_waited_long_after_that() -> None:
    requests = Requests(Turns(1, each=1, places=1))
    requests.come("a", who="a")
    requests.come("b", who="b", within=0.3)
    requests.come("c", who="c")
    assert requests.refused == ["c"]
    until(lambda: requests.refused == ["c", "b"])
    requests.go("a")
    requests.come("d", who="d")
    until(lambda: requests.begun == ["a", "d"])
    requests.end()


def test_one_who_waits_a_hundred_times_leaves_places_to_the_others() -> None:
    requests = Requests(Turns(2, each=1, places=8))
    for number in range(7):
        requests.come(f"ana {number}", who="ana")
    assert requests.begun == ["ana 0"] and requests.refused == ["ana 5", "ana 6"]
    requests.come("carla", who="carla")
    requests.come("diego", who="diego")
    assert requests.begun == ["ana 0", "carla"] and requests.refused == ["ana 5", "ana 6"]
    requests.end()


def test_whose_turn_is_free_needs_no_place() -> None:
    requests = Requests(Turns(2, each=1, places=0))
    requests.come("ana", who="ana")
    requests.come("ana again", who="ana")
    requests.come("carla", who="carla")
    assert requests.begun == ["ana", "carla"] and requests.refused == ["ana again"]
    requests.end()


def test_strangers_leave_turns_and_places_to_persons_however_many_they_are() -> None:
    requests = Requests(Turns(4, each=2, places=8))
    for number in range(12):
        requests.come(f"stranger {number}", who=f"10.0.0.{number}", stranger=True)
    assert requests.begun == ["stranger 0", "stranger 1"]
    assert requests.refused == [f"stranger {number}" for number in (8, 9, 10, 11)]
    for name in ("ana", "carla", "diego", "paola"):
        requests.come(name, who=name)
    assert requests.begun[2:] == ["ana", "carla"] and len(requests.refused) == 4
    requests.end()
    assert {"diego", "paola", "stranger 7"} <= set(requests.begun)


def test_a_person_is_one_under_all_sessions_and_a_made_up_session_is_a_strangers() -> None:
    persons = Persons(3)
    persons.recognised(["first"], "1")
    persons.recognised(["second", "token"], "1")
    assert persons.who(["first"], "::1") == persons.who(["token"], "10.0.0.1") == Who("person 1")
    assert persons.who(["made up"], "::1") == Who("::1", is_stranger=True)
    persons.recognised(["another's"], "2")
    assert [persons.who([key], "::1").is_stranger for key in ("first", "second", "token")] == [False, True, False]
    persons.unknown(["token"])
    assert persons.who(["token"], "::1").is_stranger


def test_who_has_signed_in_is_a_person_until_they_sign_out(world: Any, monkeypatch: Any) -> None:
    with looking_as(world.ana):
        ana = person(world.ana)
        ana.set_password(PASSWORD)
        ana.save()
    monkeypatch.setattr(kit, "persons", Persons(100))
    seen: list[Who] = []
    taken = kit.turns.taken
    monkeypatch.setattr(kit.turns, "taken", lambda who: seen.append(who) or taken(who))  # type: ignore[func-returns-value]
    client = Client()
    client.cookies["sessionid"] = "made-up"
    for method, path in (("get", "/account/sign-in/"), ("post", "/account/sign-in/"), ("get", "/reports/"),
                         ("post", "/account/sign-out/"), ("get", "/account/sign-in/")):
        getattr(client, method)(path, {"username": "ana", "password": PASSWORD} if "sign-in" in path else None)
    assert [who.is_stranger for who in seen] == [True, True, False, False, True]
    api = world.api(world.ana)
    for _number in range(2):
        assert api.get("/api/v1/reports/").status_code == 200
    assert [who.is_stranger for who in seen[5:]] == [True, False] and seen[6] == seen[2]


def test_turns_that_nobody_gives_back_are_known_by_their_age() -> None:
    requests = Requests(Turns(2, each=2, places=5))
    requests.come("a", who="a")
    time.sleep(0.1)
    assert requests.turns.all_held_for() == 0  # one is free
    requests.come("b", who="b")
    assert 0 < requests.turns.all_held_for() < 0.1
    requests.end()
    assert requests.turns.all_held_for() == 0


@pytest.mark.parametrize(("path", "kind"), [("/account/sign-in/", "text/html"), ("/api/v1/reports/", "application/problem+json")])
def test_who_is_sent_away_is_told_when_to_come_again(client: Any, monkeypatch: Any, db: None, path: str, kind: str) -> None:
    monkeypatch.setattr(kit.turns, "places", 0)
    monkeypatch.setattr(kit.turns, "most", 0)
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"].startswith(kind)
    assert "Try again in some seconds" in answer.text
