"""Work that is to be done later."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Work(models.Model):
    """Something to be done with a row. Written in the transaction that made it so; removed in the one that did it.

    Nothing is unique here: work for the same row twice is harmless, and a second row must not wait for a claimed one.
    `agency_id` and `label` are for whose people may see that it failed, `user_id` for whom it is done, where it is
    somebody's. Long work is held by a worker (`holder`) that says again and again that it is alive (`held_until`).
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        FAILED = "FAILED", _("Failed")
        DROPPED = "DROPPED", _("Dropped")  # until a worker has cleared up after it

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField()
    agency_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    label = models.CharField(_("what"), max_length=255, blank=True, default="", db_default="")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, db_default=State.WAITING)
    created_at = models.DateTimeField(_("since"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, db_default=0)
    not_before = models.DateTimeField(db_default=Now())
    last_error = models.TextField(_("last error"), blank=True, default="", db_default="")
    failed_at = models.DateTimeField(_("failed"), null=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("work")
        ordering = ["id"]
        default_permissions = ()
        permissions = [("administer_work", _("Can retry and drop failed work of the agency"))]
        constraints = [
            models.CheckConstraint(name="failed_work_says_when", condition=Q(state="FAILED", failed_at__isnull=False)
                                   | (~Q(state="FAILED") & Q(failed_at__isnull=True))),
        ]
        indexes = [models.Index(fields=["kind", "not_before", "id"], name="work_next", condition=Q(state="WAITING")),
                   models.Index(fields=["agency_id", "-id"], name="work_failed", condition=Q(state="FAILED"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.label or self.object_id}"

    @property
    def owner_agency_id(self) -> int | None:
        """The agency whose work it is: its auditor reads what was done with it."""
        return self.agency_id

    @property
    def error_name(self) -> str:
        """What sort of error it was. The message itself may tell of content and is for operators."""
        return self.last_error.partition(":")[0][:80]
