"""What requests, consents and releases have in common: terms, marked text, and that their words go."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification


class Terms(models.Model):
    """Abstract: for what something is given, on what ground, and under which conditions."""

    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.TextField(_("legal basis"))
    conditions = models.TextField(_("conditions"), blank=True)
    expires_at = models.DateTimeField(_("may be used until"), null=True, blank=True)

    class Meta:
        abstract = True


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
