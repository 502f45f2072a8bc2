"""A correction takes the place of what was released: by the same bill and decision, once, for every recipient, with a reason."""

from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import looking_as
from hub.kit.errors import Conflict, Invalid, NotAllowed, WrongState
from intel.releases import selectors, services
from intel.releases.entries import ItemEntry
from intel.releases.models import Release
from intel.releases.states import ReleaseState
from tests.enquiries.test_told import told
from tests.releases import correcting, making
from tests.releases.test_way import read_by


@pytest.fixture
def release(world: Any) -> Release:
    return making.released(world, making.sent(world), 1)


def test_its_recipient_reads_the_new_one_and_why_and_the_old_one_no_more(world: Any, release: Release) -> None:
    new = correcting.corrected(world, release)
    assert read_by(world.diego, release) == [] and read_by(world.diego, new) == [(1, correcting.RIGHT)]
    with looking_as(world.diego):
        old = Release.objects.get(pk=release.pk)
        assert (old.state, old.replaced_by, new.replaces_id) == (ReleaseState.CORRECTED, new, old.pk)
        assert old.steps.get(state="CORRECTED").reason == correcting.WHY


def test_its_recipient_is_told_without_a_word_of_it(world: Any, release: Release) -> None:
    correcting.corrected(world, release)
    assert "release.corrected" in told(world)["diego"]
    words = [one["words"] for one in world.api(world.diego).get("/api/v1/notices/").json()["results"]]
    assert f"AN corrected {release.reference}." in words


def test_until_it_is_decided_the_old_one_is_read(world: Any, release: Release) -> None:
    correcting.sent(world, release)
    assert read_by(world.diego, release) == [(1, making.OWN)]


def test_it_takes_the_consent_of_originators_as_any_other(world: Any, release: Release) -> None:
    reference = making.report(world).reference
    with looking_as(world.ana):
        [request] = services.draft_corrections(by=world.ana, releases=[release], reason="Error.", rests_on_others=True,
                                               items=[ItemEntry(f"{reference}/2")])
    request = making.sent(world, request)
    with pytest.raises(Invalid, match="without the consent of PB"):
        making.released(world, request, 1)


def test_everybody_who_received_the_same_is_found_and_corrected(world: Any) -> None:
    reference = f"{making.report(world).reference}/1"
    first, second = (making.released(world, making.sent(world, making.drafted(
        world, reference, recipient=recipient, rests_on_others=False)), 1) for recipient in ("SIN", "PB"))
    with looking_as(world.ana):
        others = list(selectors.of_the_same(first))
    assert others == [second]
    for request in correcting.drafted(world, first, *others):
        making.released(world, making.sent(world, request), 1)
    assert read_by(world.diego, first) == [] == read_by(world.carla, second)


def test_it_is_corrected_once(world: Any, release: Release) -> None:
    late = correcting.sent(world, release)
    new = correcting.corrected(world, release)
    with pytest.raises(Conflict, match="was corrected since"):
        making.released(world, late, 1)
    with pytest.raises(Conflict):
        correcting.drafted(world, release)
    assert correcting.corrected(world, new).replaces_id == new.pk, "the new one is corrected in its turn"


def test_what_was_recalled_can_be_given_right_and_what_was_ended_not(world: Any, release: Release) -> None:
    with looking_as(world.bruno):
        services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
        row = Release.objects.get(pk=release.pk)
    new = correcting.corrected(world, row)
    with looking_as(world.diego):
        assert Release.objects.get(pk=release.pk).state == ReleaseState.RECALLED and new.replaces_id == release.pk
    with looking_as(world.bruno):
        services.end(by=world.bruno, release=new, reason="Ya no.", revision=new.revision)
        row = Release.objects.get(pk=new.pk)
    with pytest.raises(WrongState):
        correcting.drafted(world, row)


@pytest.mark.parametrize(("why", "error"), [(" ", Invalid), ("x" * 5000, Invalid)])
def test_it_says_why(world: Any, release: Release, why: str, error: Any) -> None:
    with pytest.raises(error) as refusal:
        correcting.drafted(world, release, why=why)
    assert refusal.value.field == "reason"


def test_its_recipient_corrects_nothing(world: Any, release: Release) -> None:
    with looking_as(world.diego), pytest.raises(NotAllowed):
        services.draft_corrections(by=world.diego, releases=[release], reason="Error.", rests_on_others=False, items=[])


def test_it_goes_to_the_same_recipient_whatever_is_edited(world: Any, release: Release) -> None:
    [request] = correcting.drafted(world, release)
    with looking_as(world.ana), pytest.raises(Invalid) as refusal:
        services.edit_release(by=world.ana, request=request, entry=making.entry(ItemEntry(making.report(world).reference)),
                              recipient=world.agencies["PB"], revision=request.revision)
    assert refusal.value.field == "recipient"
    with looking_as(world.ana), pytest.raises(Error, match="correction_is_of_its_own"), transaction.atomic():
        connection.cursor().execute("update releases_releaserequest set recipient_agency_id = %s where corrects_id is not null",
                                    [world.agencies["PB"].pk])


@pytest.mark.parametrize(("who", "statement", "rule"), [
    ("bruno", "update releases_release set state = 'CORRECTED', ended_at = now()", "corrected_has_another_in_its_place"),
    ("diego", "update releases_release set state = 'CORRECTED', ended_at = now()", "corrected_has_another_in_its_place"),
    ("bruno", "update releases_release set replaces_id = id", "release_replaces_stays|each_side_writes_its_own")])
def test_the_database_holds_what_is_corrected_by_what(world: Any, release: Release, who: str, statement: str, rule: str) -> None:
    with looking_as(world.viewers[who]), pytest.raises(Error, match=rule), transaction.atomic():
        connection.cursor().execute(statement)


def test_it_is_drafted_on_the_page_with_what_is_there_now(world: Any, release: Release) -> None:
    client, address = world.client(world.ana), f"/releases/{release.pk}/correct/"
    with looking_as(world.ana):
        reference = release.portions.get().portion.reference
    assert reference in client.get(address).content.decode()
    items = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-reference": reference, "items-0-text": ""}
    assert client.post(address, {**items, "rests_on_others": "no"}).status_code == 200, "without a reason"
    sent = client.post(address, {**items, "rests_on_others": "no", "reason": "Error."})
    assert sent.status_code == 302
    with looking_as(world.ana):
        request = release.holder_agency.pk and selectors.requests().get(corrects=release)
    assert "Corrects" in client.get(f"/releases/requests/{request.pk}/").content.decode()
    assert world.client(world.diego).get(address).status_code == 403


def test_it_is_drafted_by_program_and_named_on_both_sides(world: Any, release: Release) -> None:
    reference = making.report(world).reference
    address = f"/api/v1/releases/{release.pk}/correct/"
    given = {"reason": "Error.", "rests_on_others": False, "items": [{"reference": f"{reference}/1"}]}
    assert world.api(world.ana).post(address, {**given, "also": [release.pk]}, format="json").status_code == 404
    [told_of] = world.api(world.ana).post(address, given, format="json").json()
    assert (told_of["corrects"], told_of["state"]) == (release.reference, "DRAFT")
    new = correcting.corrected(world, release)
    assert world.api(world.diego).get(f"/api/v1/releases/{new.pk}/").json()["replaces"] == release.reference
    pages = [world.client(world.diego).get(f"/releases/{one.pk}/").content.decode() for one in (release, new)]
    assert new.reference in pages[0] and release.reference in pages[1]
