"""How the list of people is narrowed."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.roles import Role
from hub.kit.searching import WordsFilter


class PersonFilter(django_filters.FilterSet):
    """Words of the name, and role."""

    q = WordsFilter(method="search", label=_("Name"))
    role = django_filters.ChoiceFilter(field_name="groups__agency_role__role", choices=Role.choices, label=_("Role"))

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def search(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """All of the words have to be found."""
        for word in value.split():
            queryset = queryset.filter(
                Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word))
        return queryset
