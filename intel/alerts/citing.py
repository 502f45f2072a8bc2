"""Alerts as what a paragraph rests on."""

from collections.abc import Collection

from django.urls import reverse

from hub.kit.citing import Cited, Kind
from intel.alerts.models import Alert


def _numbered(reference: str) -> int | None:
    return Alert.objects.filter(reference=reference).values_list("pk", flat=True).first()


def _seen(ids: Collection[int]) -> dict[int, Cited]:
    return {alert.pk: Cited(
        "alerts.alert", alert.pk, alert.reference, str(alert.subject), reverse("alerts:detail", args=[alert.pk]), alert.revision,
        alert.classification, (alert.owner_agency_id,), handling_codes=tuple(alert.handling_codes))
        for alert in Alert.objects.filter(pk__in=ids).select_related("subject")}


ALERT = Kind("alerts.alert", _numbered, _seen)
