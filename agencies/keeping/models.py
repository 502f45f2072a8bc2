"""Legal holds, which keep one row from being purged, and receipts, which say that something was purged and never what it held."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency
from hub.kit import room
from hub.kit.limits import LINE, NOTE, REASON


class Hold(models.Model):
    """Why one row is kept longer than the rule says, on what legal basis, and until when. One person places it, another lifts it.

    Its agency's alone, and marked as the row is. It is never changed but by being lifted.
    """

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField()
    object_reference = models.CharField(_("what is kept"), max_length=LINE)
    reason = models.CharField(_("reason"), max_length=REASON)
    legal_basis = models.CharField(_("legal basis"), max_length=NOTE)
    until = models.DateField(_("until"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+",
                                  verbose_name=_("placed by"))
    placed_at = models.DateTimeField(_("placed"), db_default=Now(), editable=False)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
                                  verbose_name=_("lifted by"))
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_because = models.CharField(_("why it was lifted"), max_length=REASON, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("place_hold", _("Can place legal holds, and lift those of others"))]
        constraints = [
            models.CheckConstraint(condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                                   | Q(lifted_by__isnull=False, lifted_at__isnull=False), name="hold_lifted_has_who_and_when"),
            models.CheckConstraint(condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("placed_by")),
                                   name="hold_is_lifted_by_another"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(legal_basis=""), name="hold_says_why"),
        ]
        indexes = [models.Index(fields=["kind", "object_id"], condition=Q(lifted_at__isnull=True), name="hold_on_row"),
                   models.Index(fields=["owner_agency", "-id"], name="hold_of_agency")]

    def __str__(self) -> str:
        return f"{self.object_reference}"

    @property
    def is_in_force(self) -> bool:
        """Whether it keeps the row today."""
        return self.lifted_at is None and self.until >= timezone.localdate()

    @property
    def page(self) -> str:
        """The name of the page of what is kept."""
        kept = room.keeps().get(self.kind)
        return kept.page if kept else ""


class Receipt(models.Model):
    """That something was purged: of what kind, under which rule, since when it was kept; one for many without a reference."""

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.UNCLASSIFIED,
                                      editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(null=True)
    reference = models.CharField(_("reference"), max_length=LINE, blank=True)
    kept_since = models.DateField(_("kept since"))
    kept_until = models.DateField(_("kept until"))
    purged_at = models.DateTimeField(_("purged"), db_default=Now(), editable=False)
    code = models.CharField(_("rule"), max_length=40)
    days = models.PositiveIntegerField(_("days"))
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("receipt of a purge")
        verbose_name_plural = _("receipts of purges")
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "owner_agency"], name="receipt_is_given_once")]
        indexes = [models.Index(fields=["owner_agency", "-id"], name="receipt_of_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}".strip()
