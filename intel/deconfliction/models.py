"""Collisions: which measures are incompatible, what each agency is told, what the coordinator sees, and which pair it is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from intel.alerts.models import ActionRequested, Alert
from intel.deconfliction.states import SAID, CollisionState, State


class Incompatible(models.Model):
    """Two measures that spoil each other on one subject: the one must not be noticed, by the other it is noticed.

    The rows of `incompatible.json` are put here after every `migrate`; what an operator changed stays.
    """

    discreet = models.CharField(max_length=30, choices=ActionRequested)
    noticed = models.CharField(max_length=30, choices=ActionRequested)
    source = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["discreet", "noticed"], name="incompatible_is_said_once"),
                       models.CheckConstraint(condition=~Q(discreet=F("noticed")), name="incompatible_are_two")]

    def __str__(self) -> str:
        return f"{self.discreet} / {self.noticed}"


class Found(models.Model):
    """Which two alerts collide, each named by its first version. Read and written by the database's own function alone."""

    first_alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    second_alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first_alert", "second_alert"], condition=Q(ended_at__isnull=True),
                                    name="found_is_told_once"),
            models.CheckConstraint(condition=Q(first_alert__lt=F("second_alert")), name="found_is_of_two_alerts"),
        ]

    def __str__(self) -> str:
        return f"{self.first_alert_id} {self.second_alert_id}"


class Moved(models.Model):
    """Abstract: who took the last step, and when; nobody: it ended by itself."""

    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    moved_at = models.DateTimeField(_("when"), null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Collision(Moved):
    """That incompatible alerts of two agencies meet: all that the coordinator sees. Made by the database alone."""

    found = models.OneToOneField(Found, on_delete=models.CASCADE, related_name="+", editable=False)
    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    first_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    second_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    told_at = models.DateTimeField(_("since"), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=CollisionState, default=CollisionState.FOUND, editable=False)

    class Meta:
        verbose_name = _("collision of alerts")
        verbose_name_plural = _("collisions of alerts")
        ordering = ["-told_at", "-id"]
        default_permissions = ("view",)
        permissions = [("coordinate_collision", _("Can note what became of a collision of two agencies' alerts"))]
        constraints = [models.CheckConstraint(condition=Q(first_agency__lt=F("second_agency")),
                                              name="collision_is_of_two_agencies")]

    def __str__(self) -> str:
        return self.reference


class Answer(models.Model):
    """What one of the two agencies said to the coordinator. Written by the database when the agency says it."""

    collision = models.ForeignKey(Collision, on_delete=models.DO_NOTHING, db_constraint=False, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    said = models.CharField(max_length=8, choices=[(state.value, state.label) for state in SAID])
    said_at = models.DateTimeField(_("when"))

    class Meta:
        default_permissions = ()
        ordering = ["-said_at", "-id"]

    def __str__(self) -> str:
        return f"{self.collision_id} {self.said}"


class Side(Moved):
    """What one agency is told: of an alert of its own, and of nothing of the other agency's. Made by the database alone.

    `beside` is the other alert where both are of one agency; where they are of two, the alert itself, and `collision` names what
    the coordinator sees.
    """

    reference = models.CharField(_("reference"), max_length=40, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    found = models.ForeignKey(Found, on_delete=models.CASCADE, related_name="+", editable=False)
    collision = models.ForeignKey(Collision, on_delete=models.CASCADE, null=True, related_name="sides", editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+", verbose_name=_("alert"))
    beside = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+", verbose_name=_("alert"))
    told_at = models.DateTimeField(_("since"), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.TOLD, editable=False)

    class Meta:
        verbose_name = _("collision of an alert")
        verbose_name_plural = _("collisions of an alert")
        ordering = ["-told_at", "-id"]
        default_permissions = ("view",)
        permissions = [("answer_side", _("Can answer that an alert of the agency collides with another"))]
        indexes = [models.Index(fields=["owner_agency", "-told_at", "-id"], name="side_of_agency")]
        constraints = [models.UniqueConstraint(fields=["found", "owner_agency"], name="side_is_told_once"),
                       models.CheckConstraint(condition=Q(collision__isnull=True) & ~Q(beside=F("alert"))
                                              | Q(collision__isnull=False, beside=F("alert")),
                                              name="side_of_two_agencies_names_no_other_alert")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_within(self) -> bool:
        """Whether both alerts are of one agency, which then settles it without the coordinator."""
        return self.collision_id is None
