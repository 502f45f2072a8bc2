"""What two agencies write together: customs asks police, tax and a fourth agency look on, and row policies alone decide."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from agencies.access import Viewer, looking_as
from agencies.access.rules import Rule
from agencies.access.two_sided import a_side, one_side, write_note
from agencies.audit.models import Event
from agencies.labels.declared import with_parts
from agencies.labels.settling import settle_labels, wrong_labels
from agencies.markings.classification import LADDER
from hub.kit.errors import Invalid, NotAllowed
from tests.two_sided import asking
from tests.two_sided.asking import Message, Request, RequestNote, acting
from tests.world import as_operator

A_SIDE = a_side("reports.view_report", otherwise="Only its two agencies.")
ASKED = one_side("asked_agency", "reports.view_report", otherwise="Only the agency asked.")


@pytest.fixture
def room(world: Any) -> Iterator[Any]:
    """The world, with the room of requests, whose acts everybody in it has."""
    asking.build()
    world.viewers = {name: acting(viewer) for name, viewer in world.viewers.items()}
    yield world
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("drop table asking_message, asking_requestnote, asking_request")


def draft(room: Any, by: Viewer | None = None, **more: Any) -> Request:
    """A question of customs to police."""
    with looking_as(by or room.ana):
        return Request.objects.create(**{
            "asking_agency": room.agencies["AN"], "asked_agency": room.agencies["PB"], "question": "Who is he?", **more})


def sent(room: Any, **more: Any) -> Request:
    """The same, sent."""
    request = draft(room, **more)
    with looking_as(room.ana):
        assert Request.objects.filter(pk=request.pk).update(state="SENT") == 1
    return request


def note(by: Viewer, request: Request, text: str = "Ask the brigade first.") -> RequestNote:
    with looking_as(by):
        return write_note(RequestNote, request=request, by=by, rule=A_SIDE, text=text, action="request.noted")


def seen_by(viewer: Viewer, model: Any) -> int:
    with looking_as(viewer):
        return int(model.objects.count())


def readers(room: Any, model: Any) -> set[str]:
    return {name for name, viewer in room.viewers.items() if seen_by(viewer, model)}


def test_a_draft_is_its_askers_alone(room: Any) -> None:
    draft(room)
    assert readers(room, Request) == {"ana", "bruno", "fabio", "gala", "hugo"}  # all cleared people of customs with the act


def test_what_is_sent_is_read_by_both_sides_and_by_nobody_else(room: Any) -> None:
    sent(room)
    assert readers(room, Request) == {"ana", "bruno", "fabio", "gala", "hugo", "carla", "celia"}


def test_it_is_read_by_nobody_who_is_not_cleared_or_lacks_the_act(room: Any) -> None:
    request = sent(room)
    with looking_as(room.ana):
        Request.objects.filter(pk=request.pk).update(classification="SECRET")
    assert readers(room, Request) == set()
    sent(room)
    assert seen_by(replace(room.carla, acts=room.carla.acts - {asking.VIEW}), Request) == 0


def test_nobody_opens_one_in_the_name_of_another_or_with_themselves(room: Any) -> None:
    for by, given in ((room.carla, {}), (room.elena, {}), (room.ana, {"asked_agency": room.agencies["AN"]}),
                      (replace(room.ana, acts=room.ana.acts - {asking.WRITE}), {})):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            draft(room, by, **given)


def test_nobody_puts_in_unread_what_they_may_not_open(room: Any) -> None:
    """Without RETURNING no policy for reading holds it, only that for adding."""
    customs, police = room.agencies["AN"].pk, room.agencies["PB"].pk
    sql = ("insert into asking_request (revision, created_at, updated_at, asking_agency_id, asked_agency_id, classification,"
           " state, question, answer) values (1, now(), now(), %s, %s, 'RESTRICTED', 'DRAFT', 'Who?', '')")
    with looking_as(room.ana), connection.cursor() as cursor:
        cursor.execute(sql, [customs, police])
    for viewer in (room.carla, room.elena):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), looking_as(viewer):
            with connection.cursor() as cursor:
                cursor.execute(sql, [customs, police])


def test_nobody_adds_unread_to_what_is_others(room: Any) -> None:
    request = sent(room)
    with looking_as(room.diego), connection.cursor() as cursor:
        for more in ("asking_message (", "asking_requestnote (id, "):
            given = ([7] if "id" in more else []) + [request.pk, room.diego.agency_id, room.diego.user_id, "x"]
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(f"insert into {more}request_id, agency_id, written_by_id, text) values"
                               f" ({', '.join(['%s'] * len(given))})", given)


@pytest.mark.parametrize(("person", "columns", "kept"), [
    ("ana", {"question": "Where is he?"}, True),
    ("carla", {"answer": "At the border."}, True),
    ("carla", {"revision": 2}, True),
    ("carla", {"question": "Another question"}, False),
    ("carla", {"classification": "UNCLASSIFIED"}, False),
    ("ana", {"answer": "Yes"}, False),
    ("ana", {"created_at": "2020-01-01T00:00Z"}, False),
])
def test_each_side_writes_its_own_columns(room: Any, person: str, columns: dict[str, Any], kept: bool) -> None:
    request = sent(room)
    with looking_as(room.viewers[person]):
        if kept:
            assert Request.objects.filter(pk=request.pk).update(**columns) == 1
            return
        with pytest.raises(IntegrityError, match="each_side_writes_its_own"), transaction.atomic():
            Request.objects.filter(pk=request.pk).update(**columns)


@pytest.mark.parametrize(("person", "state", "kept"), [
    ("ana", "CLOSED", True), ("carla", "ANSWERED", True), ("ana", "ANSWERED", False), ("carla", "CLOSED", False)])
def test_each_side_takes_its_own_steps(room: Any, person: str, state: str, kept: bool) -> None:
    request = sent(room)
    with looking_as(room.viewers[person]):
        if kept:
            assert Request.objects.filter(pk=request.pk).update(state=state) == 1
            return
        with pytest.raises(IntegrityError, match="each_side_takes_its_own_steps"), transaction.atomic():
            Request.objects.filter(pk=request.pk).update(state=state)


@pytest.mark.parametrize("person", ["ana", "carla"])
@pytest.mark.parametrize("side", ["asking_agency", "asked_agency"])
def test_neither_side_changes_whose_it_is(room: Any, person: str, side: str) -> None:
    request = sent(room)
    with looking_as(room.viewers[person]), pytest.raises(ProgrammingError, match="not written"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(**{side: room.agencies["SIN"]})


def test_a_third_agency_changes_and_adds_nothing(room: Any) -> None:
    request = sent(room)
    with looking_as(room.diego):
        assert Request.objects.filter(pk=request.pk).update(state="CLOSED") == 0
    for model in (Message, RequestNote):
        more = {"id": 7} if model is RequestNote else {}
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), looking_as(room.diego):
            model.objects.create(request=request, agency_id=room.diego.agency_id, written_by_id=room.diego.user_id,
                                 text="x", **more)


def test_what_a_side_adds_both_read_and_nobody_changes(room: Any) -> None:
    request = sent(room)
    with looking_as(room.carla):
        Message.objects.create(request=request, agency_id=room.carla.agency_id, written_by_id=room.carla.user_id, text="Soon.")
    assert readers(room, Message) == readers(room, Request)
    for person in ("ana", "carla"):
        with looking_as(room.viewers[person]):
            assert Message.objects.update(text="Never.") == 0 and Message.objects.all().delete()[0] == 0


def test_nobody_adds_in_the_name_of_another(room: Any) -> None:
    request = sent(room)
    for agency, by in ((room.ana.agency_id, room.carla.user_id), (room.carla.agency_id, room.celia.user_id)):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), looking_as(room.carla):
            Message.objects.create(request=request, agency_id=agency, written_by_id=by, text="Soon.")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), looking_as(room.carla):
            RequestNote.objects.create(id=7, request=request, agency_id=agency, written_by_id=by, text="Soon.")


def test_what_a_side_notes_the_other_neither_reads_nor_counts(room: Any) -> None:
    request = sent(room)
    before = _row(room.carla, request)
    note(room.ana, request)
    note(room.ana, request, "She is on leave.")
    assert readers(room, RequestNote) == {"ana", "bruno", "fabio", "gala", "hugo"}
    assert _row(room.carla, request) == before  # neither revision nor time nor label
    with looking_as(room.carla):
        assert request.notes.count() == 0
        told = RequestNote.objects.filter(text__contains="brigade")
        assert not Request.objects.filter(pk__in=told.values("request")).exists()
    note(room.celia, request)
    with looking_as(room.ana):
        assert {one.agency_id for one in RequestNote.objects.all()} == {room.ana.agency_id}
        assert RequestNote.objects.count() == 2


def test_numbers_of_notes_do_not_count_those_of_the_other_side(room: Any) -> None:
    request = sent(room)
    first, between, then = note(room.ana, request), note(room.carla, request), note(room.ana, request)
    assert between.pk != first.pk + 1 and abs(then.pk - first.pk) > 1000


def test_that_something_was_noted_is_read_by_the_own_auditor_only(room: Any) -> None:
    request = sent(room)
    note(room.carla, request)
    with looking_as(room.fabio):
        assert not Event.objects.filter(action="request.noted").exists()
    note(room.ana, request)
    with looking_as(room.fabio):
        assert [event.agency_id for event in Event.objects.filter(action="request.noted")] == [room.ana.agency_id]


def test_a_note_is_as_secret_as_the_row_it_is_on(room: Any) -> None:
    request = sent(room)
    note(room.carla, request)
    with looking_as(room.ana):
        Request.objects.filter(pk=request.pk).update(classification="SECRET")
    assert readers(room, RequestNote) == set() == readers(room, Request)
    assert seen_by(replace(room.carla, cleared=LADDER), RequestNote) == 1


def test_a_draft_that_is_sent_takes_its_messages_along(room: Any) -> None:
    request = draft(room)
    with looking_as(room.ana):
        Message.objects.create(request=request, agency_id=room.ana.agency_id, written_by_id=room.ana.user_id, text="Urgent.")
    assert seen_by(room.carla, Message) == 0
    with looking_as(room.ana):
        Request.objects.filter(pk=request.pk).update(state="SENT")
    assert seen_by(room.carla, Message) == 1 and seen_by(room.diego, Message) == 0


def test_one_label_serves_all_requests_of_two_agencies(room: Any) -> None:
    for _number in range(3):
        sent(room)
    with looking_as(room.carla), connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct label_id) from asking_request")
        assert cursor.fetchone() == (3, 1)


def test_rows_from_before_are_labelled_and_wrong_labels_are_found(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    request = sent(room)
    note(room.carla, request)
    said = list(with_parts(asking.DECLARED))
    monkeypatch.setattr("agencies.labels.settling.declared", lambda: said)
    assert not any(wrong_labels().values())
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("asking_request", "asking_message", "asking_requestnote"):
            cursor.execute(f"alter table {table} no force row level security")
            cursor.execute(f"alter table {table} alter column label_id drop not null")
        cursor.execute("alter table asking_requestnote alter column row_label_id drop not null")
        cursor.execute("update asking_requestnote set label_id = null, row_label_id = null")
        cursor.execute("update asking_request set label_id = null")
        settle_labels(said)
        cursor.execute("set constraints all immediate")
        for table in ("asking_request", "asking_message", "asking_requestnote"):
            cursor.execute(f"alter table {table} force row level security")
    assert not any(wrong_labels().values())
    assert seen_by(room.carla, RequestNote) == 1 and seen_by(room.ana, RequestNote) == 0


def test_the_proof_finds_wrong_labels(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    note(room.carla, sent(room))
    monkeypatch.setattr("agencies.labels.settling.declared", lambda: list(with_parts(asking.DECLARED)))
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table asking_request disable trigger label_follows")
        for table in ("asking_request", "asking_requestnote"):
            cursor.execute(f"alter table {table} no force row level security")
            cursor.execute(f"update {table} set label_id = label_id + 1000000")
    wrong = wrong_labels()
    assert (wrong["asking_request"], wrong["asking_requestnote"]) == (1, 1)


@pytest.mark.parametrize(("rule", "person", "allowed"), [
    (A_SIDE, "ana", True), (A_SIDE, "carla", True), (A_SIDE, "diego", False),
    (ASKED, "ana", False), (ASKED, "carla", True), (ASKED, "diego", False)])
def test_a_rule_says_which_side_it_wants(room: Any, rule: Rule, person: str, allowed: bool) -> None:
    assert rule.allows(room.viewers[person], sent(room)) is allowed


def test_a_note_needs_words_and_a_side(room: Any) -> None:
    request = sent(room)
    with pytest.raises(Invalid) as refusal:
        note(room.ana, request, "  ")
    assert refusal.value.field == "text"
    with pytest.raises(NotAllowed):
        note(room.diego, request)


def _row(viewer: Viewer, request: Request) -> list[Any]:
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute("select to_jsonb(r) from asking_request r where id = %s", [request.pk])
        return list(cursor.fetchall())
