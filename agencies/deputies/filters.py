"""How the list of delegations is narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.deputies.models import Delegation


class DelegationFilter(django_filters.FilterSet):
    """Those that are not over."""

    open = django_filters.BooleanFilter(method="not_over", label=_("Not over"))

    class Meta:
        model = Delegation
        fields: tuple[str, ...] = ()

    def not_over(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Those that count or are to come; or the others."""
        holds = {"ended_at": None, "ends_at__gt": timezone.now()}
        return queryset.filter(**holds) if value else queryset.exclude(**holds)
