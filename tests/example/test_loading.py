"""The example world in a hub: it can be loaded, and the hub finds in it what was planted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.access.signing import recognised
from agencies.handover.absences import absences
from agencies.hours.duty import stretches
from agencies.hours.models import Holiday
from agencies.keeping.models import Hold
from agencies.notices.inbox import Tab, read
from agencies.work import running
from agencies.work.kinds import QUERIES, QUERY_FILES
from hub.example import colliding, releasing
from hub.example.loading import load, new_password
from hub.example.people import AUTHORS
from hub.example.values import World
from hub.example.world import build
from intel.alerts.models import Alert
from intel.arrangements.models import Arrangement
from intel.deconfliction.models import Collision, Side
from intel.enquiries.models import Enquiry, Request
from intel.enquiries.states import RequestState, State
from intel.queries.models import Answer, Batch, Query, Standing
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.states import ConsentState
from intel.releases.states import RequestState as RequestToRelease
from intel.reports.models import Report
from intel.screening import live, services
from intel.screening.models import Match
from intel.trade.models import Consignment, Trader
from intel.trade.services.parties import external_ref
from tests.world import as_operator


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world of the default seed, loaded into an empty hub once, in a transaction that is thrown away."""
    world = build(1825, timezone.localdate())
    with django_db_blocker.unblock(), transaction.atomic():
        with as_operator():
            load(world, password=new_password(), progress=lambda step, done, of: None)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def example(loaded: World, db: None) -> Iterator[World]:
    """That world, in which what one test does is undone before the next."""
    live.forget()
    yield loaded
    live.forget()


def found_on(match: Match) -> str:
    """The party as the feed knows it, or the number of the declaration on which a thing moves."""
    return match.trader.external_ref if match.trader else str(match.consignment)


@pytest.mark.slow
def test_it_loads_and_the_hub_finds_what_was_planted(example: World) -> None:
    with as_service("test"):
        assert Consignment.objects.count() == len(example.consignments)
        assert Alert.objects.count() == len(example.alerts) + len(colliding.BOTH)
        states = dict(Alert.objects.values_list("subject__label", "state"))
        refs = {trader.ref: external_ref(trader.party) for trader in example.traders}
        assert Trader.objects.count() == len(set(refs.values())), "who has the tax number of another is the same trader"
    seen = set()
    for author in sorted({report.author for report in example.reports}):
        with looking_as(recognised(username=author)):
            seen |= set(Report.objects.values_list("title", "state"))
    assert seen == {(report.title, report.state) for report in example.reports} | {
        (title, "DISSEMINATED") for title in releasing.TITLES}
    assert states == {alert.entry.names[0].natural: alert.state for alert in example.alerts} | {
        watched.label: "ACTIVE" for watched in colliding.BOTH}

    while services.screen_pending():
        pass

    with as_service("test"):
        held = Match.objects.filter(holds=True, probability__gte=0.5).select_related("alert__subject", "trader", "consignment")
        found = {(match.alert.subject.label, found_on(match)) for match in held}
    label = {alert.key: alert.entry.names[0].natural for alert in example.alerts}
    # Of two things planted on one trader, the true one counts.
    planted = {
        (label[one.alert], refs[one.trader] if one.trader else one.consignment): one
        for one in sorted(example.truth, key=lambda one: one.is_match)
    }
    assert {pair for pair, one in planted.items() if one.is_match} <= found
    assert {planted[pair].kind for pair in found if pair in planted and not planted[pair].is_match} <= {
        "homonym with other papers"
    }, "who bears the same name is for a person to tell apart"
    assert found <= set(planted), "found by chance"


@pytest.mark.slow
def test_its_agencies_have_holidays_a_rota_with_gaps_and_somebody_away(example: World) -> None:
    bruno = recognised(username="bruno")
    with looking_as(bruno):
        now = timezone.now()
        assert {stretch.duty is None for stretch in stretches(now, now + timedelta(days=14))} == {True, False}
        [absence] = absences()
        assert (absence.person.username, absence.stand_in.username) == ("gabriela", "ana")
        assert Holiday.objects.filter(day__year=timezone.localdate().year + 1).exists()
    with looking_as(recognised(username="paola")):
        assert not Holiday.objects.exists(), "another agency's days are its own"


@pytest.mark.slow
def test_two_of_its_alerts_collide_and_each_agency_is_told_of_its_own(example: World) -> None:
    for username, label in (("bruno", colliding.BOTH[0].label), ("marco", colliding.BOTH[1].label)):
        with looking_as(recognised(username=username)):
            assert [side.alert.subject.label for side in Side.objects.all()] == [label]
    victor = recognised(username="victor")
    with looking_as(victor):
        assert Collision.objects.count() == 1 and not Alert.objects.exists()
        assert len(read(victor, Tab.MINE).rows) == 1


@pytest.mark.slow
def test_its_agencies_ask_and_tell_each_other_in_every_state(example: World) -> None:
    with as_service("test"):
        assert Query.objects.filter(withdrawn_at__isnull=False).count() == Standing.objects.count() == Batch.objects.count() == 1
        assert not Answer.objects.exists(), "what is asked is answered by the worker of queries"
    running.run_due(QUERIES)
    running.run_due(QUERY_FILES)
    learned = set()
    for name in ("carla", "diego", "gabriela"):
        with as_service("test"):
            Answer.objects.update(visible_from=timezone.now() - timedelta(hours=1))
        with looking_as(recognised(username=name)):
            learned |= set(Answer.objects.values_list("answer", flat=True))
    assert learned == {"NO_HIT", "HIT_CONTACT_OWNER", "HIT_WITH_DATA"}
    with looking_as(recognised(username="hugo")):
        assert set(Arrangement.objects.values_list("state", flat=True)) == {"IN_FORCE", "PROPOSED"}
    states, received = set(), set()
    for agency in ("AN", "PB", "SIN"):
        with looking_as(recognised(username=AUTHORS[agency][0])):
            states |= set(Request.objects.values_list("state", flat=True))
            received |= set(Enquiry.objects.values_list("state", flat=True))
    assert states == set(RequestState.values) and received == set(State.values)
    with looking_as(recognised(username="bruno")):
        assert {row.heading for row in read(recognised(username="bruno"), Tab.MINE).rows} >= {
            "Alerts to validate", "Answers to give", "Requests to answer"}
        assert Hold.objects.count() == 1


@pytest.mark.slow
def test_there_is_a_request_to_release_in_every_state(example: World) -> None:
    with looking_as(recognised(username="hugo")):
        assert set(ReleaseRequest.objects.values_list("state", flat=True)) == set(RequestToRelease)
        assert set(ReleaseRequest.objects.exclude(outcome="").values_list("outcome", flat=True)) >= {"PARTLY_APPROVED", "REFUSED"}
    with looking_as(recognised(username="natalia")):
        assert set(Consent.objects.values_list("state", flat=True)) == set(ConsentState)
    with looking_as(recognised(username="diego")):
        parts = [list(row.portions.values_list("number", flat=True)) for row in Release.objects.order_by("id")]
        assert parts == [[1], [], [1], [1]], (
            "what nobody kept back; nothing before its conditions are acknowledged; for this person; an emergency")
    with looking_as(recognised(username="carla")):
        assert Release.objects.filter(way="ARRANGEMENT").exclude(arrangement=None).count() == 1
    with looking_as(recognised(username="ana")):
        assert ReleaseRequest.objects.exclude(together=None).count() == 2
