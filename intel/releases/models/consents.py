"""What an originator is asked to consent to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.lifecycle import DelegableStep
from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.releases.models.requests import Portion, ReleaseRequest
from intel.releases.models.shared import MarkedText, Purged, Terms
from intel.releases.states import ConsentStanding, ConsentState


class Consent(TwoSidedRow, Terms, Purged):
    """What an agency is asked to consent to whose information would leave: a row of the holder and of that originator.

    `part_of`: asked on by who was asked that itself, since what it released once rests on the originator's; then `for_agency`
    is the agency that would release it.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("holder_agency", "originator_agency")

    request = models.ForeignKey(ReleaseRequest, on_delete=models.PROTECT, related_name="consents")
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    holder_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("held by"))
    originator_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("originator"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="behind", editable=False)
    for_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    need_to_know = models.TextField(_("why the recipient needs it"))
    urgency = models.CharField(_("urgency"), max_length=40)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ConsentState, default=ConsentState.ASKED, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("asked"), editable=False)
    due_at = models.DateTimeField(_("due"), editable=False)  # set by the database: migrations/0002_labels.py
    agreed = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("portions agreed to"), default=list, editable=False)
    own_conditions = models.TextField(_("conditions of the originator"), blank=True, editable=False)
    refusal = models.CharField(_("reason for refusing"), max_length=40, blank=True, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    class Meta:
        verbose_name = _("consent to a release")
        verbose_name_plural = _("consents to releases")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["originator_agency", "state", "-id"], name="consent_of_originator")]
        constraints = [
            models.CheckConstraint(condition=~Q(holder_agency=F("originator_agency")), name="consent_is_of_another_agency"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True, decided_at__isnull=True, agreed=[], refusal="")
                                   & ~Q(state__in=["GIVEN", "DECLINED"])
                                   | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="ASKED"),
                                   name="consent_decided_has_who_and_when"),
            models.CheckConstraint(condition=~Q(state="GIVEN") | ~Q(agreed=[]), name="consent_given_is_to_something"),
            models.CheckConstraint(condition=~Q(state="DECLINED") | Q(agreed=[]) & ~Q(refusal=""),
                                   name="consent_declined_says_why"),
            models.UniqueConstraint(fields=["request", "holder_agency", "originator_agency"], condition=~Q(state="VOID"),
                                    name="consent_is_asked_once"),
            models.CheckConstraint(condition=Q(part_of__isnull=True, for_agency__isnull=True)
                                   | Q(part_of__isnull=False, for_agency__isnull=False), name="consent_asked_on_says_for_whom"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def standing(self) -> ConsentState | ConsentStanding:
        """Its state as it is now: silence is never consent."""
        if self.state == ConsentState.ASKED and self.due_at <= timezone.now():
            return ConsentStanding.LAPSED
        return ConsentState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether the originator can still answer."""
        return self.standing is ConsentState.ASKED


class ToldPortion(MarkedText):
    """Abstract: one portion as its originator reads it: exactly what would leave or left, and what of theirs it rests on.

    `rests_on` are kind and id of things that the holder saw, as "reports.paragraph:17".
    """

    portion = models.ForeignKey(Portion, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rests_on = ArrayField(models.CharField(max_length=60), default=list)

    class Meta(MarkedText.Meta):
        abstract = True


class ConsentPortion(ToldPortion):
    """One portion as its originator is asked about it."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="portions")

    class Meta(ToldPortion.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["consent", "number"], name="consent_portion_is_numbered_once"),
                       models.UniqueConstraint(fields=["consent", "portion"], name="consent_names_a_portion_once")]
        indexes = [GinIndex(fields=["rests_on"], name="consentportion_rests_on", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.consent_id} ({self.number})"


class ConsentStep(DelegableStep):
    """One step in the life of a consent, which both sides read."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ConsentState)

    def __str__(self) -> str:
        return f"{self.consent_id} {self.state}"
