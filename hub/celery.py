"""The door for Celery: workers and beat, connected to the database as the service, or as the deputy where they act for people."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
os.environ.setdefault("HUB_DATABASE_ROLE", "service")

from hub import broker  # noqa: F401  # passes over what is no message

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _load_engine(**more: Any) -> None:
    """Have the compiled engine in memory before the processes of a worker that matches are forked: they share it, and one that
    was killed is there again at once."""
    if os.environ["HUB_DATABASE_ROLE"] == "service":
        from intel.matching.warming import warm

        warm()
        gc.collect()
        gc.freeze()  # or each process would write to the pages of all that it was given, and have them by itself
