"""Reads of releases. Row policies leave out what the viewer may not see; nothing here does."""

from django.db.models import QuerySet

from intel.releases.models import Consent, Release, ReleasedPortion, ReleaseRequest
from intel.releases.states import ReleaseState

#: The sharing group among whose members it stays, as far as the viewer sees it.
GROUP = "for_group__sharing_epoch__sharing_group"


def requests() -> QuerySet[ReleaseRequest]:
    """The requests to release of the viewer's agency, newest first."""
    return ReleaseRequest.objects.select_related("owner_agency", "recipient_agency", "created_by", "sent_by", "decided_by",
                                                 "corrects", GROUP).order_by("-id")


def together(request: ReleaseRequest) -> QuerySet[ReleaseRequest]:
    """The others that were drafted with it, for the agencies of one sharing group."""
    rows = requests().filter(together=request.together).exclude(pk=request.pk)
    return rows.order_by("recipient_agency__code") if request.together else rows.none()


def consents() -> QuerySet[Consent]:
    """What the viewer's agency is asked to consent to, and what it asked of others, newest first."""
    return Consent.objects.select_related("holder_agency", "originator_agency", "recipient_agency", "for_agency", "asked_by",
                                          "decided_by", GROUP).prefetch_related("portions").order_by("-id")


def releases() -> QuerySet[Release]:
    """What the viewer's agency received and gave, newest first."""
    return Release.objects.select_related("holder_agency", "recipient_agency", "released_by", "acknowledged_by",
                                          "replaces", "arrangement", GROUP).order_by("-id")


def of_the_same(release: Release) -> QuerySet[Release]:
    """What its holder released of the same things besides, to whomever, and holds still."""
    things = list(release.portions.values_list("portion__kind", "portion__source_id"))
    kinds, ids = {kind for kind, _number in things}, {number for _kind, number in things}
    given = ReleasedPortion.objects.filter(portion__kind__in=kinds, portion__source_id__in=ids).order_by()
    return releases().filter(holder_agency=release.holder_agency_id, state=ReleaseState.RELEASED,
                             pk__in=set(given.values_list("release", flat=True))).exclude(pk=release.pk)
