"""Danger to life: one person releases at once; originators are told of just that; another one reviews it within a day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.hours import duty
from agencies.roles import Role
from hub.kit.errors import Invalid, NotAllowed, StepUpRequired
from intel.releases import services as services_of_releases
from intel.releases.emergency import services
from intel.releases.emergency.models import DisclosedPortion, Disclosure, Emergency
from intel.releases.entries import ItemEntry
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.states import Outcome, ReleaseState, Way
from tests.releases import making, onward
from tests.releases.making import OWN, RESTING
from tests.releases.test_way import read_by
from tests.reports import writing
from tests.reports.test_citing import citation
from tests.reports.test_originator import of_police
from tests.sql import taken
from tests.world import as_operator, engaged, second_person

DANGER, REASON = "El conductor va armado hacia la caseta de Pisiga.", "Llega en una hora; la Policía no contesta."


def declared(world: Any, request: ReleaseRequest, *included: int, by: Viewer | None = None, **given: Any) -> Release:
    by = by or world.bruno
    with looking_as(by):
        row = ReleaseRequest.objects.get(pk=request.pk)
        return services.release_in_emergency(by=by, request=row, included=included or (1, 2), revision=row.revision,
                                             **{"danger": DANGER, "reason": REASON, **given})


def reviewed(world: Any, release: Release, by: Viewer, *, justified: bool = False) -> Emergency:
    with looking_as(by):
        row = Emergency.objects.get(reference=release.reference)
        return services.review(by=by, emergency=row, justified=justified, reason="Había tiempo.", revision=row.revision)


def second(world: Any) -> Viewer:
    return engaged(world.agencies["AN"], "saul", Role.SUPERVISOR)


def desk(world: Any, *, on_duty: bool = True) -> Viewer:
    by = engaged(world.agencies["AN"], "delia", Role.DESK)
    if on_duty:
        now = timezone.now()
        with looking_as(world.bruno):
            from agencies.models import User

            duty.enter(by=world.bruno, person=User.objects.get(pk=by.user_id), begins_at=now - timedelta(hours=1),
                       ends_at=now + timedelta(hours=1))
    return by


@pytest.mark.parametrize("come", ["drafted", "submitted", "sent"])
def test_it_is_released_at_once_from_wherever_it_stands_and_its_originator_reads_just_that(world: Any, come: str) -> None:
    made = {"drafted": making.drafted, "submitted": making.submitted, "sent": making.sent}[come]
    request = made(world, by=world.bruno) if come == "drafted" else made(world)
    release = declared(world, request)
    assert read_by(world.diego, release) == [(1, OWN), (2, RESTING)]
    with looking_as(world.bruno):
        row = ReleaseRequest.objects.get(pk=request.pk)
        assert (row.state, row.outcome, row.decided_by_id) == ("RELEASED", Outcome.EMERGENCY, world.bruno.user_id)
        assert not Consent.objects.filter(request=row, state="ASKED").exists()
    with looking_as(world.celia):
        told = Disclosure.objects.get(reference=release.reference)
        assert [(one.text, one.rests_on[0].partition(":")[0]) for one in told.portions.all()] == [(RESTING, "reports.paragraph")]
        assert (told.danger, told.reason, told.recipient_agency_id) == (DANGER, REASON, world.agencies["SIN"].pk)
    for other in (world.diego, world.elena):
        with looking_as(other):
            assert not Disclosure.objects.exists() and not Emergency.objects.exists()
    with looking_as(world.diego):
        assert Release.objects.get(pk=release.pk).way == Way.EMERGENCY


@pytest.mark.parametrize(("who", "may"), [
    ("ana", False), ("hugo", False), ("bruno", True), ("on duty", True), ("off duty", False)])
def test_an_authority_declares_it_or_the_desk_on_duty(world: Any, who: str, may: bool) -> None:
    request = making.submitted(world)
    by = desk(world, on_duty=who == "on duty") if "duty" in who else world.viewers[who]
    if may:
        assert declared(world, request, by=by).way == Way.EMERGENCY
        return
    with pytest.raises(NotAllowed):
        declared(world, request, by=by)
    with looking_as(by), pytest.raises(Error, match="emergency_is_declared_by_who_may|row-level security"), transaction.atomic():
        Emergency.objects.create(request_id=request.pk, reference="AN-R-2026-1", owner_agency_id=by.agency_id,
                                 recipient_agency=world.agencies["SIN"], classification="RESTRICTED", danger="x", reason="x",
                                 declared_by_id=by.user_id, declared_at=timezone.now(), due_at=timezone.now())


def test_it_needs_a_fresh_sign_in(world: Any) -> None:
    with pytest.raises(StepUpRequired):
        declared(world, making.submitted(world), by=replace(world.bruno, fresh=False))


def test_anothers_draft_is_not_released(world: Any) -> None:
    with pytest.raises(NotAllowed):
        declared(world, making.drafted(world))


@pytest.mark.parametrize("field", ["danger", "reason"])
@pytest.mark.parametrize("said", ["", "  ", "a\u202eb", "x" * 100_000])
def test_danger_and_reason_are_said(world: Any, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        declared(world, making.submitted(world), **{field: said})
    assert refusal.value.field == field


@pytest.mark.parametrize("deep", ["itself", "what it cites"])
def test_what_protects_a_source_does_not_leave(world: Any, deep: str) -> None:
    if deep == "itself":
        reference = making.out(world.ana, writing.draft(world, handling_codes=("SRC",))).reference
        request = making.submitted(world, making.drafted(world, reference, rests_on_others=False))
        number = 1
    else:
        cited = citation(world.ana, of_police(world, handling_codes=("SRC",)))
        request, number = making.submitted(world, making.drafted(world, making.report(world, cited).reference)), 2
    with pytest.raises(Invalid, match="protect a source") as refusal:
        declared(world, request, number)
    assert refusal.value.field == "included"
    by_hand(world, request, number, "released_portion_is_not_kept_back")


def test_what_was_declined_to_protect_a_source_does_not_leave_by_another_request(world: Any) -> None:
    reference = making.report(world).reference
    making.declined(world, making.sent(world, making.drafted(world, reference)))
    with pytest.raises(Invalid, match="protect a source"):
        declared(world, making.submitted(world, making.drafted(world, reference)))


def test_what_its_originator_declined_stays(world: Any) -> None:
    from intel.releases.services import decline

    request = making.sent(world)
    row = making.consent_of(world, request)
    with looking_as(world.celia):
        decline(by=world.celia, consent=row, refusal="OTHER", reason="No.", revision=row.revision)
    with pytest.raises(Invalid, match="PB declined"):
        declared(world, request)
    assert read_by(world.diego, declared(world, request, 1)) == [(1, OWN)]


def test_who_consented_is_not_told_twice(world: Any) -> None:
    request = making.sent(world)
    making.consented(world, request)
    declared(world, request)
    with looking_as(world.bruno):
        assert not Disclosure.objects.exists()


def by_hand(world: Any, request: ReleaseRequest, number: int, rule: str) -> None:
    """As somebody would write it who calls no service: refused."""
    from intel.releases.models import Portion, ReleasedPortion

    with looking_as(world.bruno), pytest.raises(Error, match=rule), transaction.atomic():
        row = ReleaseRequest.objects.get(pk=request.pk)
        portion = Portion.objects.get(request=row, number=number)
        given: dict[str, Any] = {"request": row, "reference": "AN-R-2026-000001", "classification": portion.classification,
                                 "recipient_agency_id": row.recipient_agency_id}
        Emergency.objects.create(**given, owner_agency_id=row.owner_agency_id, danger=DANGER, reason=REASON,
                                 declared_by_id=world.bruno.user_id, declared_at=timezone.now(), due_at=timezone.now())
        release = Release.objects.create(
            **given, holder_agency_id=row.owner_agency_id, way="EMERGENCY", released_by_id=world.bruno.user_id,
            released_at=timezone.now(), purpose=row.purpose, legal_basis=row.legal_basis, conditions=row.conditions)
        ReleasedPortion.objects.create(release=release, portion=portion, number=1, agency_id=row.owner_agency_id,
                                       written_by_id=world.bruno.user_id, **portion.marks())
        raise Error("it left" if Disclosure.objects.filter(portions__portion=portion).exists() else "nobody is told")


def test_by_hand_too_its_originator_is_told(world: Any) -> None:
    by_hand(world, making.submitted(world), 2, "it left")


@pytest.mark.parametrize("statement", [
    "update releases_disclosure set danger = 'x'", "update releases_disclosure set state = 'JUSTIFIED', reviewed_at = now()",
    "delete from releases_disclosure", "update releases_disclosedportion set text = 'x'",
    "update releases_emergencycount set state = 'JUSTIFIED'", "delete from releases_emergencycount",
    "update releases_emergency set danger = 'x'", "delete from releases_emergency",
    "update releases_release set way = 'DECISION'"])
@pytest.mark.parametrize("who", ["bruno", "celia"])
def test_what_was_told_stays(world: Any, who: str, statement: str) -> None:
    declared(world, making.submitted(world))

    def told() -> list[Any]:
        with looking_as(world.bruno):
            return [list(model.objects.order_by("pk").values()) for model in (Disclosure, DisclosedPortion, Emergency, Release)]

    before = told()
    with looking_as(world.viewers[who]):
        taken(statement)
    assert told() == before


def test_those_behind_are_told_too_and_who_releases_learns_nothing_of_them(world: Any) -> None:
    """The tax body releases what customs had released to it, which rests on what the police told."""
    report = onward.citing(world, onward.received(world))
    with looking_as(world.diego):
        request = services_of_releases.draft_release(
            by=world.diego, recipient=world.agencies["ZZ"], entry=making.entry(ItemEntry(report.reference)))
        request = services_of_releases.submit(by=world.diego, request=request, revision=request.revision)
    by = second_person(world.diego)
    declared(world, request, 1, by=by)
    found = {}
    for who in (by, world.bruno, world.celia, world.elena):
        with looking_as(who):
            found[who.agency_code] = sorted((one.released_by_agency.code, one.holder_agency.code, one.originator_agency.code)
                                            for one in Disclosure.objects.all())
    assert found == {"SIN": [("SIN", "SIN", "AN")], "AN": [("SIN", "AN", "PB"), ("SIN", "SIN", "AN")],
                     "PB": [("SIN", "AN", "PB")], "ZZ": []}


def test_without_an_emergency_nothing_is_released_so(world: Any) -> None:
    request = making.sent(world)
    with looking_as(world.bruno), pytest.raises(Error, match="release_is_as_decided"), transaction.atomic():
        row = ReleaseRequest.objects.get(pk=request.pk)
        Release.objects.create(request=row, reference="AN-R-2026-1", holder_agency=world.agencies["AN"], way="EMERGENCY",
                               recipient_agency=world.agencies["SIN"], purpose=row.purpose, legal_basis=row.legal_basis,
                               conditions=row.conditions, classification="RESTRICTED", released_by_id=world.bruno.user_id,
                               released_at=timezone.now())
    with looking_as(world.bruno), pytest.raises(Error, match="request_in_emergency_has_one"), transaction.atomic():
        ReleaseRequest.objects.filter(pk=request.pk).update(
            state="RELEASED", outcome="EMERGENCY", decided_by_id=world.bruno.user_id, decided_at=timezone.now())


def test_who_released_it_does_not_review_it(world: Any) -> None:
    release = declared(world, making.submitted(world))
    with pytest.raises(NotAllowed, match="somebody else"):
        reviewed(world, release, world.bruno)


@pytest.mark.parametrize("justified", [True, False])
def test_another_authority_reviews_it_and_what_was_not_justified_is_recalled(world: Any, justified: bool) -> None:
    release = declared(world, making.submitted(world))
    reviewed(world, release, second(world), justified=justified)
    assert bool(read_by(world.diego, release)) == justified
    with looking_as(world.celia):
        told = Disclosure.objects.get(reference=release.reference)
        assert (told.state, told.review_reason) == ("JUSTIFIED" if justified else "NOT_JUSTIFIED", "Había tiempo.")
    with looking_as(world.diego):
        row = Release.objects.get(pk=release.pk)
        assert row.state == (ReleaseState.RELEASED if justified else ReleaseState.RECALLED)


def test_by_hand_it_is_not_called_unjustified_without_a_recall(world: Any) -> None:
    release, by = declared(world, making.submitted(world)), second(world)
    with looking_as(by), pytest.raises(Error, match="emergency_not_justified_is_recalled"), transaction.atomic():
        Emergency.objects.filter(reference=release.reference).update(
            state="NOT_JUSTIFIED", reviewed_by_id=by.user_id, reviewed_at=timezone.now(), review_reason="x")
    with looking_as(world.bruno), pytest.raises(Error, match="emergency_is_reviewed_by"), transaction.atomic():
        Emergency.objects.filter(reference=release.reference).update(
            state="JUSTIFIED", reviewed_by_id=world.bruno.user_id, reviewed_at=timezone.now(), review_reason="x")


def test_in_an_agency_with_an_authority_a_supervisor_reviews_it_once_it_is_overdue(world: Any) -> None:
    authority = engaged(world.agencies["AN"], "hilda", Role.RELEASE_AUTHORITY)
    release = declared(world, making.submitted(world), by=authority)
    bruno = replace(world.bruno, acts=world.bruno.acts - {"releases.decide_release"})
    with pytest.raises(NotAllowed, match="overdue"):
        reviewed(world, release, bruno)
    overdue(release)
    reviewed(world, release, bruno)
    assert read_by(world.diego, release) == []


def overdue(release: Release) -> None:
    """A day goes by."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("releases_emergency", "releases_disclosure"):
            for switch in ("disable trigger user", "no force row level security"):
                cursor.execute(f"alter table {table} {switch}")
            cursor.execute(f"update {table} set due_at = due_at - interval '25 hours' where reference = %s", [release.reference])
            for switch in ("force row level security", "enable trigger user"):
                cursor.execute(f"alter table {table} {switch}")
