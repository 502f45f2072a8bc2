"""The project itself as an app: its commands, template tags, and the Celery application that tasks are sent with."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub"

    def ready(self) -> None:
        from hub import celery  # noqa: F401  # every process sends tasks to the broker of the settings
