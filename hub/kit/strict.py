"""Serializers that take no field they do not know: a misspelt name is told, not passed over.

Who writes `rol` instead of `role` in an audience means fewer people than who writes nothing.
"""

from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import serializers

from hub.kit.limits import SEVERAL

Row = TypeVar("Row", bound=Model)


class Strict(serializers.BaseSerializer):  # type: ignore[type-arg]  # what both kinds below have in common
    """Refuses unknown fields, each with its path. Fields that are only read may be sent back as they were read.

    A list of them (`many=True`) takes `most` at a time.
    """

    most = SEVERAL

    @classmethod
    def many_init(cls, *args: Any, **more: Any) -> Any:
        """The list, of limited length."""
        return super().many_init(*args, **{"max_length": cls.most, **more})

    def to_internal_value(self, data: Any) -> Any:
        """The validated values. Raises ValidationError."""
        fields: dict[str, serializers.Field] = self.fields  # type: ignore[attr-defined,type-arg]
        if isinstance(data, dict) and (unknown := [name for name in data if name not in fields]):
            known = ", ".join(name for name, field in fields.items() if not field.read_only)
            raise serializers.ValidationError(
                {name: [_("There is no such field here. There are: %(known)s.") % {"known": known}] for name in unknown})
        return super().to_internal_value(data)


class StrictSerializer(Strict, serializers.Serializer[Any]):
    """What a program sends or gets, field by field."""


class StrictModelSerializer(Strict, serializers.ModelSerializer[Row]):
    """The same for the fields of a model."""
