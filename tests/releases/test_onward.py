"""What was received may be cited; what rests on it goes on to nobody without whoever released it, and whoever that one asks."""

from typing import Any

import pytest
from django.db import Error, transaction

from agencies.access import looking_as
from hub.kit import citing
from hub.kit.errors import Invalid
from intel.releases import services
from intel.releases.models import Portion, Release, ReleasedPortion, ReleaseRequest
from intel.reports.resting import citations_of
from intel.reports.services import submit
from tests.releases import making, onward
from tests.reports.test_citing import cited_by
from tests.world import second_person


def test_its_recipient_cites_it_and_nobody_else(world: Any) -> None:
    release = onward.received(world)
    report = onward.citing(world, release)
    assert cited_by(world.diego, report) == [f"{release.reference}/2"]
    for other in (world.ana, world.carla, world.elena):
        with looking_as(other):
            assert citing.find(f"{release.reference}/2") is None


@pytest.mark.parametrize("number", ["0", "3", "²", "99999999999999999999", ""])
def test_a_portion_that_is_not_there_is_not_cited(world: Any, number: str) -> None:
    release = onward.received(world)
    with looking_as(world.diego):
        assert citing.find(f"{release.reference}/{number}") is None


def test_a_report_that_rests_on_it_goes_to_no_third_agency_and_back_to_whom_it_came_from(world: Any) -> None:
    release = onward.received(world)
    report = onward.drafted_on(world, release, audience=("ZZ",))
    with looking_as(world.diego), pytest.raises(Invalid) as refusal:
        submit(by=world.diego, report=report, revision=report.revision)
    assert "Aduana Nacional" in str(refusal.value) and "Policía" not in str(refusal.value)
    report = making.out(world.diego, onward.drafted_on(world, release, audience=("AN",)))
    assert cited_by(world.ana, report) == [f"{release.reference}/2"]


@pytest.mark.parametrize("direct", [True, False])
def test_the_bill_names_who_released_it_and_not_whom_that_one_asked(world: Any, direct: bool) -> None:
    release = onward.received(world)
    reference = f"{release.reference}/2" if direct else f"{onward.citing(world, release).reference}/1"
    request = onward.onward(world, reference)
    assert onward.asked(world.diego, request) == [("AN", [f"{release.reference}/2"], 0)]
    shown = world.client(world.diego).get(f"/releases/requests/{request.pk}/").content.decode()
    told = str(world.api(world.diego).get(f"/api/v1/release-requests/{request.pk}/").json())
    assert "Policía Boliviana" not in shown and "'PB'" not in told and "AN" in told


def test_all_of_what_was_received_is_an_item_by_its_reference(world: Any) -> None:
    release = onward.received(world)
    request = onward.onward(world, release.reference)
    with looking_as(world.diego):
        assert [one.reference for one in request.portions.order_by("number")] == [f"{release.reference}/{n}" for n in (1, 2)]


def test_back_to_whom_it_came_from_it_takes_no_consent(world: Any) -> None:
    release = onward.received(world)
    request = onward.onward(world, f"{onward.citing(world, release).reference}/1", "AN")
    assert onward.asked(world.diego, request) == []
    assert onward.decided(world, request, 1)


def test_the_consent_of_who_released_it_alone_lets_nothing_go_that_rests_on_others(world: Any) -> None:
    """The database holds it against whoever calls no service."""
    release = onward.received(world)
    request = onward.onward(world, f"{release.reference}/2")
    row = making.consent_of(world, request, world.bruno)
    with looking_as(world.bruno), pytest.raises((Error, Invalid)), transaction.atomic():
        services.consent(by=world.bruno, consent=row, agreed=[1], revision=row.revision)
        raise Invalid("reached")
    by = second_person(world.diego)
    with looking_as(by), pytest.raises(Error, match="released_portion_is_consented"), transaction.atomic():
        row = ReleaseRequest.objects.get(pk=request.pk)
        whole = Release.objects.create(
            request=row, reference="SIN-R-2026-1", holder_agency_id=row.owner_agency_id, conditions=row.conditions,
            recipient_agency_id=row.recipient_agency_id, purpose=row.purpose, legal_basis=row.legal_basis,
            classification="RESTRICTED", released_by_id=by.user_id, released_at=row.sent_at)
        portion = row.portions.get()
        ReleasedPortion.objects.create(release=whole, portion=portion, number=1, agency_id=by.agency_id,
                                       written_by_id=by.user_id, **portion.marks())


def test_what_its_holder_has_of_its_own_goes_on_with_the_holders_consent(world: Any) -> None:
    release = onward.received(world)
    request = onward.onward(world, f"{release.reference}/1")
    making.consented(world, request, world.bruno)
    assert onward.decided(world, request, 1).recipient_agency_id == world.agencies["ZZ"].pk


def test_whose_consent_it_took_is_kept_with_it(world: Any) -> None:
    release = onward.received(world)
    with looking_as(world.ana):
        rows = Portion.objects.filter(request=release.request_id).order_by("number")
        assert [row.originators for row in rows] == [[], [world.agencies["PB"].pk]]


def test_recalled_it_is_named_still_and_nothing_rests_on_it_any_more(world: Any) -> None:
    release = onward.received(world)
    report, draft = onward.citing(world, release), onward.drafted_on(world, release)
    with looking_as(world.bruno):
        services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    with looking_as(world.diego):
        [(_row, thing)] = citations_of(list(report.paragraphs.all())).popitem()[1]
        assert (thing.reference, thing.title, thing.ended) == (f"{release.reference}/2", "", "Recalled")
        with pytest.raises(Invalid, match="nothing rests any more"):
            submit(by=world.diego, report=draft, revision=draft.revision)
        assert citing.find(f"{release.reference}/2") is None
