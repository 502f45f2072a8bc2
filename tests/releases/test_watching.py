"""Who is told that the time to consent is half over, and over: each once; and after that nobody consents."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from agencies.access import looking_as
from agencies.work import running
from agencies.work.kinds import NOTICES
from hub.kit.errors import NotAllowed
from intel.releases import metrics, services
from tests.enquiries.test_told import told
from tests.enquiries.test_watching import works_always
from tests.releases import making
from tests.world import as_operator


def later(**of: int) -> None:
    """So much time goes by: what waits until then is due."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set role hub_service")
        cursor.execute("update work_work set not_before = not_before - %s", [timedelta(**of)])
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for switch in ("disable trigger user", "no force row level security"):
            cursor.execute(f"alter table releases_consent {switch}")
        cursor.execute("update releases_consent set asked_at = asked_at - %s, due_at = due_at - %s", [timedelta(**of)] * 2)
        for switch in ("force row level security", "enable trigger user"):
            cursor.execute(f"alter table releases_consent {switch}")


def only(world: Any, kind: str) -> list[str]:
    return sorted(name for name, kinds in told(world).items() if kind in kinds)


@pytest.fixture
def request_sent(world: Any) -> Any:
    works_always(world, world.celia)
    request = making.sent(world, urgency="PRIORITY")  # 24 hours
    running.run_due(NOTICES)
    return request


def test_it_is_told_at_half_time_and_when_it_lapsed_each_once(world: Any, request_sent: Any) -> None:
    assert (only(world, "consent.half_over"), only(world, "consent.lapsed")) == ([], [])
    for _twice in range(2):
        later(hours=13 if not _twice else 0)
        running.run_due(NOTICES)
        assert (only(world, "consent.half_over"), only(world, "consent.lapsed")) == (["celia"], [])
    later(hours=12)
    running.run_due(NOTICES)
    assert only(world, "consent.lapsed") == ["bruno", "celia"]


def test_after_that_nobody_consents_and_what_was_answered_is_not_told(world: Any, request_sent: Any) -> None:
    later(hours=25)
    row = making.consent_of(world, request_sent)
    with looking_as(world.celia), pytest.raises(NotAllowed, match="Silence is no consent"):
        services.consent(by=world.celia, consent=row, agreed=[1], revision=row.revision)
    with looking_as(world.celia), pytest.raises(Error, match="consent_is_given_in_time"), transaction.atomic():
        connection.cursor().execute(
            "update releases_consent set state = 'GIVEN', agreed = '{1}', decided_by_id = %s, decided_at = now()",
            [world.celia.user_id])


def test_what_was_answered_is_told_of_no_more(world: Any, request_sent: Any) -> None:
    making.consented(world, request_sent)
    later(hours=25)
    running.run_due(NOTICES)
    assert (only(world, "consent.half_over"), only(world, "consent.lapsed")) == ([], [])


def test_decisions_and_answers_are_counted(world: Any, request_sent: Any, django_capture_on_commit_callbacks: Any) -> None:
    def value(counter: Any, label: str) -> float:
        return float(counter.labels(label)._value.get())

    before = value(metrics.ANSWERED, "GIVEN"), value(metrics.DECIDED, "PARTLY_APPROVED")
    with django_capture_on_commit_callbacks(execute=True):
        making.consented(world, request_sent)
        making.released(world, request_sent, 1)
    assert (value(metrics.ANSWERED, "GIVEN"), value(metrics.DECIDED, "PARTLY_APPROVED")) == (before[0] + 1, before[1] + 1)
