"""Several hits at once, on the page: each row is carried out, or refused, by itself."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from intel.hits import services
from intel.hits.models import Hit, Judgement
from tests.hits import making
from tests.world import engaged

NAMES = ("PUNTI", "ILLAMPU", "CHOROLQUE", "SAJAMA", "TUNARI", "MURURATA")


@pytest.fixture
def hits(world: Any) -> list[Hit]:
    """Three hits of customs."""
    return several(world, 3)


def several(world: Any, count: int) -> list[Hit]:
    """So many hits of customs, on one feed."""
    feed = making.making.feed(world.ana)
    return [making.hit(world, feed=feed, party=f"FERRETERIA {name} ALAMBRES SRL", subject=f"{name} Alambres Limitada")
            for name in NAMES[:count]]


def sent(world: Any, person: str, act: str, *rows: str, **more: str) -> Any:
    """The answer to a form of the list."""
    return world.client(world.viewers[person]).post("/lists/hits/several/", {"act": act, "row": rows, **more})


def told(answer: Any) -> dict[str, str]:
    """What the answer says of each row."""
    rows = re.findall(r"<tr(?: data-href.*?)?>\s*<td.*?</tr>", answer.content.decode(), re.S)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows]
    return {_words(which): _words(what) for which, what in cells}


def _words(html: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.S).split())


def states(world: Any, hits: list[Hit]) -> list[str]:
    """Of each of them."""
    with looking_as(world.ana):
        return [Hit.objects.get(pk=hit.pk).state for hit in hits]


def shown(hit: Hit) -> str:
    """The value of its box."""
    return f"{hit.pk}:{hit.revision}"


def test_the_list_offers_boxes_and_what_the_person_may_do(world: Any, hits: list[Hit]) -> None:
    page = world.client(world.ana).get("/hits/").content.decode()
    boxes = re.findall(r'form="chosen" name="row" value="([^"]*)"[^>]* aria-label="Choose (H-\d+)"', page)
    assert sorted(boxes) == sorted((shown(hit), str(hit)) for hit in hits)
    assert re.findall(r'name="act" value="([a-z-]+)"', page) == ["take", "let-go", "dismiss", "reopen"]
    front = world.client(engaged(world.agencies["AN"], "fronta", Role.FRONT_LINE)).get("/hits/").content.decode()
    assert 'id="chosen"' not in front


def test_several_are_taken_each_with_its_own_event(world: Any, hits: list[Hit]) -> None:
    answer = sent(world, "ana", "take", *map(shown, hits))
    assert answer.status_code == 200
    assert told(answer) == {str(hit): "You are verifying it." for hit in hits}
    assert states(world, hits) == ["UNDER_VERIFICATION"] * 3
    with looking_as(world.fabio):
        assert set(Event.objects.filter(action="hit.taken").values_list("object_id", flat=True)) == {hit.pk for hit in hits}


def test_several_are_dismissed_for_one_reason_and_opened_again_from_the_answer(world: Any, hits: list[Hit]) -> None:
    answer = sent(world, "ana", "dismiss", *map(shown, hits), reason="Identifiers differ")
    assert states(world, hits) == ["NOT_A_MATCH"] * 3
    with looking_as(world.ana):
        assert set(Judgement.objects.values_list("reason", flat=True)) == {"Identifiers differ"}
    again = re.findall(r'name="row" value="([^"]*)" checked', answer.content.decode())
    assert again == [f"{hit.pk}:{hit.revision + 1}" for hit in hits]
    sent(world, "ana", "reopen", *again, reason="A slip")
    assert states(world, hits) == ["CANDIDATE"] * 3


def test_without_a_reason_nothing_is_dismissed(world: Any, hits: list[Hit]) -> None:
    answer = sent(world, "ana", "dismiss", *map(shown, hits), reason="  ")
    assert answer.status_code == 400 and "Say why." in answer.content.decode()
    assert states(world, hits) == ["CANDIDATE"] * 3


def test_one_bad_row_undoes_no_other(world: Any) -> None:
    good, stale, taken, judged = hits = several(world, 4)
    with looking_as(world.hugo):
        services.take(by=world.hugo, hit=taken, revision=taken.revision)
        services.judge(by=world.hugo, hit=judged, state="CONFIRMED_HIT", reason="Same NIT", revision=judged.revision)
    answer = sent(world, "ana", "dismiss", shown(stale).replace(":1", ":7"), "99999999", f"{taken.pk}:2", f"{judged.pk}:2",
                  shown(good), reason="Identifiers differ")
    what = told(answer)
    assert list(what) == [str(stale), "99999999", str(taken), str(judged), str(good)]
    assert "Reload the page" in what[str(stale)] and "There is nothing here" in what["99999999"]
    assert "Hugo has been verifying" in what[str(taken)] and what[str(judged)]
    assert what[str(good)] == "Kept as “Not a match”."
    assert "1 of 5 rows done" in answer.content.decode()
    assert states(world, hits) == ["NOT_A_MATCH", "CANDIDATE", "UNDER_VERIFICATION", "CONFIRMED_HIT"]


def test_sent_twice_it_is_done_once(world: Any, hits: list[Hit]) -> None:
    for _time in range(2):
        sent(world, "ana", "dismiss", *map(shown, hits), reason="Identifiers differ")
    with looking_as(world.ana):
        assert Judgement.objects.count() == 3


def test_what_one_does_not_see_is_as_what_is_not_there(world: Any, hits: list[Hit]) -> None:
    with looking_as(world.ana):
        gone = max(hit.pk for hit in hits) + 10_000
    hidden, absent = (told(sent(world, "carla", "take", f"{number}:1")) for number in (hits[0].pk, gone))
    assert list(hidden.values()) == list(absent.values()) == ["There is nothing here"]
    assert states(world, hits) == ["CANDIDATE"] * 3
    with looking_as(engaged(world.agencies["PB"], "auditb", Role.AUDITOR)):
        trail = Event.objects.filter(action="request.absent").values_list("actor_id", "detail")
        assert list(trail) == [(world.carla.user_id, {"act": "take", "list": "hits", "rows": 1})] * 2


def test_who_sees_but_may_not_is_refused_row_by_row(world: Any) -> None:
    tax = world.agencies["SIN"]
    hit = making.hit(world, feed_to=(tax,), alert_to=(tax,))
    what = told(sent(world, "diego", "take", shown(hit)))
    assert "Only the agency that issued the alert" in what[str(hit)]
    assert states(world, [hit]) == ["CANDIDATE"]


@pytest.mark.parametrize(("rows", "words"), [
    ([], "Choose at least one row."), ([f"{number}:1" for number in range(1, 102)], "at most 100 rows"),
    (["1:1", "1:2"], "named twice"), (["²:1"], "could not be read"), (["1:x"], "could not be read"), ([""], "could not be read"),
    (["9" * 30 + ":1"], "could not be read"), (["1:"], "could not be read")])
def test_what_is_no_choice_is_refused_as_a_whole(world: Any, rows: list[str], words: str) -> None:
    answer = sent(world, "ana", "take", *rows)
    assert answer.status_code == 400 and words in answer.content.decode()


@pytest.mark.parametrize("act", ["confirm", "", "releases:release"])
def test_only_what_is_declared_is_done_with_several(world: Any, hits: list[Hit], act: str) -> None:
    assert sent(world, "ana", act, *map(shown, hits)).status_code == 400
    assert states(world, hits) == ["CANDIDATE"] * 3


def test_each_row_costs_the_same(world: Any) -> None:
    hits = several(world, 6)
    counts = []
    for some in (hits[:1], hits[1:3], hits[3:]):
        with CaptureQueriesContext(connection) as queries:
            sent(world, "ana", "take", *map(shown, some))
        counts.append(len(queries))
    assert counts[2] - counts[1] == counts[1] - counts[0] <= 20, counts
