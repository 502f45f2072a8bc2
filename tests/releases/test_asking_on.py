"""Who released something asks on those on whose information it rests, before that goes further; nobody consents for others."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import looking_as
from agencies.work import running
from agencies.work.kinds import NOTICES
from hub.kit.errors import Conflict, Invalid, NotAllowed, StepUpRequired, WrongState
from intel.releases import services
from intel.releases.bill import behind
from intel.releases.models import Consent, ConsentPortion, ConsentStep, ReleaseRequest
from intel.releases.states import ConsentState
from tests.releases import making, onward
from tests.world import second_person


@pytest.fixture
def asked(world: Any) -> ReleaseRequest:
    """The tax body would release to a fourth agency what customs released to it, which rests on what the police told."""
    return onward.onward(world, f"{onward.received(world).reference}/2")


def states(world: Any, request: ReleaseRequest) -> dict[str, str]:
    """By the code of the originator, as the parties see it."""
    with looking_as(world.bruno):
        rows = Consent.objects.filter(request=request.pk).select_related("originator_agency")
        return {row.originator_agency.code: row.state for row in rows}


def test_it_goes_on_when_all_behind_it_consented_under_all_their_conditions(world: Any, asked: ReleaseRequest) -> None:
    onward.asked_on(world, asked)
    making.consented(world, asked, conditions="No se cita a la Policía.")
    making.consented(world, asked, world.bruno, conditions="Devolver en 30 días.")
    release = onward.decided(world, asked, 1)
    with looking_as(world.elena):
        assert [one.text for one in release.portions.all()] == [making.RESTING]
    with looking_as(world.diego):
        assert release.conditions.splitlines() == ["No se cita a la Policía.", "Devolver en 30 días."]


def test_who_is_asked_on_reads_what_was_asked_and_by_whom_it_would_be_released(world: Any, asked: ReleaseRequest) -> None:
    [row] = onward.asked_on(world, asked)
    with looking_as(world.celia):
        row = Consent.objects.get(pk=row.pk)
        assert [one.text for one in row.portions.all()] == [making.RESTING]
        assert (row.holder_agency.code, row.for_agency.code, row.recipient_agency.code) == ("AN", "SIN", "ZZ")
        assert row.due_at <= making.consent_of(world, asked, world.bruno).due_at


def test_who_would_release_it_learns_nothing_of_those_behind(world: Any, asked: ReleaseRequest) -> None:
    with looking_as(world.diego):
        before = Consent.objects.values().get()
    onward.asked_on(world, asked)
    with looking_as(world.diego):
        assert Consent.objects.values().get() == before and behind(Consent.objects.get()).owed == ()
        assert not ConsentStep.objects.exclude(consent=before["id"]).exists()


def test_the_agency_asked_reads_who_is_behind_it(world: Any, asked: ReleaseRequest) -> None:
    row = making.consent_of(world, asked, world.bruno)
    with looking_as(world.bruno):
        [owed] = behind(row).owed
        assert (owed.portion, owed.originator.code, owed.hidden) == (1, "PB", 0)
        assert owed.seen[0][0].startswith("PB-")


@pytest.mark.parametrize("answered", ["not at all", "no"])
def test_nobody_consents_for_those_behind(world: Any, asked: ReleaseRequest, answered: str) -> None:
    onward.asked_on(world, asked)
    if answered == "no":
        making.declined(world, asked)
    with pytest.raises(Invalid) as refusal:
        making.consented(world, asked, world.bruno)
    assert refusal.value.field == "agreed" and "PB" in str(refusal.value)
    with looking_as(world.bruno), pytest.raises(Error, match="consent_is_backed"), transaction.atomic():
        connection.cursor().execute(
            "update releases_consent set state = 'GIVEN', agreed = '{1}', decided_by_id = %s, decided_at = now()"
            " where part_of_id is null and originator_agency_id = %s", [world.bruno.user_id, world.bruno.agency_id])


def test_taken_back_what_rested_on_it_falls_and_who_asked_is_told(world: Any, asked: ReleaseRequest) -> None:
    onward.asked_on(world, asked)
    row = making.consented(world, asked)
    making.consented(world, asked, world.bruno)
    with looking_as(world.celia):
        services.take_back(by=world.celia, consent=row, reason="Cambió la operación.", revision=row.revision)
    assert states(world, asked) == {"AN": ConsentState.DECLINED, "PB": ConsentState.DECLINED}
    with pytest.raises(Invalid, match="without the consent of AN"):
        onward.decided(world, asked, 1)
    running.run_due(NOTICES)
    notices = world.api(second_person(world.diego)).get("/api/v1/notices/").json()["results"]
    told = [one["words"] for one in notices if "consents to" in one["words"]]
    assert told == [f"AN answered whether it consents to {asked.reference}."] * 2


@pytest.mark.parametrize("act", ["decline", "withdraw"])
def test_answered_without_them_nobody_behind_is_asked_any_more(world: Any, asked: ReleaseRequest, act: str) -> None:
    onward.asked_on(world, asked)
    if act == "decline":
        making.declined(world, asked, world.bruno)
    else:
        with looking_as(world.diego):
            row = ReleaseRequest.objects.get(pk=asked.pk)
            services.withdraw(by=world.diego, request=row, reason="Ya no.", revision=row.revision)
    assert states(world, asked)["PB"] == ConsentState.VOID


def test_it_is_asked_on_once_while_it_can_be_answered_by_who_decides_afresh(world: Any, asked: ReleaseRequest) -> None:
    row = making.consent_of(world, asked, world.bruno)
    for by, error in ((replace(world.bruno, fresh=False), StepUpRequired), (world.ana, NotAllowed),
                      (second_person(world.diego), NotAllowed)):
        with looking_as(by), pytest.raises(error):
            services.ask_on(by=by, consent=row, revision=row.revision)
    onward.asked_on(world, asked)
    with pytest.raises(WrongState):
        onward.asked_on(world, asked)
    making.declined(world, asked, world.bruno)
    with looking_as(world.bruno), pytest.raises(Conflict):
        services.ask_on(by=world.bruno, consent=row, revision=row.revision)


def test_nothing_is_shown_to_whom_it_is_not_owed(world: Any, asked: ReleaseRequest) -> None:
    row = making.consent_of(world, asked, world.bruno)
    given = {name: getattr(row, name) for name in (
        "request_id", "reference", "recipient_agency_id", "purpose", "legal_basis", "need_to_know", "urgency", "conditions",
        "expires_at", "classification", "asked_at")}
    with looking_as(world.bruno):
        [portion] = row.portions.all()
        for originator, words, rule in (("ZZ", portion.text, "where_it_is_owed"), ("PB", "Otra cosa.", "where_it_is_owed"),
                                        ("PB", portion.text, "")):
            with transaction.atomic():
                made = Consent.objects.create(
                    part_of=row, for_agency_id=row.holder_agency_id, holder_agency_id=world.bruno.agency_id, due_at=row.due_at,
                    originator_agency=world.agencies[originator], asked_by_id=world.bruno.user_id, **given)
                marks = portion.marks() | {"text": words}
                row_of = {"consent": made, "portion_id": portion.portion_id, "number": 1, "agency_id": world.bruno.agency_id,
                          "written_by_id": world.bruno.user_id}
                if rule:
                    with pytest.raises(Error, match=rule), transaction.atomic():
                        ConsentPortion.objects.create(**row_of, **marks)
                else:
                    ConsentPortion.objects.create(**row_of, **marks)
                transaction.set_rollback(True)


def test_it_is_asked_on_from_the_page_and_by_program(world: Any, asked: ReleaseRequest) -> None:
    row = making.consent_of(world, asked, world.bruno)
    page = world.client(world.bruno).get(f"/releases/consents/{row.pk}/").content.decode()
    assert "Who has to consent before" in page and "Policía Boliviana" in page
    sent = world.client(world.bruno).post(f"/releases/consents/{row.pk}/ask-on/", {"revision": row.revision})
    assert sent.status_code == 302 and states(world, asked)["PB"] == ConsentState.ASKED
    address = f"/api/v1/release-consents/{row.pk}/"
    token = world.api(world.bruno)
    assert [(one["originator"], one["agreed"]) for one in token.get(address).json()["behind"]] == [("PB", False)]
    assert token.post(f"{address}ask-on/", {"revision": row.revision}).json()["type"].endswith("step_up_required")
    again = world.api(world.bruno, signed_in=True).post(f"{address}ask-on/", {"revision": row.revision})
    assert again.status_code == 409
    assert world.api(world.diego).get(address).json()["behind"] == []
    theirs = world.client(world.diego).get(f"/releases/consents/{row.pk}/").content.decode()
    assert "Policía Boliviana" not in theirs and "Who has to consent before" not in theirs


def test_who_is_asked_on_reads_by_whom_it_would_be_released(world: Any, asked: ReleaseRequest) -> None:
    [row] = onward.asked_on(world, asked)
    assert "Servicio de Impuestos Nacionales" in world.client(world.celia).get(f"/releases/consents/{row.pk}/").content.decode()
    assert world.api(world.celia).get(f"/api/v1/release-consents/{row.pk}/").json()["for_agency"] == "SIN"
