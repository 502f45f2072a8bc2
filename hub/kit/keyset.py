"""Where a page of a list begins: the values by which the last row seen was ordered, all of them, as a signed text.

PostgreSQL takes null for the largest value, last when ascending and first when descending; so does everything here.
"""

import operator
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property, reduce
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.sql.constants import LOUTER
from django.utils.translation import gettext as _

from hub.kit.errors import Invalid

#: A cursor of ours is a fraction of this; what is longer is not even verified.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Key:
    """One field of an ordering: its name, its direction, how its values are read, and whether they can be missing."""

    name: str
    descending: bool
    field: "Field[Any, Any]"
    nullable: bool

    @property
    def reversed(self) -> "Key":
        """The same field the other way round."""
        return replace(self, descending=not self.descending)

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    def of(self, row: Any) -> Any:
        """The value of a row, across relations if need be."""
        return reduce(getattr, self.name.split("__"), row)

    def same_as(self, value: Any) -> Q:
        """The rows with this value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any) -> Q | None:
        """The rows that come after this value; None when none can."""
        if self.descending:
            return Q(**{f"{self.name}__isnull": False}) if value is None else Q(**{f"{self.name}__lt": value})
        if value is None:
            return None
        larger = Q(**{f"{self.name}__gt": value})
        return larger | Q(**{f"{self.name}__isnull": True}) if self.nullable else larger


@dataclass(frozen=True)
class Keyset:
    """The ordering of one list, which ends in a unique field, and the cursors that point into it."""

    keys: tuple[Key, ...]
    salt: str

    @classmethod
    def of(cls, queryset: QuerySet[Any], ordering: tuple[str, ...]) -> "Keyset":
        """By the names of an `order_by`. An expression or a name that the queryset does not have raises at once."""
        keys = tuple(_key(queryset, name) for name in ordering)
        return cls(keys, f"hub.keyset:{queryset.model._meta.label}:{','.join(map(str, keys))}")

    @cached_property
    def reversed(self) -> "Keyset":
        """The same list read backwards, with the same cursors."""
        return Keyset(tuple(key.reversed for key in self.keys), self.salt)

    def ordering(self) -> list[str]:
        """What `order_by` takes."""
        return [str(key) for key in self.keys]

    def cursor(self, row: Any, *, backwards: bool) -> str:
        """A text that stands for the place just after the row, or just before it; the same at any time."""
        values = [_written(key.of(row)) for key in self.keys]
        return signing.Signer(salt=self.salt).sign_object([int(backwards), *values])

    def read(self, cursor: str) -> tuple[bool, list[Any]]:
        """Whether a cursor points backwards, and the values it stands for. Raises Invalid for one that is not ours."""
        try:
            if len(cursor) > LONGEST:
                raise ValueError
            backwards, *values = signing.Signer(salt=self.salt).unsign_object(cursor)
            return bool(backwards), [key.field.to_python(value) for key, value in zip(self.keys, values, strict=True)]
        except (signing.BadSignature, ValueError, TypeError, ValidationError):
            raise Invalid(_("This address leads to no page of the list. Begin at its first page."), field="cursor") from None

    def after(self, queryset: QuerySet[Any], values: list[Any]) -> QuerySet[Any]:
        """The rows that come after the one with these values.

        One comparison of rows, `(date, id) < (…, …)`, which an index answers, where no value can be missing and all
        fields run in one direction; else one alternative a field.
        """
        directions = {key.descending for key in self.keys}
        if len(directions) == 1 and not any(key.nullable for key in self.keys):
            lookup = TupleLessThan if directions.pop() else TupleGreaterThan
            return queryset.filter(lookup(Tuple(*(key.name for key in self.keys)), values))
        return queryset.filter(reduce(operator.or_, self._alternatives(values), Q(pk__in=[])))

    def _alternatives(self, values: list[Any]) -> Iterator[Q]:
        same = Q()
        for key, value in zip(self.keys, values, strict=True):
            if (beyond := key.beyond(value)) is not None:
                yield same & beyond
            same &= key.same_as(value)


def _key(queryset: QuerySet[Any], name: str) -> Key:
    if not isinstance(name, str):
        raise TypeError(f"A list is paged by the names of fields and annotations, not by {name!r}.")
    query = queryset.query.clone()
    source = query.resolve_ref(name.removeprefix("-"))
    missing = not isinstance(source, Col) or source.target.null or getattr(
        query.alias_map[source.alias], "join_type", None) == LOUTER
    return Key(name.removeprefix("-"), name.startswith("-"), source.output_field, missing)


def _written(value: Any) -> Any:
    """As JSON, to the last digit: floats as Python repeats them, dates and times in full."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date | time) else str(value)
