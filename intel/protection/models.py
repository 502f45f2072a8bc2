"""What data protection asks of a subject, and that agencies which had access are told so, without content."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from hub.kit.limits import LINE, REASON
from intel.protection.states import Stage, State
from intel.subjects.models import Subject


class Measure(models.Model):
    """One thing asked of one subject, why, and in which case: that it is not used, is corrected, or deleted.

    `written_on` is the revision of the subject that was before the eyes of who asked: a correction is done with a later one.
    """

    class Kind(models.TextChoices):
        RESTRICTION = "RESTRICTION", _("Restriction of use")
        CORRECTION = "CORRECTION", _("Correction")
        DELETION = "DELETION", _("Deletion")

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", verbose_name=_("subject"))
    written_on = models.PositiveIntegerField(editable=False)
    reason = models.CharField(_("reason"), max_length=REASON)
    case_reference = models.CharField(_("case"), max_length=LINE)
    state = models.CharField(_("state"), max_length=8, choices=State)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_because = models.CharField(_("reason of the decision"), max_length=REASON, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("measure of data protection")
        verbose_name_plural = _("measures of data protection")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("search_person", _("Can look for all that is held on a person")),
                       ("take_measure", _("Can restrict the use of subjects, and ask that they are corrected or deleted")),
                       ("decide_deletion", _("Can delete what subjects hold"))]
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind"], condition=Q(state__in=["WAITING", "IN_FORCE"]),
                                    name="measure_is_taken_once"),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "IN_FORCE"], decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=["DONE", "LIFTED", "REFUSED"], decided_by__isnull=False, decided_at__isnull=False),
                name="measure_decided_has_who_and_when"),
            models.CheckConstraint(condition=~Q(state__in=["DONE", "LIFTED"]) | Q(kind="CORRECTION")
                                   | ~Q(decided_by=F("asked_by")), name="measure_is_decided_by_another"),
        ]
        indexes = [models.Index(fields=["owner_agency", "-id"], name="measure_of_agency")]

    def __str__(self) -> str:
        return self.reference


class OnwardNotice(TwoSidedRow):
    """That an agency restricted, corrected or deleted a subject, to one that had access to it: its number, and nothing of it."""

    SIDES: ClassVar[tuple[str, ...]] = ("owner_agency", "told_agency")

    class Kind(models.TextChoices):
        RESTRICTED = "RESTRICTED", _("Its use is restricted")
        ALLOWED = "ALLOWED", _("It may be used again")
        CORRECTED = "CORRECTED", _("It was corrected")
        DELETED = "DELETED", _("It was deleted")

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("from"))
    told_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("to"))
    classification = models.CharField(max_length=20, choices=Classification, editable=False)
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    subject_number = models.BigIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=Stage, default=Stage.SENT, editable=False)
    sent_at = models.DateTimeField(_("sent"), db_default=Now(), editable=False)
    followed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("followed by"))
    followed_at = models.DateTimeField(_("followed"), null=True)

    class Meta:
        verbose_name = _("onward notice")
        verbose_name_plural = _("onward notices")
        ordering = ["-id"]
        default_permissions = ()
        permissions = [("view_onward", _("Can read what other agencies restricted, corrected or deleted")),
                       ("write_onward", _("Can tell other agencies so, and say that it was followed"))]
        indexes = [models.Index(fields=["told_agency", "-id"], name="onward_of_told")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What both agencies call the subject."""
        return called(self.subject_number)


def called(subject: int) -> str:
    """By what agencies speak of a subject without naming it."""
    return f"SUBJ-{subject}"
