"""Celery's way in."""

from celery import shared_task

from intel.exchange import uploads


@shared_task(name="exchange.read_upload")
def read_upload(*, run: int, user: int, **later: object) -> None:
    """Read an uploaded file as the person who uploaded it."""
    uploads.read_upload(run=run, user=user)


@shared_task(name="exchange.sweep_imports")
def sweep_imports(**later: object) -> int:
    """Find uploads that no message woke."""
    return uploads.sweep_imports()
