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


def first_and_late(found: list[Any]) -> tuple[Any, HubError]:
    """What the one that was first got, and what the other was told; there is exactly one of each."""
    [late] = [one for one in found if isinstance(one, HubError)]
    [first] = [one for one in found if not isinstance(one, HubError)]
    return first, late


#: Two who decide on one request at once, by name, and the words by which the late one knows what happened.
DECISIONS: dict[str, tuple[Callable[..., Any], dict[str, Any], str]] = {
    "release": (services.release, {"included": [1]}, "Released"),
    "refuse": (services.refuse, {"refusal": "OTHER", "reason": "No."}, "Refused"),
    "withdraw": (services.withdraw, {"reason": "Ya no."}, "Withdrawn"),
}
STATES = {"release": "RELEASED", "refuse": "REFUSED", "withdraw": "WITHDRAWN"}


@pytest.mark.parametrize(("one", "other"), [
    ("release", "release"), ("release", "refuse"), ("refuse", "refuse"), ("withdraw", "release"), ("withdraw", "refuse")])
def test_of_two_authorities_one_decides(
        transactional_db: None, world: Any, beside: Callable[..., Any], one: str, other: str) -> None:  # noqa: F811
    authorities = [engaged(world.agencies["AN"], name, "RELEASE_AUTHORITY") for name in ("nora", "omar")]
    authorities[0] = world.bruno if one == "withdraw" else authorities[0]
    names = [one, other]
    for turn in range(ROUNDS):
        request = making.sent(world, making.drafted(world))
        row = seen(world.bruno, ReleaseRequest, request.pk)
        with no_deadlock():
            found = meeting(beside, *(
                by(who, DECISIONS[name][0], request=row, revision=row.revision, **DECISIONS[name][1])
                for who, name in zip(authorities, names, strict=True)), late=turn % 2)
        _first, late = first_and_late(found)
        number = next(n for n, got in enumerate(found) if got is not late)
        decided = seen(world.bruno, ReleaseRequest, request.pk)
        assert decided.state == STATES[names[number]]
        assert isinstance(late, Conflict), late
        who = {0: "bruno" if one == "withdraw" else "nora", 1: "omar"}[number]
        assert who in str(late).lower() and DECISIONS[names[number]][2] in str(late)
        with looking_as(world.bruno):
            releases = list(Release.objects.filter(request=request.pk))
            assert len(releases) == (decided.state == "RELEASED")
            assert all(list(got.portions.values_list("number", flat=True)) == [1] for got in releases), "whole, or none"
            assert set(request.consents.values_list("state", flat=True)) == {"VOID"}
            assert request.steps.count() == 4, "drafted, submitted, sent, and one decision"


@pytest.mark.parametrize(("one", "other"), [("consent", "decline"), ("consent", "consent"), ("decline", "decline")])
def test_of_two_authorities_of_an_originator_one_answers(
        transactional_db: None, world: Any, beside: Callable[..., Any], one: str, other: str) -> None:  # noqa: F811
    acts = {"consent": (services.consent, {"agreed": [1]}, "GIVEN"),
            "decline": (services.decline, {"refusal": "OTHER", "reason": "No."}, "DECLINED")}
    authorities = [engaged(world.agencies["PB"], name, "RELEASE_AUTHORITY") for name in ("petra", "paco")]
    for turn in range(ROUNDS):
        consent = making.consent_of(world, making.sent(world, making.drafted(world)), authorities[0])
        with no_deadlock():
            found = meeting(beside, *(
                by(who, acts[name][0], consent=consent, revision=consent.revision, **acts[name][1])
                for who, name in zip(authorities, (one, other), strict=True)), late=turn % 2)
        _first, late = first_and_late(found)
        number = next(n for n, got in enumerate(found) if got is not late)
        assert isinstance(late, Conflict) and ("petra", "paco")[number] in str(late).lower(), late
        assert seen(world.celia, Consent, consent.pk).state == acts[(one, other)[number]][2]


@pytest.mark.parametrize("act", ["withdraw", "refuse"])
def test_a_consent_is_answered_or_its_request_is_over(
        transactional_db: None, world: Any, beside: Callable[..., Any], act: str) -> None:  # noqa: F811
    """Both may happen, the consent first; never a consent to what is over, and whoever is late is told which agency it was."""
    for turn in range(ROUNDS):
        request = making.sent(world, making.drafted(world))
        consent, row = making.consent_of(world, request), seen(world.bruno, ReleaseRequest, request.pk)
        with no_deadlock():
            over, given = meeting(
                beside, by(world.bruno, DECISIONS[act][0], request=row, revision=row.revision, **DECISIONS[act][1]),
                by(world.celia, services.consent, consent=consent, agreed=[1], revision=consent.revision), late=turn % 2)
        assert isinstance(over, ReleaseRequest), over
        stands = seen(world.celia, Consent, consent.pk).state
        assert stands == ("GIVEN" if isinstance(given, Consent) else "VOID")
        if not isinstance(given, Consent):
            assert isinstance(given, Conflict) and "No longer needed, by AN" in str(given), given


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
