"""No match is lost and none is made twice, whatever dies: worker, broker with its files, database."""

import os
import shutil
import signal

import pytest

from tests.hub.running import TO_MATCH, Hub

WORKS, PART = 400, 100


@pytest.mark.slow
def test_every_work_is_matched_once_whatever_is_killed(hub: Hub) -> None:
    filing = hub.file("traders", 0, PART)
    with hub.caught_in_the_act():
        assert hub.ask(TO_MATCH) > 0
        assert hub.worker.process is not None
        os.killpg(hub.worker.process.pid, signal.SIGKILL)
    hub.finish(filing)

    filing = hub.file("traders", PART, 2 * PART)
    os.kill(hub.pid(hub.broker), signal.SIGKILL)
    shutil.rmtree(hub.broker.data)
    hub.finish(filing)

    filing = hub.file("traders", 2 * PART, 3 * PART)
    with hub.caught_in_the_act():
        os.kill(hub.pid(hub.postgres), signal.SIGKILL)
    while hub.finish(filing):  # the officer's program lost its database too, and files again
        filing = hub.file("traders", 2 * PART, 3 * PART)

    filing = hub.file("traders", 3 * PART, WORKS)
    assert hub.finish(filing) == 0
    hub.until(lambda: hub.ask(TO_MATCH) == 0)

    assert hub.ask("select count(*) from trade_trader") == WORKS
    assert hub.ask("select count(distinct trader_id) from screening_match where holds") == WORKS
    assert hub.ask("select count(*) from screening_match") == WORKS
    written_again = "select count(*) from screening_match where updated_at > found_at + interval '2 seconds'"
    assert hub.ask(written_again) == 0
    for name in ("Worker", "Broker", "PostgreSQL"):
        assert f"{name} runs again" in hub.told
