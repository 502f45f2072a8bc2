"""By which column a list is sorted: one of those that its room offers, up or down. The same for pages and API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: What addresses call it: no filter, so that a list that is only sorted is not narrowed.
NAME = "sort"


class SortFilter(django_filters.ChoiceFilter):
    """`sort=title` up, `sort=-title` down; rows alike by their ids, in the same direction.

    `columns`: what addresses call it -> the field, and its words. A field has to have an index that ends in `id`.
    """

    def __init__(self, **columns: tuple[str, Any]) -> None:
        self.fields = {name: field for name, (field, _words) in columns.items()}
        choices = [choice for name, (_field, words) in columns.items()
                   for choice in ((name, words), (f"-{name}", format_lazy("{} ({})", words, _("descending"))))]
        super().__init__(choices=choices, label=_("Sort by"))

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """In that order; as they are where none is chosen."""
        if not value:
            return qs
        down = "-" if value.startswith("-") else ""
        order = dict.fromkeys((self.fields[value.removeprefix("-")], "id"))
        return qs.order_by(*(f"{down}{field}" for field in order))


def narrowed_by(given: dict[str, str]) -> bool:
    """Whether any of these filters leaves something out."""
    return any(value for name, value in given.items() if name != NAME)
