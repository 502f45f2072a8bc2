"""How a release reaches a body outside the hub, and what that body signed on paper."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from hub.kit.limits import LINE
from intel.releases.models import Copy, Release
from intel.releases.states import Receipt


class Delivery(models.Model):
    """A link by which a body outside takes a copy, once. Of the agency that released it, and of nobody else.

    The copy lies here sealed with a key that only the link has (`sealed`, AES-256-GCM), until it is taken or the link is over;
    `key_digest` is the SHA-256 by which a link is known. Neither is read by the application: `releases_take` is.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="deliveries")
    copy = models.OneToOneField(Copy, on_delete=models.CASCADE, related_name="delivery")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("works until"))
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    sealed = models.BinaryField(null=True)
    taken_at = models.DateTimeField(_("taken"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    #: What of a delivery is read.
    SHOWN: ClassVar[tuple[str, ...]] = (
        "release", "copy", "agency", "written_by", "made_at", "expires_at", "taken_at", "closed_at")

    class Meta:
        verbose_name = _("link to a release")
        verbose_name_plural = _("links to releases")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="delivery_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(sealed__isnull=True) | Q(taken_at__isnull=True, closed_at__isnull=True),
                                   name="delivery_keeps_nothing_when_it_is_over"),
            models.UniqueConstraint(fields=["release"], condition=Q(sealed__isnull=False), name="delivery_is_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.copy)

    @property
    def owner_agency_id(self) -> int:
        """The agency that made it: its auditor reads that it was taken, whoever took it."""
        return self.agency_id

    @property
    def is_open(self) -> bool:
        """Whether the link works still."""
        return self.taken_at is None and self.closed_at is None and self.expires_at > timezone.now()


class PaperKind(models.TextChoices):
    """What was signed on paper."""

    ACKNOWLEDGED = "ACKNOWLEDGED", _("That the conditions are acknowledged")
    STATEMENT = "STATEMENT", _("What became of the copies")


class Paper(models.Model):
    """What a body outside signed on paper, as the agency that released something to it recorded it. It stays.

    The database writes on the release itself what it says: that it was acknowledged, or what became of the copies (`receipt`).
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="papers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    written_at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    kind = models.CharField(_("what was signed"), max_length=12, choices=PaperKind)
    receipt = models.CharField(_("what became of the copies"), max_length=10, choices=Receipt, blank=True)
    held_until = models.DateField(_("a legal hold keeps copies until"), null=True)
    signed_by = models.CharField(_("signed by"), max_length=LINE)
    signed_on = models.DateField(_("signed on"))
    words = models.TextField(_("what it says, and where the paper is kept"))

    class Meta:
        verbose_name = _("paper on a release")
        verbose_name_plural = _("papers on releases")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["release"], condition=Q(kind="ACKNOWLEDGED"), name="paper_acknowledges_once"),
            models.CheckConstraint(condition=Q(receipt="HELD", held_until__isnull=False)
                                   | ~Q(receipt="HELD") & Q(held_until__isnull=True), name="paper_held_says_until_when"),
            models.CheckConstraint(condition=~Q(signed_by="") & ~Q(words=""), name="paper_says_who_and_what"),
            models.CheckConstraint(condition=Q(kind="STATEMENT") & ~Q(receipt="") | Q(kind="ACKNOWLEDGED", receipt=""),
                                   name="paper_statement_says_what_became_of_it"),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.kind}"
