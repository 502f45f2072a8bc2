"""How the list of notices is narrowed."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.notices.models import Notice
from hub.kit import room
from hub.kit.room import Topic

SEEN = [("NEW", _("Not looked at")), ("SEEN", _("Looked at"))]


class NoticeFilter(django_filters.FilterSet):
    """Topic, and whether the person has looked at it."""

    topic = django_filters.ChoiceFilter(method="about", choices=Topic.choices, label=_("Topic"))
    seen = django_filters.ChoiceFilter(method="looked_at", choices=SEEN, label=_("Looked at"))

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ()

    def about(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """Those of the kinds of one topic."""
        return queryset.filter(kind__in=[kind for kind, tells in room.tells().items() if tells.topic == value])

    def looked_at(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """New ones, or the others."""
        return queryset.filter(seen_at__isnull=value == "NEW")
