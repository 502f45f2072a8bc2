"""What the agency that received a release owes when it is over: answers for reports, statements on copies."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.releases.answers.states import AnswerState
from intel.releases.models import Release
from intel.releases.states import Receipt
from intel.reports.models import Report


class ProductAnswer(models.Model):
    """That a report rests on what was recalled or corrected, and what became of it. Its own agency's.

    Made by the database when the release ends, and due by its clock. The agency that released it reads how many there are.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="answers", editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", editable=False)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", editable=False)
    state = models.CharField(_("answer"), max_length=10, choices=AnswerState, default=AnswerState.OPEN, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), editable=False)
    due_at = models.DateTimeField(_("due"), editable=False)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    retain_until = models.DateField(null=True, editable=False)  # set by the database: agencies/keeping

    class Meta:
        verbose_name = _("answer for a product")
        verbose_name_plural = _("answers for products")
        ordering = ["id"]
        default_permissions = ()
        indexes = [models.Index(fields=["owner_agency", "state", "id"], name="answer_of_agency")]
        constraints = [
            models.CheckConstraint(condition=Q(state="OPEN", reason="", answered_by__isnull=True, answered_at__isnull=True)
                                   | ~Q(state="OPEN") & ~Q(reason="")
                                   & Q(answered_by__isnull=False, answered_at__isnull=False),
                                   name="answer_has_who_when_and_why"),
            models.UniqueConstraint(fields=["release", "report"], name="answer_is_owed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.report_id}"

    @property
    def is_overdue(self) -> bool:
        """Whether it should be given by now."""
        return self.state == AnswerState.OPEN and self.due_at <= timezone.now()


class Statement(models.Model):
    """What somebody signed for the agency that received a release: what became of the copies. Both sides read it; it stays."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="statements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("when"))
    receipt = models.CharField(_("receipt"), max_length=10, choices=Receipt)
    words = models.TextField(_("what was destroyed, or what hold keeps it"))
    held_until = models.DateField(_("a legal hold keeps copies until"), null=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.release_id} {self.receipt}"
