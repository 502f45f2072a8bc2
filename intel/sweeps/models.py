"""Sweeps, what the hub auditor counts of them, and up to when the detector has looked."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
from intel.queries.models import Batch
from intel.sweeps.states import State


class Sweep(models.Model):
    """Queries of one person that look like fishing. Its supervisors read it, and never the person themselves.

    `evidence` is `{"queries": [7, 9, …], "signs": [{"pattern": "SEQUENCE", "count": 41, "of": 50, "days": 20000}, …]}`: the
    numbers of the queries in question, and the measures, each with of how many honest days one shows as much. No name, no
    number, no word of a case.
    """

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("file of queries"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification)
    patterns: Any = ArrayField(models.CharField(max_length=16), verbose_name=_("patterns"))
    evidence = models.JSONField(_("evidence"))
    queries_count = models.PositiveIntegerField(_("queries in question"))
    first_at = models.DateTimeField(_("first query"))
    last_at = models.DateTimeField(_("last query"))
    found_at = models.DateTimeField(_("found"), db_default=Now(), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_count = models.PositiveIntegerField(null=True)  # how many queries were in question then
    reason = models.TextField(_("reason"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        verbose_name = _("sweep of queries")
        verbose_name_plural = _("sweeps of queries")
        ordering = ["-found_at", "-id"]
        default_permissions = ("view",)
        permissions = [("decide_sweep", _("Can decide whether a sweep of queries is explained"))]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="OPEN", batch__isnull=True), name="sweep_is_open_once"),
            models.CheckConstraint(condition=Q(state="OPEN", decided_by__isnull=True, decided_at__isnull=True,
                                               decided_count__isnull=True)
                                   | ~Q(state="OPEN") & Q(decided_by__isnull=False, decided_at__isnull=False,
                                                          decided_count__isnull=False),
                                   name="sweep_decided_has_who_and_when"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                                   name="sweep_is_decided_by_another"),
        ]
        indexes = [models.Index(fields=["owner_agency", "-found_at", "-id"], name="sweep_of_agency"),
                   models.Index(fields=["person", "-id"], name="sweep_of_person"),
                   models.Index(fields=["retain_until"], condition=Q(retain_until__isnull=False), name="sweep_retained")]

    def __str__(self) -> str:
        return self.reference


class SweepCount(models.Model):
    """What the hub auditor reads of a sweep: agency, patterns, counts, times, what became of it. No person, no content."""

    reference = models.CharField(_("reference"), max_length=40, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    patterns: Any = ArrayField(models.CharField(max_length=16), verbose_name=_("patterns"))
    queries_count = models.PositiveIntegerField(_("queries in question"))
    first_at = models.DateTimeField(_("first query"))
    last_at = models.DateTimeField(_("last query"))
    found_at = models.DateTimeField(_("found"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("count of a sweep")
        verbose_name_plural = _("counts of sweeps")
        ordering = ["-found_at", "-id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.reference


class Looked(models.Model):
    """Up to when the detector has looked at what was asked: one row, the service's alone."""

    upto = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.upto}"
