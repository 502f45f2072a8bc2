"""Code tables of the field, as data: official codes with labels and definitions in Spanish and English."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _


class Code(models.Model):
    """One code of one scheme, such as `handling` H2 or `admiralty.source` B. Never shown without scheme and label."""

    scheme = models.CharField(_("scheme"), max_length=40)
    code = models.CharField(_("code"), max_length=40)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    label_en = models.CharField(max_length=200)
    label_es = models.CharField(max_length=200)
    definition_en = models.TextField(blank=True)
    definition_es = models.TextField(blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    amount = models.PositiveIntegerField(_("amount"), null=True, blank=True, help_text=_("What the code sets: hours, days."))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["scheme", "rank", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="code_is_unique_in_scheme"),
            models.CheckConstraint(
                condition=(Q(valid_until__isnull=True) | Q(valid_from__isnull=True)
                           | Q(valid_until__gte=F("valid_from"))),
                name="code_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return self.label_es if translation.get_language() == "es" else self.label_en

    @property
    def definition(self) -> str:
        """The full definition in the reader's language."""
        return self.definition_es if translation.get_language() == "es" else self.definition_en


def codes_in_force(scheme: str) -> models.QuerySet[Code]:
    """The codes of a scheme that may be chosen today, in their official order."""
    today = timezone.localdate()
    return Code.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today), Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        scheme=scheme,
    ).order_by("rank", "code")


def amount_of(scheme: str, code: str, *, otherwise: int) -> int:
    """What a code sets, in hours or days as its scheme says; `otherwise` where the table says nothing."""
    found = Code.objects.filter(scheme=scheme, code=code).values_list("amount", flat=True).first()
    return otherwise if found is None else found


def choices(scheme: str) -> list[tuple[str, str]]:
    """The codes of a scheme as form choices, code and label together."""
    return [(code.code, str(code)) for code in codes_in_force(scheme)]
