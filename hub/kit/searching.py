"""What is typed into a search box: a line of a few words. Each word costs the database one look at every row."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from hub.kit.errors import Invalid
from hub.kit.limits import LINE
from hub.kit.moments import begins, ends

#: Who needs more words than these has not found it with the first of them.
MOST_WORDS = 12


class WordsFilter(django_filters.CharFilter):
    """A filter by words, of one line and of not too many words."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, max_length=LINE, validators=[check_words], **more)


class Finder(Protocol):
    """Who finds things by what was typed; the room of the search is it, and says so when it starts (`found_by`)."""

    def check(self, typed: str) -> None:
        """Raises Invalid with what is wrong with it."""

    def find(self, model: type[Model], typed: str) -> Sequence[int]:
        """The numbers of the newest rows of the model that it fits, of those that the viewer finds."""


_finders: list[Finder] = []


def found_by(finder: Finder) -> None:
    """From now on this one finds."""
    _finders[:] = [finder]


class FoundFilter(django_filters.CharFilter):
    """A filter by words, as the search finds them in the rows of the list: by their indexes, though there be a million."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=LINE, validators=[_check], **more)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those that are found."""
        return qs.filter(pk__in=_finders[0].find(qs.model, value)) if value else qs


def _check(typed: str) -> None:
    try:
        _finders[0].check(typed)
    except Invalid as error:
        raise ValidationError(str(error)) from None


class BeginsFilter(django_filters.CharFilter):
    """A filter by how a code in capitals begins, such as a reference.

    The range is for the index, which under row policies is asked nothing else than such comparisons.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, max_length=LINE, **more)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those that have the beginning."""
        first, name = value.strip().upper() if value else "", self.field_name
        return qs.filter(**{f"{name}__gte": first, f"{name}__lt": f"{first}z", f"{name}__startswith": first}) if first else qs


def from_day(queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
    """A filter's method: from the beginning of that day on, by the clock of the hub. A range of moments, for an index."""
    return queryset.filter(**{f"{name}__gte": begins(value)})


def to_day(queryset: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
    """To the end of that day."""
    return queryset.filter(**{f"{name}__lte": ends(value)})


def check_words(terms: str) -> None:
    """Raises ValidationError when there are too many words."""
    if len(terms.split()) > MOST_WORDS:
        raise ValidationError(_("At most %(most)s words.") % {"most": MOST_WORDS})


def terms_of(data: Any, name: str) -> str:
    """What was typed into the box of that name. Raises Invalid when it is no line of a few words."""
    terms = str(data.get(name, "")).strip()
    if len(terms) > LINE:
        raise Invalid(_("At most %(most)s characters.") % {"most": LINE}, field=name)
    try:
        check_words(terms)
    except ValidationError as error:
        raise Invalid(error.messages[0], field=name) from None
    return terms
