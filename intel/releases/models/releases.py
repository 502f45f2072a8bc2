"""What was given, and what became of it: copies, readings, steps."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.lifecycle import DelegableStep
from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.arrangements.models import Arrangement
from intel.releases.models.requests import Portion, ReleaseRequest
from intel.releases.models.shared import MarkedText, Purged, Terms
from intel.releases.states import CopyFormat, Receipt, ReleaseStanding, ReleaseState, Way


class Release(TwoSidedRow, Terms, Purged):
    """What one agency gave to another: a snapshot that stays as it was, whatever becomes of what it was taken from.

    `digest` is the fingerprint of its canonical spelling. Of how it came about the recipient learns nothing.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("holder_agency", "recipient_agency")

    request = models.OneToOneField(ReleaseRequest, on_delete=models.PROTECT, related_name="release")
    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    holder_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    enquiry_id = models.BigIntegerField(_("answers the request"), null=True, editable=False)  # which goes before it
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by", editable=False,
                                    verbose_name=_("takes the place of"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    must_acknowledge = models.BooleanField(_("to be acknowledged before it is read"), default=False, editable=False)
    way = models.CharField(_("how it was released"), max_length=12, choices=Way, default=Way.DECISION, editable=False)
    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, null=True, related_name="+", editable=False,
                                    verbose_name=_("by the arrangement"))
    digest = models.CharField(max_length=80, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState, default=ReleaseState.RELEASED, editable=False)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    released_at = models.DateTimeField(_("released"), editable=False)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    receipt = models.CharField(_("receipt"), max_length=10, choices=Receipt, blank=True, editable=False)
    receipt_words = models.TextField(_("what was destroyed, or what hold keeps it"), blank=True, editable=False)
    receipted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    receipted_at = models.DateTimeField(_("signed"), null=True, editable=False)
    held_until = models.DateField(_("a legal hold keeps copies until"), null=True, editable=False)
    receipt_due_at = models.DateTimeField(_("to be signed for until"), null=True, editable=False)  # set by the database

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("write_release", _("Can write requests to release, and acknowledge releases")),
                       ("send_release", _("Can send requests to release that others wrote")),
                       ("decide_release", _("Can decide on releases, consent to them and recall them"))]
        indexes = [models.Index(fields=["enquiry_id"], name="release_of_enquiry"),
                   models.Index(fields=["released_at"], name="release_unacknowledged",
                                condition=Q(must_acknowledge=True, acknowledged_at=None, state="RELEASED")),
                   models.Index(fields=["ended_at"], name="release_not_signed_for",
                                condition=Q(purged_at=None, receipt__in=["", "HELD"]) & ~Q(state="RELEASED"))]
        constraints = [
            models.CheckConstraint(condition=~Q(holder_agency=F("recipient_agency")), name="release_is_of_two_agencies"),
            models.CheckConstraint(condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                                   | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                                   name="release_acknowledged_has_who_and_when"),
            models.CheckConstraint(condition=Q(state="RELEASED", ended_at__isnull=True)
                                   | ~Q(state="RELEASED") & Q(ended_at__isnull=False), name="release_ended_has_when"),
            models.CheckConstraint(condition=Q(receipt="", receipted_by__isnull=True, receipted_at__isnull=True)
                                   | ~Q(receipt="") & ~Q(receipt_words="") & ~Q(state="RELEASED")
                                   & Q(receipted_by__isnull=False, receipted_at__isnull=False),
                                   name="release_receipt_has_who_when_and_words"),
            models.CheckConstraint(condition=Q(receipt="HELD", held_until__isnull=False)
                                   | ~Q(receipt="HELD") & Q(held_until__isnull=True), name="release_held_says_until_when"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def standing(self) -> ReleaseState | ReleaseStanding:
        """Its state as it is now; what was purged is not to be read any more."""
        over = self.purged_at is not None or self.expires_at is not None and self.expires_at <= timezone.now()
        if self.state == ReleaseState.RELEASED and over:
            return ReleaseStanding.EXPIRED
        return ReleaseState(self.state)


class ReleasedPortion(MarkedText):
    """One portion as it was given. Numbered as the recipient reads it; refused every change by the database.

    What it was taken from stands on the side of the holder (`portion`), who alone reads that.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="portions")
    portion = models.OneToOneField(Portion, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(MarkedText.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="released_portion_is_numbered_once")]

    def __str__(self) -> str:
        return f"{self.release_id} ({self.number})"


class Copy(models.Model):
    """One copy of a release that somebody took: its code stands at each portion and on each page, and says whose it is.

    `digest` is the SHA-256 of the file that was handed out, with the number of its scheme before it.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="copies")
    code = models.CharField(_("code"), max_length=8, unique=True)
    format = models.CharField(_("format"), max_length=4, choices=CopyFormat, default=CopyFormat.PDF)
    digest = models.CharField(max_length=80, editable=False, default="")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.release}·{self.code}"

    @property
    def mark(self) -> str:
        """What stands at each portion: "[AN-R-2026-004831·7KQ4M2XP]"."""
        return f"[{self}]"


class Reading(models.Model):
    """That somebody of the agency that received a release opened it. Both sides read that, and the originators by a function."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="readings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.release_id} {self.made_at}"


class ReleaseStep(DelegableStep):
    """One step since it was released, which both sides read."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState)

    def __str__(self) -> str:
        return f"{self.release_id} {self.state}"
