"""The door for Celery: workers and beat, connected to the database as the service, or as the deputy where they act for people."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
os.environ.setdefault("HUB_DATABASE_ROLE", "service")

from hub import broker  # noqa: F401  # passes over what is no message

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
