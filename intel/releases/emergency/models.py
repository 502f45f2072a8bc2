"""A release in an emergency: why, its review, what each originator that was not asked is told, and what is counted of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.releases.emergency.states import EmergencyState
from intel.releases.models import ReleaseRequest, Terms, ToldPortion


class Emergency(models.Model):
    """That something was released without waiting for consents, since a life is in danger. Its own agency's.

    `reference` is that of the release. When it was declared and until when it is to be reviewed, and in whose name a deputy
    declared or reviewed it (`declared_for`, `reviewed_for`), the database says.
    """

    request = models.OneToOneField(ReleaseRequest, on_delete=models.PROTECT, related_name="emergency")
    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    danger = models.TextField(_("whose life is in danger, and by what"))
    reason = models.TextField(_("why the consents cannot be waited for"))
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    declared_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    declared_at = models.DateTimeField(_("released"), editable=False)
    due_at = models.DateTimeField(_("to be reviewed until"), editable=False)
    state = models.CharField(_("review"), max_length=14, choices=EmergencyState, default=EmergencyState.TO_REVIEW, editable=False)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    reviewed_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    review_reason = models.TextField(_("reason"), blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("emergency release")
        verbose_name_plural = _("emergency releases")
        ordering = ["-id"]
        default_permissions = ()
        permissions = [("release_on_duty", _("Can release in an emergency while on duty"))]
        indexes = [models.Index(fields=["owner_agency", "-id"], name="emergency_of_agency")]
        constraints = [
            models.CheckConstraint(condition=~Q(danger="") & ~Q(reason=""), name="emergency_says_danger_and_reason"),
            models.CheckConstraint(condition=Q(state="TO_REVIEW", reviewed_by__isnull=True, reviewed_at__isnull=True,
                                               review_reason="")
                                   | ~Q(state="TO_REVIEW") & ~Q(review_reason="")
                                   & Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                                   name="emergency_reviewed_has_who_when_and_why"),
            models.CheckConstraint(condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("declared_by")),
                                   name="emergency_is_reviewed_by_another"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        """Whether its review should be done by now."""
        return self.state == EmergencyState.TO_REVIEW and self.due_at <= timezone.now()

    @property
    def released_by(self) -> set[int]:
        """Who released it (their ids): who did, and the one in whose name."""
        return {person for person in (self.declared_by_id, self.declared_for_id) if person is not None}


class Disclosure(TwoSidedRow, Terms):
    """What left of an originator's information in an emergency, without its consent. Only the database writes it, as it leaves.

    A row of that originator and of whoever has it of them: the holder, or an agency that had released it to the holder; then
    `for_agency` is the one that released it now.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("holder_agency", "originator_agency")

    request = models.ForeignKey(ReleaseRequest, on_delete=models.PROTECT, related_name="disclosures")
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    holder_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by"))
    originator_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("originator"))
    for_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    need_to_know = models.TextField(_("why the recipient needs it"))
    danger = models.TextField(_("whose life is in danger, and by what"))
    reason = models.TextField(_("why the consents cannot be waited for"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    released_at = models.DateTimeField(_("released"), editable=False)
    due_at = models.DateTimeField(_("to be reviewed until"), editable=False)
    state = models.CharField(_("review"), max_length=14, choices=EmergencyState, default=EmergencyState.TO_REVIEW, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    review_reason = models.TextField(_("reason"), blank=True, editable=False)

    class Meta:
        verbose_name = _("disclosure in an emergency")
        verbose_name_plural = _("disclosures in emergencies")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["originator_agency", "-id"], name="disclosure_to_originator")]
        constraints = [
            models.CheckConstraint(condition=~Q(holder_agency=F("originator_agency")), name="disclosure_is_to_another_agency"),
            models.UniqueConstraint(fields=["request", "holder_agency", "originator_agency"], name="disclosure_is_told_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def released_by_agency(self) -> Agency:
        """The agency that released it."""
        return self.for_agency or self.holder_agency


class DisclosedPortion(ToldPortion):
    """One portion that left in an emergency, as its originator is told of it."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="portions")

    class Meta(ToldPortion.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["disclosure", "number"], name="disclosed_portion_is_numbered_once"),
                       models.UniqueConstraint(fields=["disclosure", "portion"], name="disclosure_names_a_portion_once")]

    def __str__(self) -> str:
        return f"{self.disclosure_id} ({self.number})"


class EmergencyCount(models.Model):
    """What the hub auditor reads of an emergency release: agencies, counts, times, the review. No person, no content.

    Has the id of the emergency. Only the database writes it, with the emergency itself.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    portions_count = models.PositiveIntegerField(_("portions"), default=0)
    originators_count = models.PositiveIntegerField(_("originators told"), default=0)
    declared_at = models.DateTimeField(_("released"))
    due_at = models.DateTimeField(_("to be reviewed until"))
    state = models.CharField(_("review"), max_length=14, choices=EmergencyState)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta:
        verbose_name = _("count of an emergency release")
        verbose_name_plural = _("counts of emergency releases")
        ordering = ["-declared_at", "-id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        """Whether its review should be done by now."""
        return self.state == EmergencyState.TO_REVIEW and self.due_at <= timezone.now()
