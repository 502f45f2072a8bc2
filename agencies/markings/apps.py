"""Codes of the field. After every `migrate` the official ones that are missing are added."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from hub.kit.room import Room


class MarkingsConfig(Room):
    name = "agencies.markings"
    label = "markings"
    enums = {"ClassificationEnum": "agencies.markings.classification.Classification"}

    def ready(self) -> None:
        post_migrate.connect(_load, sender=self, dispatch_uid="markings.load")


def _load(sender: AppConfig, *, using: str, **more: Any) -> None:
    from django.db import connections

    from agencies.markings.loading import load_codes

    # A migration back to before the table leaves nothing to load into.
    if sender.get_model("Code")._meta.db_table in connections[using].introspection.table_names():
        load_codes()
