"""What requests, consents and releases have in common: terms, marked text, and that their words go."""

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.sharing.models import SharingGroup


class Terms(models.Model):
    """Abstract: to whom of its recipient something is given, for what, on what ground, and under which conditions.

    `for_person`: the sign-in name of the one person who reads it; `for_group`: by which those of a sharing group read it
    (`agencies.sharing.models.Epoch`). With neither, all of the recipient who read releases.
    """

    for_person = models.CharField(_("for one person"), max_length=150, blank=True, default="", db_default="")
    for_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.TextField(_("legal basis"))
    conditions = models.TextField(_("conditions"), blank=True)
    expires_at = models.DateTimeField(_("may be used until"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_for_members(self) -> bool:
        """Whether those of a sharing group alone read it."""
        return self.for_group_id is not None

    @property
    def sharing_group(self) -> SharingGroup | None:
        """The group among whose members it stays, for who sees that group."""
        epoch = getattr(self.for_group, "sharing_epoch", None)
        return epoch and epoch.sharing_group


class MarkedText(models.Model):
    """Abstract: one portion as it is read, with its marks."""

    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("what it is"), max_length=400)
    text = models.TextField(_("text"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification)
    handling_codes = ArrayField(models.CharField(max_length=4), verbose_name=_("handling codes"), default=list)
    handling_conditions = models.TextField(_("handling conditions"), blank=True)
    tlp = models.CharField("TLP", max_length=12, blank=True)

    class Meta:
        abstract = True
        ordering = ["number"]
        default_permissions = ()

    def marks(self) -> dict[str, object]:
        """Text and marks as columns of another row of this kind."""
        return {name: getattr(self, name) for name in (
            "title", "text", "classification", "handling_codes", "handling_conditions", "tlp")}


class Purged(models.Model):
    """Abstract: a row whose portions lose their words when its time is over; it stays."""

    retain_until = models.DateField(null=True, editable=False)  # set by the database: agencies/keeping
    purged_at = models.DateTimeField(_("purged"), null=True, editable=False)

    class Meta:
        abstract = True
