"""Celery's way in."""

from celery import shared_task

from intel.enquiries import metrics


@shared_task(name="enquiries.measure")
def measure_enquiries(**later: object) -> None:
    """Look how much waits, for who watches."""
    metrics.measure()
