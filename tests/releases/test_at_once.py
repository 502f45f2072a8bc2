"""Two at once, on connections of their own: one decision, one clear message to the other, and nobody waits for ever."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from agencies.access import looking_as
from hub.kit.errors import Conflict, HubError, Invalid, NotAllowed, WrongState
from intel.releases import services
from intel.releases.models import Consent, Release, ReleaseRequest
from tests.releases import making, onward
from tests.screening.test_at_once import beside, no_deadlock  # noqa: F401 - a fixture
from tests.world import engaged, second_person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

#: How often two meet, each time another one is a little earlier.
ROUNDS = 6


def meeting(beside: Callable[..., Any], *acts: Callable[[], Any], late: int = 0) -> list[Any]:  # noqa: F811
    """What each of these acts returns or raises that are begun at one moment, the one of this number a little later."""
    barrier = threading.Barrier(len(acts))

    def met(number: int, act: Callable[[], Any]) -> Any:
        barrier.wait(10)
        if number == late:
            threading.Event().wait(.01)
        try:
            return act()
        except HubError as error:
            return error

    return [future.result(60) for future in [beside(met, number, act) for number, act in enumerate(acts)]]


def by(viewer: Any, does: Callable[..., Any], **given: Any) -> Callable[[], Any]:
    def act() -> Any:
        with looking_as(viewer):
            return does(by=viewer, **given)

    return act


def seen(viewer: Any, model: Any, pk: int) -> Any:
    with looking_as(viewer):
        return model.objects.get(pk=pk)


def test_of_two_authorities_one_decides(transactional_db: None, world: Any, beside: Callable[..., Any]) -> None:  # noqa: F811
    other = engaged(world.agencies["AN"], "nora", "RELEASE_AUTHORITY")
    authority = engaged(world.agencies["AN"], "omar", "RELEASE_AUTHORITY")
    for late in range(ROUNDS):
        request = making.sent(world, making.drafted(world))
        row = seen(other, ReleaseRequest, request.pk)
        with no_deadlock():
            found = meeting(beside, by(authority, services.release, request=row, included=[1], revision=row.revision),
                            by(other, services.refuse, request=row, refusal="OTHER", reason="No.", revision=row.revision),
                            late=late % 2)
        [refused] = [one for one in found if isinstance(one, HubError)]
        assert isinstance(refused, Conflict | WrongState), refused
        decided = seen(other, ReleaseRequest, request.pk)
        with looking_as(other):
            assert Release.objects.filter(request=request.pk).exists() == (decided.state == "RELEASED")


def test_a_consent_is_taken_back_or_released_on(transactional_db: None, world: Any, beside: Callable[..., Any]) -> None:  # noqa: F811
    for late in range(ROUNDS):
        request = making.sent(world, making.drafted(world))
        consent = making.consented(world, request)
        row = seen(world.bruno, ReleaseRequest, request.pk)
        with no_deadlock():
            released, taken = meeting(
                beside, by(world.bruno, services.release, request=row, included=[1, 2], revision=row.revision),
                by(world.celia, services.take_back, consent=consent, reason="Cambió.", revision=consent.revision), late=late % 2)
        if isinstance(released, Release):
            assert isinstance(taken, Conflict) and "released on your consent" in str(taken)
        else:
            assert isinstance(released, Conflict | Invalid) and isinstance(taken, Consent), (released, taken)
            assert "consent" in str(released)


def test_behind_a_consent_it_is_the_same(transactional_db: None, world: Any, beside: Callable[..., Any]) -> None:  # noqa: F811
    """The police take back what customs consents on; or what the tax body releases on, with the consent of customs."""
    for late in range(ROUNDS):
        request = onward.onward(world, f"{onward.received(world).reference}/2")
        onward.asked_on(world, request)
        behind = making.consented(world, request)
        ours = making.consent_of(world, request, world.bruno)
        with no_deadlock():
            given, taken = meeting(
                beside, by(world.bruno, services.consent, consent=ours, agreed=[1], revision=ours.revision),
                by(world.celia, services.take_back, consent=behind, reason="Cambió.", revision=behind.revision), late=late % 2)
        assert isinstance(taken, Consent)
        assert isinstance(given, Consent | Conflict | Invalid), given
        assert seen(world.bruno, Consent, ours.pk).state in ("ASKED", "DECLINED"), "it does not stand alone"


def test_what_is_released_on_a_consent_behind_is_not_taken_back(
        transactional_db: None, world: Any, beside: Callable[..., Any]) -> None:  # noqa: F811
    authority = second_person(world.diego)
    for late in range(ROUNDS):
        request = onward.onward(world, f"{onward.received(world).reference}/2")
        onward.asked_on(world, request)
        behind = making.consented(world, request)
        making.consented(world, request, world.bruno)
        row = seen(authority, ReleaseRequest, request.pk)
        with no_deadlock():
            released, taken = meeting(
                beside, by(authority, services.release, request=row, included=[1], revision=row.revision),
                by(world.celia, services.take_back, consent=behind, reason="Cambió.", revision=behind.revision), late=late % 2)
        assert isinstance(released, Release) != isinstance(taken, Consent), (released, taken)
        assert isinstance(released, Release | Conflict | Invalid) and isinstance(taken, Consent | Conflict)


def test_a_release_is_corrected_or_recalled(transactional_db: None, world: Any, beside: Callable[..., Any]) -> None:  # noqa: F811
    from tests.releases import correcting

    for late in range(ROUNDS):
        release = making.released(world, making.sent(world, making.drafted(world)), 1)
        request = correcting.sent(world, release)
        row, old = seen(world.bruno, ReleaseRequest, request.pk), seen(world.bruno, Release, release.pk)
        with no_deadlock():
            corrected, recalled = meeting(
                beside, by(world.bruno, services.release, request=row, included=[1], revision=row.revision),
                by(world.bruno, services.recall, release=old, reason="Error.", revision=old.revision), late=late % 2)
        assert isinstance(corrected, Release), corrected
        assert isinstance(recalled, Release | Conflict | NotAllowed | WrongState), recalled
        assert seen(world.diego, Release, release.pk).state == ("RECALLED" if isinstance(recalled, Release) else "CORRECTED")
