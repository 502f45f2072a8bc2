"""That an authority lets a colleague decide in its name, from when until when."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, User

#: How long a delegation lasts at most.
LONGEST = timedelta(days=92)


class Delegation(models.Model):
    """An act that a person may do in the name of another one. It counts while that one holds the act by a role of their own.

    Over at `ends_at`, or ended before by either; by nobody when one of the two left. Read by the whole agency.
    """

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.UNCLASSIFIED, editable=False)
    act = models.CharField(_("what"), max_length=100)
    authority = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("in the name of"))
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("deputy"))
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("delegated"), db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("ended early"), null=True, editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-begins_at", "-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["deputy"], condition=Q(ended_at__isnull=True), name="delegation_to_deputy"),
                   models.Index(fields=["owner_agency", "-begins_at"], name="delegation_of_agency")]
        constraints = [
            models.CheckConstraint(condition=~Q(authority=F("deputy")), name="delegation_is_to_another"),
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(ends_at__lte=F("begins_at") + LONGEST), name="delegation_is_not_for_long"),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_says_why"),
            models.CheckConstraint(condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                                   name="delegation_ended_has_when"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} → {self.deputy}"

    @property
    def is_over(self) -> bool:
        """Whether it does not count any more."""
        return self.ended_at is not None or self.ends_at <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        """Whether it begins later."""
        return not self.is_over and self.begins_at > timezone.now()
