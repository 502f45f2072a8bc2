"""Reads of emergency releases. Row policies leave out what the viewer may not see."""

from django.db.models import QuerySet

from intel.releases.emergency.models import Disclosure, Emergency, EmergencyCount
from intel.releases.selectors import GROUP


def emergencies() -> QuerySet[Emergency]:
    """What the viewer's agency released in an emergency, newest first."""
    return Emergency.objects.select_related("owner_agency", "recipient_agency", "declared_by", "declared_for", "reviewed_by",
                                            "reviewed_for").order_by("-id")


def disclosures() -> QuerySet[Disclosure]:
    """What the viewer's agency was told, or told others, that left without consent, newest first."""
    return Disclosure.objects.select_related("holder_agency", "originator_agency", "for_agency", "recipient_agency", GROUP,
                                             "released_by").prefetch_related("portions").order_by("-id")


def counts() -> QuerySet[EmergencyCount]:
    """What the hub auditor reads of those of all agencies, newest first."""
    return EmergencyCount.objects.select_related("agency", "recipient_agency").order_by("-declared_at", "-id")
