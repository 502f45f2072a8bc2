"""What a screening process costs, measured in a process of its own: `python -m tests.bench.workers_probe WHAT`; JSON comes out.

    start    seconds from the start of the process until it was set up, had its indexes, had its first matches; processor time
    forked   the same of a process that a worker forks, as after a kill -9
    memory   two processes forked as Celery does, each after a batch of traders: megabytes
    alerts   alerts one by one, 26 at once, a round over all traders; nothing of it is kept
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

BEGAN = time.monotonic()


class _NotKept(Exception):
    """Ends a transaction whose rows are not to stay."""


def _memory() -> dict[str, float]:
    """RSS, PSS (shared pages divided among who shares them) and USS (this process's alone) in MB."""
    with open("/proc/self/smaps_rollup") as told:
        kb = {line.split(":")[0]: int(line.split()[1]) for line in told if line.endswith("kB\n")}
    return {"rss": kb["Rss"] / 1024, "pss": kb["Pss"] / 1024, "uss": (kb["Private_Clean"] + kb["Private_Dirty"]) / 1024}


def _matched(count: int) -> None:
    from agencies.access import as_service
    from intel.screening import services
    from intel.trade.models import Trader

    with suppress(_NotKept), as_service("bench"):
        services.screen_traders(list(Trader.objects.order_by("pk").values_list("pk", flat=True)[:count]))
        raise _NotKept


def start() -> dict[str, float]:
    """One start: `ready` has the indexes open, or built when there were none."""
    from intel.screening import live

    told = {"setup": time.monotonic() - BEGAN}
    live.prepare()
    told["ready"] = time.monotonic() - BEGAN
    _matched(10)
    return told | {"first match": time.monotonic() - BEGAN, "processor": time.process_time()}


def forked() -> float:
    """Seconds from the fork until the first match."""
    from django.db import connections

    from intel.matching.warming import warm
    from intel.screening import live

    warm()
    gc.collect()
    gc.freeze()
    connections.close_all()
    answers, began = os.pipe(), time.monotonic()
    if not os.fork():
        live.prepare()
        _matched(10)
        os.write(answers[1], b".")
        os._exit(0)
    os.read(answers[0], 1)
    return time.monotonic() - began


def memory() -> list[dict[str, float]]:
    """Two processes at a time."""
    from django.db import connections

    from intel.matching.warming import warm
    from intel.screening import live

    warm()
    gc.collect()
    gc.freeze()
    connections.close_all()
    answers, go, told = os.pipe(), os.pipe(), []
    for _number in range(2):
        if not os.fork():
            live.prepare()
            _matched(1_000)
            os.write(answers[1], b"ready")
            os.read(go[0], 1)
            os.write(answers[1], json.dumps(_memory()).encode())
            os.read(go[0], 1)
            os._exit(0)
    for _number in range(2):
        os.read(answers[0], 5)
    for _number in range(2):
        os.write(go[1], b".")
        told.append(json.loads(os.read(answers[0], 1000)))
    os.write(go[1], b"..")
    return told


def _timed(do: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of all parts together, and of the longest, which is a transaction."""
    from agencies.access import as_service

    longest = total = 0.0
    with suppress(_NotKept), as_service("bench"):
        parts = do()
        while True:
            began = time.monotonic()
            ended = next(parts, None) is None
            took = time.monotonic() - began
            longest, total = max(longest, took), total + took
            if ended:
                raise _NotKept
    return total, longest


def alerts() -> dict[str, Any]:
    """Alerts in force on persons and organisations, matched as if they were new."""
    from agencies.access import as_service
    from intel.screening import live, new_alerts, profiles, rounds
    from intel.screening.models import MatchedAlert, Round

    live.prepare()
    with as_service("bench"):
        named = profiles.alerts_in_force().filter(subject__kind__in=("PERSON", "ORGANISATION")).values_list("pk", flat=True)
        ids = list(named[: 36 * 997 : 997])
    _timed(lambda: new_alerts.screen_alerts(ids[:1]))  # loads what is loaded once

    def whole_round() -> Any:
        MatchedAlert.objects.update(in_round=True)
        MatchedAlert.objects.filter(pk__in=ids[:26]).update(in_round=False)
        yield []
        while True:
            yield from rounds.go_on([0])
            if not Round.objects.exists():
                return
            yield []

    one_by_one = [_timed(lambda one=one: new_alerts.screen_alerts([one]))[0] for one in ids[:20]]
    return {"one": one_by_one, "many": _timed(lambda: new_alerts.screen_alerts(ids[:26])), "round": _timed(whole_round)}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"start": start, "forked": forked, "memory": memory, "alerts": alerts}[sys.argv[1]]()))
