"""What a new version of a row says otherwise than the old one, field by field, in the words of its model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its name in words, what the old version says, and what the new one says."""

    words: str
    before: str
    after: str


def differences(model: type[Model], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The fields whose values are not the same, in the order of `after`. Both map names of the model's fields to values."""
    return [Difference(capfirst(str(_field(model, name).verbose_name)), _words(model, name, before[name]),
                       _words(model, name, value)) for name, value in after.items() if before[name] != value]


def _words(model: type[Model], name: str, value: Any) -> str:
    choices = dict(_field(model, name).flatchoices)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "" if value is None else str(choices.get(value, value))


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)
