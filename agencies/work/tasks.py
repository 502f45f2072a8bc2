"""Celery's way in. Messages only say that there may be work; the work itself is in the database."""

from celery import shared_task

from agencies.access import as_service
from agencies.work import metrics, running, selectors
from agencies.work.kinds import kinds_of
from agencies.work.waking import wake


@shared_task(name="work.run")
def run_work(*, queue: str, **later: object) -> int:
    """Do what is due of a queue, for a while; if there is more, another worker may join in."""
    done = running.run_due(queue, batches=20)
    if done:
        wake(queue)
    return done


@shared_task(name="work.measure")
def measure_work(**later: object) -> None:
    """Look how much there is, for who watches."""
    with as_service("work"):
        for kind in kinds_of():
            found = selectors.backlog([kind.name])
            metrics.WAITING.labels(kind.name).set(found.waiting)
            metrics.PUT_OFF.labels(kind.name).set(found.put_off)
            metrics.FAILED.labels(kind.name).set(found.failed)
