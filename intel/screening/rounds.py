"""Rounds of new alerts over all traders, when nothing else is to be done: what the candidates of an alert overlook is found here.

Names alone are looked at first, by the thousand; who could be meant is then matched like any trader. After a part of a round, a
few seconds, others' work has its turn; the round goes on from there, whoever was killed meanwhile.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from agencies.work import queue
from intel import matching
from intel.matching import Profile
from intel.screening import profiles
from intel.screening.kinds import ROUND
from intel.screening.metrics import ROUND_LEFT
from intel.screening.models import MatchedAlert, Round
from intel.screening.new_alerts import match_met, met_by
from intel.screening.settings import ALERTS_A_ROUND, BY_NAME_ALONE, EFFORT, TRADERS_A_PART
from intel.trade.models import Trader, TraderName

#: How long a worker that says nothing is taken to be at a round, and when others look at it again.
BUSY, AGAIN = timedelta(seconds=60), timedelta(seconds=5)


def go_on(_ids: Sequence[int]) -> Iterator[list[int]]:
    """One part of the round that is under way, or of a new one, if there are alerts that no round has yet."""
    under_way = Round.objects.select_for_update().order_by("pk").first() or _begun()
    if under_way is None:
        return
    if under_way.busy_until > timezone.now():
        queue.enqueue(ROUND, [0], not_before=timezone.now() + AGAIN)
        return
    mine = Round.objects.filter(pk=under_way.pk, reached=under_way.reached)
    mine.update(busy_until=timezone.now() + BUSY)
    yield []
    parties = _names_after(under_way.reached)
    if parties:
        by_agency = profiles.by_agency(profiles.alerts_in_force().filter(pk__in=under_way.alerts))
        met = met_by(by_agency, _near(by_agency, parties))
        yield []
        for _part in match_met(met):
            mine.update(busy_until=timezone.now() + BUSY)
            yield []
        ROUND_LEFT.set(max(0, under_way.total - under_way.done - len(parties)))
        mine.update(reached=parties[-1].key, done=under_way.done + len(parties), busy_until=timezone.now())
    else:
        ROUND_LEFT.set(0)
        mine.delete()
    queue.enqueue(ROUND, [0])


def _begun() -> Round | None:
    """A new round, of the alerts that none has yet."""
    alerts = list(MatchedAlert.objects.select_for_update(skip_locked=True).filter(in_round=False).order_by("pk").values_list(
        "pk", flat=True)[:ALERTS_A_ROUND])
    if not alerts:
        return None
    MatchedAlert.objects.filter(pk__in=alerts).update(in_round=True)
    return Round.objects.create(alerts=alerts, total=Trader.objects.count(), busy_until=timezone.now())


def _names_after(reached: int) -> list[Profile]:
    """The next traders, by id, as far as they can be known by their names."""
    names = TraderName.objects.filter(trader=OuterRef("pk")).values("name")
    rows = Trader.objects.filter(pk__gt=reached).order_by("pk").values_list("pk", "kind", "name", ArraySubquery(names))
    return [Profile(pk, (name, *others), kind) for pk, kind, name, others in rows[:TRADERS_A_PART]]


def _near(by_agency: dict[int, list[Profile]], parties: Sequence[Profile]) -> set[int]:
    """Those of the parties that some of the alerts could mean."""
    near: set[int] = set()
    for of_agency in by_agency.values():
        index = matching.Index.build(of_agency)
        found = matching.screen(
            index, parties, minimum_probability=BY_NAME_ALONE, best=1, share=0.0, evidence=False, effort=EFFORT)
        near.update(int(party.key) for party, matches in zip(parties, found, strict=True) if matches)
    return near
