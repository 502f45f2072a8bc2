"""What the database itself refuses, whatever the code above does: no text, recipient or portion that was not consented to."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from intel.releases.models import Consent, ConsentPortion, Portion, Release, ReleasedPortion, ReleaseRequest
from tests.releases import making
from tests.sql import taken


def released_by_hand(world: Any, request: ReleaseRequest, number: int, **changed: Any) -> ReleasedPortion:
    """The snapshot as somebody would write it who calls no service."""
    with looking_as(world.bruno):
        row = ReleaseRequest.objects.get(pk=request.pk)
        portion = Portion.objects.get(request=row, number=number)
        of_release = {name: changed.pop(name) for name in (
            "recipient_agency", "purpose", "conditions", "must_acknowledge", "expires_at") if name in changed}
        with transaction.atomic():
            release = Release.objects.create(**{
                "request": row, "reference": "AN-R-2026-1", "holder_agency": world.agencies["AN"],
                "recipient_agency": world.agencies["SIN"], "purpose": row.purpose, "legal_basis": row.legal_basis,
                "conditions": row.conditions, "classification": portion.classification, "released_by_id": world.bruno.user_id,
                "released_at": timezone.now(), **of_release})
            return ReleasedPortion.objects.create(**{
                "release": release, "portion": portion, "number": 1, "agency": world.agencies["AN"],
                "written_by_id": world.bruno.user_id, **portion.marks(), **changed})


def test_by_hand_what_was_consented_to_leaves(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request)
    assert released_by_hand(world, request, 2).pk


@pytest.mark.parametrize(("number", "changed", "rule"), [
    (2, {}, "released_portion_is_consented"), (1, {"text": "Otra cosa."}, "released_portion_is_as_decided"),
    (1, {"purpose": "JUDICIAL_PROCEEDINGS"}, "release_is_as_decided"), (1, {"classification": "UNCLASSIFIED"}, "as_decided")])
def test_by_hand_nothing_else_does(world: Any, number: int, changed: dict[str, Any], rule: str) -> None:
    request = making.sent(world)
    with pytest.raises(Error, match=rule):
        released_by_hand(world, request, number, **changed)


def test_not_to_another_recipient(world: Any) -> None:
    request = making.sent(world)
    with pytest.raises(Error, match="release_is_as_decided"):
        released_by_hand(world, request, 1, recipient_agency=world.agencies["PB"])


def test_not_without_the_originators_conditions(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request, conditions="No se cita en actas.")
    with pytest.raises(Error, match="released_portion_is_consented"):
        released_by_hand(world, request, 2)
    with pytest.raises(Error, match="released_portion_is_consented"):
        released_by_hand(world, request, 2, conditions="No rige esto: No se cita en actas.")
    assert released_by_hand(world, request, 2, conditions="Otra.\nNo se cita en actas.").pk


def test_not_after_the_consent_was_declined_or_is_only_asked(world: Any) -> None:
    request = making.sent(world)
    making.declined(world, request)
    with pytest.raises(Error, match="released_portion_is_consented"):
        released_by_hand(world, request, 2)


@pytest.mark.parametrize(("who", "statement"), [
    ("bruno", "update releases_releasedportion set text = 'x'"), ("bruno", "delete from releases_releasedportion"),
    ("bruno", "update releases_release set conditions = 'x'"),
    ("diego", "update releases_release set expires_at = null, purpose = 'X'"),
    ("diego", "update releases_release set state = 'RECALLED', ended_at = now()"), ("bruno", "delete from releases_release"),
    ("bruno", "update releases_portion set text = 'x'"), ("bruno", "update releases_releaserequest set recipient_agency_id = 1"),
    ("bruno", "update releases_consent set state = 'GIVEN', agreed = '{1}', decided_by_id = 1, decided_at = now()"),
    ("bruno", "update releases_consentportion set text = 'x'"),
    ("celia", "update releases_consent set due_at = now() + interval '9 days'"),
    ("celia", "update releases_consent set agreed = '{1,2}'"), ("celia", "update releases_consent set recipient_agency_id = 1")])
def test_what_was_asked_decided_and_released_stays(world: Any, who: str, statement: str) -> None:
    request = making.sent(world)
    making.consented(world, request)
    release = making.released(world, request, 1, 2)

    def all_of_it() -> list[Any]:
        with looking_as(world.bruno):
            return [list(model.objects.order_by("pk").values()) for model in (
                Release, ReleasedPortion, ReleaseRequest, Portion, Consent)]

    before = all_of_it()
    with looking_as(world.viewers[who]):
        taken(statement)
    assert all_of_it() == before and release.pk


def test_an_originator_cannot_give_late_nor_an_analyst_at_all(world: Any) -> None:
    request = making.sent(world)
    row = making.consent_of(world, request)
    say = "update releases_consent set state = 'GIVEN', agreed = '{1}', decided_by_id = %s, decided_at = now() where id = %s"
    with looking_as(world.carla), pytest.raises(Error, match="consent_is_decided_by_who_may"), transaction.atomic():
        connection.cursor().execute(say, [world.carla.user_id, row.pk])
    with looking_as(world.bruno), pytest.raises(Error), transaction.atomic():
        connection.cursor().execute(say, [world.bruno.user_id, row.pk])


def test_the_bill_tells_nothing_of_what_the_asker_does_not_see(world: Any) -> None:
    report = making.report(world)
    with looking_as(world.ana):
        ids = list(report.paragraphs.values_list("pk", flat=True))
    ask = "select * from releases_owed(%s::text[], %s::bigint[])"
    found = {}
    for who in ("ana", "celia", "diego", "elena"):
        with looking_as(world.viewers[who]), connection.cursor() as cursor:
            cursor.execute(ask, [["reports.paragraph"] * len(ids), ids])
            found[who] = len(cursor.fetchall())
    assert found == {"ana": 3, "celia": 0, "diego": 0, "elena": 0}


def test_what_has_conditions_of_handling_is_acknowledged_and_says_them(world: Any) -> None:
    reference = making.out(world.ana, making.writing.draft(
        world, handling_codes=("H3",), handling_conditions="No copiar.")).reference
    request = making.sent(world, making.drafted(world, reference, rests_on_others=False))
    for changed in ({}, {"conditions": "No copiar."}, {"must_acknowledge": True}):
        with pytest.raises(Error, match="released_portion_is_as_decided"):
            released_by_hand(world, request, 1, **changed)
    assert released_by_hand(world, request, 1, conditions="No copiar.", must_acknowledge=True).pk


def test_nothing_is_born_expired(world: Any) -> None:
    request = making.sent(world)
    with pytest.raises(Error, match="release_is_as_decided"):
        released_by_hand(world, request, 1, expires_at=timezone.now() - timedelta(seconds=1))


def test_no_portion_is_added_to_what_an_originator_was_asked(world: Any) -> None:
    request = making.sent(world)
    consent = making.consent_of(world, request)
    with looking_as(world.bruno), pytest.raises(Error, match="consent_is_asked_whole"), transaction.atomic():
        portion = Portion.objects.get(request=request.pk, number=1)
        ConsentPortion.objects.create(consent_id=consent.pk, portion=portion, number=2, agency=world.agencies["AN"],
                                      written_by_id=world.bruno.user_id, **portion.marks())


def test_the_database_says_when_it_was_asked(world: Any) -> None:
    request = making.sent(world)
    with looking_as(world.bruno):
        row = ReleaseRequest.objects.get(pk=request.pk)
        forged = Consent.objects.create(
            request=row, reference=row.reference, holder_agency=world.agencies["AN"], originator_agency=world.agencies["ZZ"],
            recipient_agency=row.recipient_agency, purpose=row.purpose, legal_basis=row.legal_basis,
            need_to_know=row.need_to_know, urgency=row.urgency, conditions=row.conditions, expires_at=row.expires_at,
            classification="RESTRICTED", asked_by_id=world.bruno.user_id, asked_at=timezone.now() - timedelta(days=300))
        forged.refresh_from_db()
    assert timezone.now() - forged.asked_at < timedelta(minutes=1)
