"""`manage.py settings`: every value an operator may set, what it is for, and what is in force."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hub.configuration import Configuration, variable


class Command(BaseCommand):
    help = "List the environment variables that the hub reads, with the values in force. Secrets are not shown."

    def handle(self, *args: Any, **options: Any) -> None:
        for setting in fields(Configuration):
            value = getattr(settings.CONFIGURATION, setting.name)
            shown = ("(set)" if value else "(not set)") if setting.metadata["secret"] else _plain(value)
            self.stdout.write(f"{variable(setting.name)}={shown}\n    {setting.metadata['describes']}")


def _plain(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
