"""The reading room: holder and originator see who of the recipient read and exported; nobody else, and nothing besides."""

from typing import Any

import pytest
from django.db import Error, transaction
from django.utils import timezone

from agencies.access import looking_as
from intel.releases.models import Reading, Release
from intel.releases.reading import released_on, uses_of
from tests.releases import making


def used(world: Any, release: Release) -> None:
    """Diego opens it, and takes a copy."""
    assert world.client(world.diego).get(f"/releases/{release.pk}/").status_code == 200
    assert world.client(world.diego).post(f"/releases/{release.pk}/copy/").status_code == 200


def test_holder_and_originator_see_each_read_and_each_copy(world: Any) -> None:
    request = making.sent(world)
    consent = making.consented(world, request)
    page = f"/releases/consents/{consent.pk}/"
    assert "What became of it" not in world.client(world.celia).get(page).content.decode()
    release = making.released(world, request, 1, 2)
    used(world, release)
    with looking_as(world.bruno):
        assert [(use.how, str(use.person)) for use in uses_of(release)] == [("EXPORTED", "Diego"), ("READ", "Diego")]
    with looking_as(world.celia):
        found = released_on(consent)
        assert found is not None and found.reference == release.reference
        assert [(use.how, str(use.person)) for use in found.uses] == [("EXPORTED", "Diego"), ("READ", "Diego")]
    shown = world.client(world.celia).get(page).content.decode()
    assert release.reference in shown and "Diego" in shown
    assert "Read by its recipient" not in world.client(world.diego).get(f"/releases/{release.pk}/").content.decode()


def test_an_originator_whose_information_was_left_out_learns_nothing(world: Any) -> None:
    request = making.sent(world)
    consent = making.consented(world, request)
    release = making.released(world, request, 1)
    used(world, release)
    with looking_as(world.celia):
        assert released_on(consent) is None
        assert not Reading.objects.exists()
    for other in (world.elena, world.diego, world.bruno):
        with looking_as(other):
            assert released_on(consent) is None


def test_what_could_not_be_read_was_not_read(world: Any) -> None:
    reference = making.out(world.ana, making.writing.draft(
        world, handling_codes=("H3",), handling_conditions="No copiar.")).reference
    release = making.released(world, making.sent(world, making.drafted(world, reference, rests_on_others=False)), 1)
    assert world.client(world.diego).get(f"/releases/{release.pk}/").status_code == 200
    with looking_as(world.diego):
        assert not Reading.objects.exists()


def test_nobody_notes_a_reading_for_the_other_side(world: Any) -> None:
    release = making.released(world, making.sent(world), 1)
    with looking_as(world.bruno), pytest.raises(Error, match="row-level security"), transaction.atomic():
        Reading.objects.create(release=release, agency=world.agencies["AN"], written_by_id=world.bruno.user_id,
                               made_at=timezone.now())
