"""Hits as what a paragraph rests on."""

from collections.abc import Collection

from django.urls import reverse

from agencies.access.door import number_of
from hub.kit.citing import Cited, Kind
from intel.hits.models import Hit


def _numbered(reference: str) -> int | None:
    number = number_of(reference.removeprefix("H-")) if reference.startswith("H-") else None
    return Hit.objects.filter(pk=number).values_list("pk", flat=True).first() if number is not None else None


def _seen(ids: Collection[int]) -> dict[int, Cited]:
    rows = Hit.objects.filter(pk__in=ids).select_related("match__alert", "match__trader__feed", "match__consignment__feed")
    return {hit.pk: Cited(
        "hits.hit", hit.pk, str(hit), hit.party_label, reverse("hits:detail", args=[hit.pk]), hit.revision,
        hit.match.alert.classification, hit.sides) for hit in rows}


HIT = Kind("hits.hit", _numbered, _seen)
