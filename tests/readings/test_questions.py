"""Why somebody used it: asked by holder or originator, answered by a colleague of who did, read by these two alone."""

from typing import Any

import pytest
from django.db import Error, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.readings.models import Question, Use
from intel.readings.services import answer, ask_why
from intel.readings.waiting import to_answer
from tests.notices.told import work_done
from tests.readings.making import asked, released, used
from tests.world import engaged


@pytest.fixture
def colleague(world: Any) -> Any:
    """Of Diego, who answers."""
    return engaged(world.agencies["SIN"], "dora", Role.SUPERVISOR)


@pytest.fixture(autouse=True)
def read(world: Any) -> None:
    used(world, released(world))


@pytest.mark.parametrize("who", ["bruno", "celia"])
def test_it_is_asked_and_answered_and_both_read_it(world: Any, colleague: Any, who: str) -> None:
    by = world.viewers[who]
    question = asked(world, by)
    with looking_as(colleague):
        row = Question.objects.get()
        assert (row.reference, row.person_id, row.act, row.asking_agency_id) == (
            question.reference, world.diego.user_id, "READ", by.agency_id)
        assert row.due_at > row.asked_at
        answer(by=colleague, question=row, answer="Fiscalización 17/2026.", revision=row.revision)
    with looking_as(by):
        assert Question.objects.get().answer == "Fiscalización 17/2026."
    for viewer in (by, colleague):
        assert "Fiscalización 17" in world.client(viewer).get(f"/reading-room/questions/{question.pk}/").content.decode()


def test_no_third_agency_reads_it(world: Any, colleague: Any) -> None:
    """Not even the holder, of what an originator asks."""
    question = asked(world, world.celia)
    for viewer in (world.bruno, world.elena):
        assert world.client(viewer).get(f"/reading-room/questions/{question.pk}/").status_code == 404
        with looking_as(viewer):
            assert not Question.objects.exists()


def test_it_waits_for_both_and_both_are_told(world: Any, colleague: Any) -> None:
    question = asked(world, world.celia)
    for viewer, mine, others in ((colleague, 1, 0), (world.diego, 0, 0), (world.celia, 0, 1), (world.bruno, 0, 0)):
        with looking_as(viewer):
            waits = to_answer(viewer)
            assert waits is not None and waits.mine is not None and waits.others is not None
            assert (waits.mine.count(), waits.others.count()) == (mine, others), viewer.label
    work_done()
    assert question.reference in world.client(colleague).get("/inbox/").content.decode()


def test_who_it_is_about_does_not_answer(world: Any) -> None:
    question = asked(world, world.bruno)
    with looking_as(world.diego), pytest.raises(NotAllowed):
        answer(by=world.diego, question=Question.objects.get(), answer="Porque sí.", revision=question.revision)
    with looking_as(world.diego), pytest.raises(Error, match="question_is_answered_by_another_person"), transaction.atomic():
        Question.objects.update(state="ANSWERED", answer="x", answered_by_id=world.diego.user_id, answered_at="2026-11-26T00:00Z")


def test_it_is_asked_once_and_about_what_a_person_did(world: Any) -> None:
    asked(world, world.bruno)
    with pytest.raises(Conflict):
        asked(world, world.bruno)
    with pytest.raises(NotAllowed):
        asked(world, world.bruno, act="RECEIVED")
    asked(world, world.celia)  # each of its own row


@pytest.mark.parametrize("words", ["", "  ", "a\u202eb", "x" * 100_000])
def test_words_that_say_nothing_are_refused(world: Any, words: str) -> None:
    with looking_as(world.bruno), pytest.raises(Invalid) as refused:
        ask_why(by=world.bruno, use=Use.objects.get(act="READ"), question=words)
    assert refused.value.field == "question"


def test_the_database_keeps_what_was_asked_and_answered(world: Any, colleague: Any) -> None:
    question = asked(world, world.bruno)
    tried: list[tuple[Any, dict[str, Any]]] = [
        (world.bruno, {"state": "ANSWERED"}), (world.bruno, {"question": "Otra"}), (colleague, {"question": "Otra"}),
        (world.bruno, {"answer": "x"}), (colleague, {"person_id": colleague.user_id})]
    for by, changed in tried:
        with looking_as(by), pytest.raises(Error), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**changed)
    with looking_as(colleague):
        answer(by=colleague, question=Question.objects.get(), answer="Un caso.", revision=1)
    with looking_as(colleague), pytest.raises(Error, match="question_stays_answered"), transaction.atomic():
        Question.objects.update(answer="Otro caso.")


def test_it_goes_by_program_too(world: Any, colleague: Any) -> None:
    [row] = world.api(world.bruno).get("/api/v1/reading-room/", {"act": "EXPORTED"}).json()["results"]
    at = f"/api/v1/reading-room/{row['id']}/"
    assert world.api(world.bruno).post(f"{at}ask/", {"question": "x", "unknown": 1}).status_code == 400
    made = world.api(world.bruno).post(f"{at}ask/", {"question": "¿Para quién es la copia?"})
    assert made.status_code == 201, made.content
    assert world.api(world.bruno).get(at).json()["question"] == made.json()["id"]
    here = f"/api/v1/reading-questions/{made.json()['id']}/"
    assert world.api(world.diego).post(f"{here}answer/", {"answer": "x", "revision": 1}).status_code == 403
    assert world.api(colleague).post(f"{here}answer/", {"answer": "x", "revision": 9}).status_code == 409
    assert world.api(colleague).post(f"{here}answer/", {"answer": "Para el fiscal.", "revision": 1}).json()["state"] == "ANSWERED"
    assert world.api(world.celia).get(here).status_code == 404
    with looking_as(world.fabio):
        assert Event.objects.filter(action="question.asked").count() == 1


def test_the_page_offers_it_and_warns_an_originator(world: Any, colleague: Any) -> None:
    for viewer, warned in ((world.bruno, False), (world.celia, True)):
        with looking_as(viewer):
            use = Use.objects.get(act="READ")
        client = world.client(viewer)
        page = client.get(f"/reading-room/{use.pk}/").content.decode()
        assert "Ask why" in page and ("information of yours" in page) == warned
        sent = client.post(f"/reading-room/{use.pk}/ask/", {"question": "¿Por qué?"})
        assert sent.status_code == 302
        assert "Ask why" not in client.get(f"/reading-room/{use.pk}/").content.decode().replace("Asked why", "")
    page = world.client(colleague).get("/reading-room/questions/").content.decode()
    assert page.count("data-href=") == 2
