"""What programs asked for under a key of their own, and what was made of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Asked(models.Model):
    """That a person asked for something under a key. No content: a fingerprint of what was asked, the number of what was made.

    Where several things are done at once, `answer` has number, revision afterwards and code of why not of each instead:
    `[[17, 2, null], [18, 1, "conflict"]]`. One of the two is null, both only within the transaction that does it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=255)
    digest = models.CharField(max_length=80)
    made = models.BigIntegerField(null=True)
    answer = models.JSONField(null=True)
    asked_at = models.DateTimeField(_("when"), auto_now_add=True)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)  # set by the database: agencies/keeping

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="key_is_used_once")]
        indexes = [models.Index(fields=["retain_until"], name="asked_retained")]

    def __str__(self) -> str:
        return self.key
