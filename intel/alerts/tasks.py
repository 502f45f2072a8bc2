"""Celery's way in."""

from celery import shared_task

from intel.alerts import services


@shared_task(name="alerts.expire")
def expire(**later: object) -> int:
    """End the alerts whose last day is over."""
    return services.expire()
