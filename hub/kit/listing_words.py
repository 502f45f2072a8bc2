"""The columns of a list in words, as its models have them: headings, and what codes mean."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst

from hub.kit.listing import Column, Field


def words_of(model: type[Model], columns: Iterable[Column]) -> list[str]:
    """The heading of a file in the language of who reads it: the page's where a column is one field, else its own."""
    return [str(each.words) if len(each.fields) == 1 else _heading(model, each, field)
            for each in columns for field in each.fields]


def codes_of(model: type[Model], columns: Iterable[Column]) -> dict[int, dict[str, str]]:
    """By the number of the column: what its codes mean."""
    found: dict[int, dict[str, str]] = {}
    for number, field in enumerate(field for each in columns for field in each.fields):
        choices = getattr(_model_field(model, field), "flatchoices", ())
        if choices:
            found[number] = {str(code): str(words) for code, words in choices}
    return found


#: What a related row is called by: its heading is that of the relation.
_CALLED_BY = {"code", "label", "name", "reference", "username"}


def _heading(model: type[Model], column: Column, field: Field) -> str:
    found = _model_field(model, field, called_by=_CALLED_BY)
    own = field.name.replace("_", " ")
    return capfirst(str(getattr(found, "verbose_name", "") or own)) if found is not None else f"{column.words}: {own}"


def _model_field(model: type[Model], field: Field, called_by: Iterable[str] = ()) -> Any:
    """The model's field at the end of a path, or before it where a row is `called_by` its last step; None where there is none."""
    found: Any = None
    if not isinstance(field.where, str):
        return None
    for name in field.where.split("."):
        if found is not None and name in called_by:
            break
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if found.is_relation and found.related_model is not None:
            model = found.related_model
    return found
