"""Who of an agency holds a thing that a colleague began, and what was handed over when."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, User


class Own(models.Model):
    """Abstract: an agency's own."""

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.UNCLASSIFIED, editable=False)

    class Meta:
        abstract = True


class Holding(Own):
    """A person to whom a thing was given: its holder while `holds`. It stays afterwards, since who held a draft does not
    approve it.

    The thing by kind and number, as notices have it. Other agencies that read the thing do not see who holds it.
    """

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    holds = models.BooleanField(default=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["person", "kind"], condition=Q(holds=True), name="holding_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "person"], name="holding_is_once_a_person"),
            models.UniqueConstraint(fields=["kind", "object_id", "owner_agency"], condition=Q(holds=True),
                                    name="holding_is_one_person_s"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.person_id}"


class Absence(Own):
    """That a person is away from one day to another, both included, and who stands in. Ended early, or over by itself."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("stand-in"))
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())
    begun_at = models.DateTimeField(null=True, editable=False)  # the work went to the stand-in
    ended_at = models.DateTimeField(null=True, editable=False)  # and came back, or never went

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["begins_on", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="absence_of_person")]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("stand_in")), name="absence_has_another_stand_in"),
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="absence_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.begins_on} – {self.ends_on}"


class Handover(Own):
    """What one person's work was handed over to a colleague at once: `[{"kind": …, "id": …, "reference": …}]`."""

    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("from"))
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("to"))
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed over by"))
    handed_at = models.DateTimeField(_("when"), db_default=Now())
    things: Any = models.JSONField(_("what"))
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, null=True, related_name="handovers", editable=False)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("hand_over", _("Can hand over the work of others"))]
        constraints = [models.CheckConstraint(condition=~Q(giver=F("receiver")), name="handover_is_of_two")]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}"
