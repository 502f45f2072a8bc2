"""Reads of subjects that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from intel.subjects.models import Subject, SubjectIdentifier, SubjectName


def newest() -> QuerySet[Subject]:
    """Every visible subject, newest first."""
    return Subject.objects.select_related("owner_agency").order_by("-id")


def named(subjects: QuerySet[Subject], terms: str) -> QuerySet[Subject]:
    """Those with a name that holds all the terms, whatever their accents, or an identifier that begins with them."""
    name = SubjectName.objects.filter(subject=OuterRef("pk"))
    for term in terms.split():
        name = name.filter(name__unaccent__icontains=term)
    found = Q(Exists(name.order_by()))
    value = re.sub(r"[^0-9A-Z@.+]", "", terms.upper())
    if value:
        numbers = SubjectIdentifier.objects.filter(
            Q(normalised__istartswith=value) | Q(value__istartswith=terms.strip()), subject=OuterRef("pk"))
        found |= Q(Exists(numbers.order_by()))
    return subjects.filter(found) if terms.strip() else subjects
