"""A deputy decides: in whose name, on what, and what says so."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import Error, transaction
from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from hub.kit.errors import Conflict, NotAllowed, StepUpRequired, WrongState
from intel.releases import services as releases
from intel.releases.emergency import services as emergencies
from intel.releases.emergency.models import Emergency
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.states import ConsentState
from tests.deputies.making import ACT, in_force
from tests.enquiries.test_told import waits
from tests.releases import making
from tests.releases.test_emergency import declared
from tests.releases.test_watching import only
from tests.world import engaged


def test_a_deputy_decides_and_the_step_says_in_whose_name(world: Any) -> None:
    request = making.sent(world)
    hugo = in_force(world, world.hugo)
    with looking_as(hugo):
        row = ReleaseRequest.objects.get(pk=request.pk)
        release = releases.release(by=hugo, request=row, included=[1], revision=row.revision)
        step = row.steps.get(state="RELEASED")
        assert (step.by_id, step.on_behalf_of_id) == (hugo.user_id, world.bruno.user_id)
        assert release.steps.get().on_behalf_of_id == world.bruno.user_id
    with looking_as(world.fabio):
        event = Event.objects.get(action="release.released")
        assert (event.actor_id, event.detail["on_behalf_of"]) == (hugo.user_id, "bruno")


def test_a_deputy_consents(world: Any) -> None:
    request = making.sent(world)
    carla = in_force(world, world.carla, world.celia)
    assert making.consented(world, request, carla).state == ConsentState.GIVEN
    with looking_as(carla):
        assert making.consent_of(world, request, carla).steps.get(state="GIVEN").on_behalf_of_id == world.celia.user_id


def test_in_ones_own_name_nothing_is_said(world: Any) -> None:
    request = making.sent(world)
    making.released(world, request, 1)
    with looking_as(world.bruno):
        assert ReleaseRequest.objects.get(pk=request.pk).steps.get(state="RELEASED").on_behalf_of_id is None


def test_nobody_decides_on_what_they_wrote_nor_in_the_name_of_who_wrote_it(world: Any) -> None:
    request = making.sent(world)
    ana = in_force(world, world.ana)
    with looking_as(ana), pytest.raises(NotAllowed, match="You wrote it"):
        releases.release(by=ana, request=ReleaseRequest.objects.get(pk=request.pk), included=[1], revision=request.revision)
    saul = engaged(world.agencies["AN"], "saul", Role.SUPERVISOR)
    request = making.drafted(world, making.report(world).reference, by=world.bruno)
    with looking_as(world.bruno):
        request = releases.submit(by=world.bruno, request=request, revision=request.revision)
    with looking_as(saul):
        request = releases.send(by=saul, request=request, revision=request.revision)
    hugo = in_force(world, world.hugo)
    with looking_as(hugo):
        row = ReleaseRequest.objects.get(pk=request.pk)
        with pytest.raises(NotAllowed, match="In whose name you decide"):
            releases.release(by=hugo, request=row, included=[1], revision=row.revision)
        with pytest.raises(Error, match="release_is_not_decided_for_its_author"), transaction.atomic():
            ReleaseRequest.objects.filter(pk=row.pk).update(
                state="REFUSED", outcome="REFUSED", decided_by_id=hugo.user_id, decided_at=timezone.now())


def refused_review(world: Any, by: Viewer, reference: str, words: str) -> None:
    """By the service, and by the database."""
    with looking_as(by):
        row = Emergency.objects.get(reference=reference)
        with pytest.raises(NotAllowed, match=words):
            emergencies.review(by=by, emergency=row, justified=True, reason="x", revision=row.revision)
        with pytest.raises(Error, match="emergency_is_reviewed_by_who_may"), transaction.atomic():
            Emergency.objects.filter(pk=row.pk).update(
                state="JUSTIFIED", reviewed_by_id=by.user_id, reviewed_at=timezone.now(), review_reason="x")


def test_a_deputy_does_not_review_what_was_released_in_that_name(world: Any) -> None:
    release = declared(world, making.submitted(world))
    refused_review(world, in_force(world, world.hugo), release.reference, "In whose name you review")


def test_neither_the_authority_nor_another_deputy_reviews_what_a_deputy_released_in_its_name(world: Any) -> None:
    saul = engaged(world.agencies["AN"], "saul", Role.SUPERVISOR)
    hugo, ivan = in_force(world, world.hugo), engaged(world.agencies["AN"], "ines", Role.OFFICER)
    release = declared(world, making.submitted(world), by=hugo)
    with looking_as(hugo):
        assert Emergency.objects.get().declared_for_id == world.bruno.user_id
    refused_review(world, world.bruno, release.reference, "a deputy in your name")
    refused_review(world, in_force(world, ivan), release.reference, "In whose name you review")
    with looking_as(saul):
        row = Emergency.objects.get(reference=release.reference)
        emergencies.review(by=saul, emergency=row, justified=True, reason="Correcto.", revision=row.revision)


def test_a_deputy_reviews_in_anothers_name(world: Any) -> None:
    release = declared(world, making.submitted(world))
    hugo = in_force(world, world.hugo, engaged(world.agencies["AN"], "saul", Role.SUPERVISOR))
    with looking_as(hugo):
        row = Emergency.objects.get(reference=release.reference)
        emergencies.review(by=hugo, emergency=row, justified=False, reason="Había tiempo.", revision=row.revision)
        row.refresh_from_db()
        assert (row.reviewed_by_id, row.reviewed_for_id) == (hugo.user_id, dict(hugo.deputy_for)[ACT])
        assert Release.objects.get(request=row.request_id).steps.get(state="RECALLED").on_behalf_of_id == row.reviewed_for_id


def test_a_deputys_decision_takes_a_fresh_sign_in(world: Any) -> None:
    request = making.sent(world)
    stale = replace(in_force(world, world.hugo), fresh=False)
    with looking_as(stale), pytest.raises(StepUpRequired):
        releases.refuse(by=stale, request=ReleaseRequest.objects.get(pk=request.pk), refusal="OTHER", reason="No.",
                        revision=request.revision)


def test_page_and_program_say_in_whose_name(world: Any) -> None:
    request = making.sent(world)
    carla, hugo = in_force(world, world.carla, world.celia), in_force(world, world.hugo)
    making.consented(world, request, carla)
    with looking_as(hugo):
        row = ReleaseRequest.objects.get(pk=request.pk)
        release = releases.release(by=hugo, request=row, included=[1, 2], revision=row.revision)
        consent = Consent.objects.get(request=request)
    for by, page, path, names in (
            (world.bruno, f"/releases/requests/{request.pk}/", f"release-requests/{request.pk}", ("hugo", "bruno")),
            (world.celia, f"/releases/consents/{consent.pk}/", f"release-consents/{consent.pk}", ("carla", "celia")),
            (world.diego, f"/releases/{release.pk}/", f"releases/{release.pk}", ("hugo", "bruno"))):
        assert ", by delegation" in world.client(by).get(page).content.decode()
        steps = world.api(by).get(f"/api/v1/{path}/").json()["steps"]
        assert names in {(step["by"], step["on_behalf_of"]) for step in steps}


def test_who_deputises_is_told_and_has_it_in_the_inbox(world: Any) -> None:
    from intel.releases import waiting

    request = making.sent(world)
    world.viewers["carla"] = in_force(world, world.carla, world.celia)
    assert only(world, "delegation.made") == ["carla"]
    assert waits(world, waiting.to_consent)["carla"] == [1, 0]
    making.sent(world, making.drafted(world, making.report(world).reference))
    assert request.pk and only(world, "consent.asked") == ["carla", "celia"]


def test_no_step_is_taken_in_a_name_that_was_not_lent(world: Any) -> None:
    from intel.releases.models import ReleaseRequestStep

    request = making.sent(world)
    with looking_as(world.bruno), pytest.raises(Error, match="step_is_in_that_name"), transaction.atomic():
        ReleaseRequestStep.objects.create(request_id=request.pk, state="REFUSED", by_id=world.bruno.user_id,
                                          on_behalf_of_id=world.ana.user_id)


def test_a_decided_request_is_not_decided_again_by_the_deputy(world: Any) -> None:
    request = making.sent(world)
    hugo = in_force(world, world.hugo)
    with looking_as(hugo):
        before = ReleaseRequest.objects.get(pk=request.pk)
    making.released(world, request, 1)
    with looking_as(hugo), pytest.raises((Conflict, WrongState)):
        releases.refuse(by=hugo, request=before, refusal="OTHER", reason="No.", revision=before.revision)
