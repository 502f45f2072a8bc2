"""The lives of a request to release, of an originator's consent, and of what was released.

`intel/releases/README.md` shows the diagrams.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hub.kit.states import StateTable


class RequestState(models.TextChoices):
    """Where a request to release stands in the agency that holds the items; nobody else reads it."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Awaiting a second person")
    UNDER_REVIEW = "UNDER_REVIEW", _("Under review")
    RELEASED = "RELEASED", _("Released")
    REFUSED = "REFUSED", pgettext_lazy("release", "Refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("release", "Withdrawn")


#: From draft or submitted straight to released only in an emergency.
STATES = StateTable(RequestState, {
    RequestState.DRAFT: (RequestState.SUBMITTED, RequestState.RELEASED, RequestState.WITHDRAWN),
    RequestState.SUBMITTED: (RequestState.DRAFT, RequestState.UNDER_REVIEW, RequestState.RELEASED, RequestState.WITHDRAWN),
    RequestState.UNDER_REVIEW: (RequestState.RELEASED, RequestState.REFUSED, RequestState.WITHDRAWN),
    RequestState.RELEASED: (),
    RequestState.REFUSED: (),
    RequestState.WITHDRAWN: (),
})


class Outcome(models.TextChoices):
    """How a request was decided."""

    APPROVED = "APPROVED", pgettext_lazy("release", "Approved")
    APPROVED_WITH_CONDITIONS = "APPROVED_WITH_CONDITIONS", _("Approved with conditions")
    PARTLY_APPROVED = "PARTLY_APPROVED", _("Approved in part")
    REFUSED = "REFUSED", pgettext_lazy("release", "Refused")
    ARRANGEMENT = "ARRANGEMENT", _("Released as arranged")
    EMERGENCY = "EMERGENCY", _("Released in an emergency")


class Way(models.TextChoices):
    """On whose word something was released; its recipient reads it, too."""

    DECISION = "DECISION", _("By decision of the authority")
    ARRANGEMENT = "ARRANGEMENT", _("As a standing arrangement says")
    EMERGENCY = "EMERGENCY", _("In an emergency: danger to life")


class ConsentState(models.TextChoices):
    """Where the consent of one originator stands; both agencies read it. That it lapsed is derived from the clock."""

    ASKED = "ASKED", pgettext_lazy("consent", "Asked")
    GIVEN = "GIVEN", pgettext_lazy("consent", "Given")
    DECLINED = "DECLINED", pgettext_lazy("consent", "Declined")
    VOID = "VOID", _("No longer needed")


class ConsentStanding(models.TextChoices):
    """What a consent that was asked for is besides, by the time."""

    LAPSED = "LAPSED", _("Lapsed")


CONSENT_STATES = StateTable(ConsentState, {
    ConsentState.ASKED: (ConsentState.GIVEN, ConsentState.DECLINED, ConsentState.VOID),
    ConsentState.GIVEN: (ConsentState.DECLINED, ConsentState.VOID),
    ConsentState.DECLINED: (),
    ConsentState.VOID: (),
})


class ReleaseState(models.TextChoices):
    """Where a release stands; its holder and its recipient read it. That it expired is derived from the clock."""

    RELEASED = "RELEASED", _("Released")
    RECALLED = "RECALLED", _("Recalled")
    CORRECTED = "CORRECTED", _("Corrected")
    ENDED = "ENDED", _("Ended")


class Receipt(models.TextChoices):
    """What became of what was recalled or ended, as its recipient signs it."""

    PURGED = "PURGED", _("All copies outside the hub are destroyed, or there were none")
    HELD = "HELD", _("A legal hold keeps copies; nobody reads them for anything else")


class CopyFormat(models.TextChoices):
    """How a copy of a release is written: for people, or for programs."""

    PDF = "pdf", "PDF"
    JSON = "json", "JSON"


class ReleaseStanding(models.TextChoices):
    """What a release is besides, by the time."""

    EXPIRED = "EXPIRED", _("Expired")


RELEASE_STATES = StateTable(ReleaseState, {
    ReleaseState.RELEASED: (ReleaseState.RECALLED, ReleaseState.CORRECTED, ReleaseState.ENDED),
    ReleaseState.RECALLED: (),
    ReleaseState.CORRECTED: (),
    ReleaseState.ENDED: (),
})
