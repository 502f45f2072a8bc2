"""What one agency asks is in its own words: passing them on in a chain takes its consent."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from agencies.access import looking_as
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired
from intel.enquiries import services, waiting
from intel.enquiries.models import Enquiry, PassingOn, Request
from intel.enquiries.origins import begun
from tests.enquiries import making
from tests.notices.told import words, work_done
from tests.world import engaged

QUESTION = "¿Quién retiró del recinto de Tambo Quemado los tres contenedores de Comercial Illimani?"
OWN = "¿Consta en sus registros Comercial Illimani como empresa de transporte?"


@pytest.fixture
def row(world):
    """What the police asks of customs."""
    return making.enquiry(world, question=QUESTION)


def passed_on(world, question, *, to="SIN"):
    """Customs asks another agency, and hands it in."""
    request = making.draft(world, world.ana, of=(to,), question=question)
    with looking_as(world.ana):
        return services.submit(by=world.ana, request=request, revision=request.revision)


def acts(by, act, row):
    with looking_as(by):
        fresh = Enquiry.objects.get(pk=row.pk)
        return act(by=by, enquiry=fresh, revision=fresh.revision)


@pytest.mark.parametrize("question", [
    QUESTION, QUESTION.upper(), f"Nos consultan lo siguiente. {QUESTION} Gracias.", QUESTION.replace(" ", "\n"),
    "¿Quién retiró del recinto de Tambo Quemado los contenedores?"])
def test_their_words_are_not_passed_on_without_consent(world, row, question):
    with pytest.raises(Invalid, match=f"words of PB, of its request {row.reference}") as error:
        passed_on(world, question)
    assert error.value.field == "question"
    with looking_as(world.ana):
        assert Request.objects.get().state == "DRAFT", "what was written is kept"


def test_ones_own_words_are_and_so_is_a_phrase_of_the_law_or_asking_back(world, row):
    assert passed_on(world, OWN).state == "PENDING"
    assert passed_on(world, "Los tres contenedores de Comercial Illimani: ¿qué se sabe?").state == "PENDING"
    assert passed_on(world, QUESTION, to="PB").state == "PENDING", "who asked has read it"


def test_words_of_a_request_that_ended_stay_their_askers(world, row):
    with looking_as(world.carla):
        services.recall(by=world.carla, enquiry=row, reason="Ya no.", revision=row.revision)
    with pytest.raises(Invalid, match="words of PB"):
        passed_on(world, QUESTION)


def test_with_consent_they_are_and_the_form_begins_with_them(world, row):
    with looking_as(world.ana):
        assert begun({"from": f"enquiry:{row.pk}"}, by=world.ana)["question"] == ""
    acts(world.ana, services.ask_to_pass_on, row)
    acts(world.celia, services.let_pass_on, row)
    with looking_as(world.ana):
        assert begun({"from": f"enquiry:{row.pk}"}, by=world.ana)["question"] == QUESTION
    request = passed_on(world, QUESTION)
    with looking_as(world.bruno):
        assert services.send(by=world.bruno, request=request, revision=request.revision).state == "SENT"


def test_what_was_declined_or_only_asked_is_no_consent(world, row):
    acts(world.ana, services.ask_to_pass_on, row)
    with pytest.raises(Invalid):
        passed_on(world, QUESTION)
    declined = acts(world.celia, services.decline_passing_on, row)
    assert declined.passing_on == PassingOn.DECLINED
    with pytest.raises(Invalid):
        passed_on(world, QUESTION)
    assert acts(world.ana, services.ask_to_pass_on, row).passing_on == PassingOn.ASKED


def test_who_decides_is_told_and_has_it_in_the_inbox(world, row):
    acts(world.ana, services.ask_to_pass_on, row)
    work_done()
    assert words(world.celia)[0] == f"AN asks whether your request {row.reference} may be passed on."
    assert not any("passed on" in line for line in words(world.carla) + words(world.diego))
    with looking_as(world.celia):
        assert [found.pk for found in waiting.to_agree(world.celia).mine] == [row.pk]
    acts(world.celia, services.let_pass_on, row)
    work_done()
    assert words(world.ana)[0] == f"PB decided whether {row.reference} may be passed on."
    with looking_as(world.celia):
        assert not waiting.to_agree(world.celia).mine.exists()


@pytest.mark.parametrize(("who", "act"), [
    ("carla", services.let_pass_on), ("ana", services.let_pass_on), ("bruno", services.let_pass_on),
    ("carla", services.ask_to_pass_on), ("celia", services.decline_passing_on)])
def test_only_who_sends_for_the_agency_that_asks_consents_and_only_who_is_asked_asks(world, row, who, act):
    with pytest.raises(NotAllowed):
        acts(world.viewers[who], act, row)


def test_consent_takes_a_fresh_sign_in_and_is_given_once(world, row):
    with pytest.raises(StepUpRequired):
        acts(replace(world.celia, fresh=False), services.let_pass_on, row)
    answer = world.api(world.celia).post(f"/api/v1/enquiries/{row.pk}/let-pass-on/", {"revision": row.revision}, format="json")
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (403, "step_up_required")
    other = engaged(world.agencies["PB"], "otra", "SUPERVISOR")
    acts(world.celia, services.let_pass_on, row)
    with pytest.raises(NotAllowed):
        acts(other, services.let_pass_on, row)
    with looking_as(world.ana), pytest.raises((Conflict, NotAllowed)):
        services.ask_to_pass_on(by=world.ana, enquiry=row, revision=row.revision)


def test_nobody_consents_for_the_other_side_by_sql(world, row):
    for by, column in ((world.ana, "consent_given_at"), (world.celia, "consent_asked_at"), (world.diego, "consent_given_at")):
        with looking_as(by):
            try:
                with transaction.atomic():
                    changed = Enquiry.objects.filter(pk=row.pk).update(**{column: row.sent_at})
            except DatabaseError:
                changed = 0
            assert changed == 0, column


def test_on_the_page_each_side_finds_its_own(world, row):
    ana, celia = world.client(world.ana), world.client(world.celia)
    page = f"/enquiries/{row.pk}/"
    assert "Ask for consent" in ana.get(page).content.decode() and "Let it be passed on" not in ana.get(page).content.decode()
    ana.post(f"{page}ask-to-pass-on/", {"revision": row.revision})
    shown = celia.get(page).content.decode()
    assert "Let it be passed on" in shown and "Decline" in shown and "Ask another agency" not in shown
    celia.post(f"{page}decline-passing-on/", {"revision": row.revision + 1})
    assert "Declined" in ana.get(page).content.decode()
    assert ana.get(f"/api/v1/enquiries/{row.pk}/").json()["passing_on"] == "DECLINED"
