"""Who takes which step, who learns of it, and what the database holds whatever a program tries."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired, WrongState
from intel.enquiries import services
from intel.enquiries.models import Answer, Enquiry, EnquiryNote, Proposal, Request
from tests.enquiries import making
from tests.world import engaged

ROWS = (Request, Enquiry, Proposal, Answer, EnquiryNote)


@pytest.mark.parametrize("who", ["diego", "elena"])
def test_a_third_agency_sees_nothing_at_any_step(world, who):
    viewer = world.viewers[who]
    auditor = engaged(world.agencies[viewer.agency_code], "tadeo", Role.AUDITOR)

    def nothing_is_seen():
        with looking_as(viewer):
            assert not any(model.objects.exists() for model in ROWS)
        for address in ("/api/v1/requests/", "/api/v1/enquiries/"):
            assert world.api(viewer).get(address).json()["results"] == []
        with looking_as(auditor):
            assert not Event.objects.filter(action__startswith="request.").exclude(actor_id=viewer.user_id).exists()

    making.submitted(world)
    nothing_is_seen()
    row = making.in_work(world)
    with looking_as(world.ana):
        services.note(by=world.ana, enquiry=row, text="Preguntar a Pisiga.")
    nothing_is_seen()
    making.answered(world, row)
    nothing_is_seen()
    for address in (f"/enquiries/{row.pk}/", f"/requests/{row.request_id}/", f"/api/v1/enquiries/{row.pk}/"):
        client = world.api(viewer) if "/api/" in address else world.client(viewer)
        assert client.get(address).status_code == 404


def test_those_who_are_asked_do_not_learn_of_each_other_unless_the_asker_says_so(world):
    hidden = making.enquiry(world, of=("AN", "SIN"))
    assert hidden.also_asked == []
    with looking_as(world.ana):
        assert Enquiry.objects.count() == 1
    page = world.client(world.ana).get(f"/enquiries/{hidden.pk}/")
    assert page.status_code == 200 and "Servicio de Impuestos" not in page.content.decode()
    known = making.enquiry(world, of=("AN", "SIN"), addressees_know=True)
    assert known.also_asked == [world.agencies["SIN"].pk]


def test_the_agency_asked_reads_neither_the_case_nor_what_it_was_born_from(world):
    row = making.enquiry(world)
    text = world.client(world.ana).get(f"/enquiries/{row.pk}/").content.decode()
    told = world.api(world.ana).get(f"/api/v1/enquiries/{row.pk}/").json()
    assert making.ASKED["question"] in text and making.ASKED["case_reference"] not in text
    assert making.ASKED["case_reference"] not in str(told) and "born" not in str(told)
    assert world.client(world.ana).get(f"/requests/{row.request_id}/").status_code == 404


def test_nobody_sends_what_they_wrote_and_nobody_gives_what_they_proposed(world):
    request = making.submitted(world, by=world.celia)
    with pytest.raises(NotAllowed), looking_as(world.celia):
        services.send(by=world.celia, request=request, revision=request.revision)
    row = making.in_work(world)
    with looking_as(world.bruno):
        mine = services.propose_answer(by=world.bruno, enquiry=row, revision=row.revision,
                                       entry=making.AnswerEntry(outcome="ANSWERED", text="Nada."))
        with pytest.raises(NotAllowed):
            services.give_answer(by=world.bruno, proposal=mine, revision=mine.revision)


def test_sending_and_giving_want_a_password_given_a_moment_ago(world):
    request, proposal = making.submitted(world), making.proposed(world)
    for by, act, given in ((world.celia, services.send, {"request": request}),
                           (world.bruno, services.give_answer, {"proposal": proposal})):
        late = replace(by, fresh=False)
        with pytest.raises(StepUpRequired), looking_as(late):
            act(by=late, revision=next(iter(given.values())).revision, **given)
    token = world.api(world.celia).post(f"/api/v1/requests/{request.pk}/send/", {"revision": request.revision}, format="json")
    assert (token.status_code, token.json()["type"].rpartition(":")[2]) == (403, "step_up_required")


def test_of_two_who_answer_at_once_the_second_is_told(world):
    row = making.in_work(world)
    making.proposed(world, row)
    with pytest.raises(Conflict), looking_as(world.hugo):
        services.propose_answer(by=world.hugo, enquiry=row, revision=row.revision,
                                entry=making.AnswerEntry(outcome="ANSWERED", text="Otra cosa."))
    with pytest.raises(Conflict), looking_as(world.ana):
        services.say_nothing_held(by=world.ana, enquiry=row, revision=row.revision)
    with looking_as(world.ana):
        assert Proposal.objects.get().text == "Two consignments in May."


def test_an_old_revision_is_a_conflict_and_a_step_from_nowhere_is_none(world):
    row = making.enquiry(world)
    with looking_as(world.ana):
        services.acknowledge(by=world.ana, enquiry=row, revision=row.revision)
        with pytest.raises(Conflict):
            services.take_up(by=world.ana, enquiry=row, revision=row.revision)
    with pytest.raises((Conflict, WrongState)), looking_as(world.carla):
        row.refresh_from_db()
        services.close(by=world.carla, enquiry=row, revision=row.revision)


@pytest.mark.parametrize("proposed_before", [False, True])
def test_nothing_to_give_looks_the_same_whatever_there_is(world, proposed_before):
    row = making.in_work(world)
    if proposed_before:
        proposal = making.proposed(world, row, outcome="REFUSED", text="", refusal="ONGOING_OPERATION")
        with looking_as(world.ana):
            services.note(by=world.ana, enquiry=row, text="Operación abierta.")
            services.retract_answer(by=world.ana, proposal=proposal, revision=proposal.revision)
    with looking_as(world.ana):
        services.say_nothing_held(by=world.ana, enquiry=row, revision=row.revision)
    told = world.api(world.carla).get(f"/api/v1/enquiries/{row.pk}/").json()
    [answer] = told["answers"]
    assert (told["state"], told["revision"], answer["outcome"], answer["text"], answer["refusal"]) == (
        "NO_RECORD", 4, "NO_RECORD", "", "")
    with looking_as(world.carla):
        assert not Proposal.objects.exists() and not EnquiryNote.objects.exists()


def test_the_database_lets_neither_side_write_for_the_other(world):
    row = making.in_work(world)
    proposal = making.proposed(world, row)
    tries = (
        (world.carla, lambda: Enquiry.objects.filter(pk=row.pk).update(state="ANSWERED")),
        (world.ana, lambda: Enquiry.objects.filter(pk=row.pk).update(state="RECALLED")),
        (world.ana, lambda: Enquiry.objects.filter(pk=row.pk).update(question="Otra")),
        (world.ana, lambda: Answer.objects.create(enquiry=row, agency_id=world.ana.agency_id, written_by_id=world.ana.user_id,
                                                  outcome="ANSWERED", text="Two consignments in May.")),
        (world.bruno, lambda: Proposal.objects.filter(pk=proposal.pk).update(text="Tres.")),
        (world.ana, lambda: Proposal.objects.filter(pk=proposal.pk).update(state="GIVEN", decided_by_id=world.bruno.user_id)),
    )
    for viewer, attempt in tries:
        with pytest.raises(DatabaseError), looking_as(viewer), transaction.atomic():
            attempt()


@pytest.mark.parametrize(("given", "field"), [
    ({"question": " "}, "question"), ({"purpose": "CURIOSITY"}, "purpose"), ({"legal_basis": ""}, "legal_basis"),
    ({"case_reference": ""}, "case_reference"), ({"urgency": "NOW"}, "urgency"), ({"of": ()}, "addressees"),
    ({"of": ("PB",)}, "addressees"), ({"question": "¿Qu\u200bé?"}, "question")])
def test_what_cannot_be_asked_says_where(world, given, field):
    with pytest.raises(Invalid) as refused:
        making.draft(world, **given)
    assert refused.value.field == field
    with looking_as(world.carla):
        assert not Request.objects.exists()


def test_both_sides_walk_it_on_the_pages(world):
    carla, celia, ana, bruno = (world.client(world.viewers[name]) for name in ("carla", "celia", "ana", "bruno"))
    form = {**making.ASKED, "urgency": "ROUTINE", "addressees": [world.agencies["AN"].pk], "classification": "RESTRICTED"}
    made = carla.post("/requests/new/", form)
    assert made.status_code == 302, made.content.decode()
    for client, act, revision in ((carla, "submit", 1), (celia, "send", 2)):
        assert client.post(f"{made['Location']}{act}/", {"revision": revision}).status_code == 302
    with looking_as(world.ana):
        row = Enquiry.objects.get()
    for act, revision in (("acknowledge", 1), ("take-up", 2)):
        assert ana.post(f"/enquiries/{row.pk}/{act}/", {"revision": revision}).status_code == 302
    answer = {"outcome": "PARTLY_ANSWERED", "text": "Dos envíos en mayo.", "classification": "RESTRICTED", "revision": 3}
    assert ana.post(f"/enquiries/{row.pk}/answer/", answer).status_code == 302
    assert "Dos envíos" not in carla.get(f"/enquiries/{row.pk}/").content.decode()
    with looking_as(world.bruno):
        proposal = Proposal.objects.get()
    assert "Dos envíos" in bruno.get(f"/enquiries/{row.pk}/").content.decode()
    assert bruno.post(f"/answers/{proposal.pk}/give/", {"revision": proposal.revision}).status_code == 302
    assert "Dos envíos" in carla.get(f"/enquiries/{row.pk}/").content.decode()
    for client, address in ((carla, "/requests/"), (ana, "/requests/received/"), (carla, made["Location"])):
        page = client.get(address)
        assert page.status_code == 200 and row.reference in page.content.decode()
    assert row.reference not in world.client(world.diego).get("/requests/received/").content.decode()
