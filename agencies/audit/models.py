"""The memory: what was done, by whom, on what. Rows are only ever added; of a search the words go when their time is over."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act, read, search, export or decision. Labels and ids instead of foreign keys, so that it outlives what it tells of.

    `detail` is what the act's own words need, for example `{"terms": "punti", "filters": {"state": "ACTIVE"}}`.
    """

    at = models.DateTimeField(_("time"), db_default=Now(), editable=False)
    action = models.CharField(_("action"), max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("person"), max_length=200)
    agency_id = models.BigIntegerField(null=True)
    owner_agency_id = models.BigIntegerField(null=True)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    object_label = models.CharField(_("object"), max_length=200, blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)  # of a search: what was looked for

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("view_leaving", _("Can read what one person let leave the agency")),
                       ("count_acts", _("Can count the acts of all agencies")),
                       ("view_knowledge", _("Can read what the agency could know at a moment")),
                       ("count_knowledge", _("Can count what an agency could know at a moment"))]
        indexes = [
            BrinIndex(fields=["at"], name="event_at"),
            models.Index(fields=["agency_id", "-id"], name="event_of_agency"),
            models.Index(fields=["owner_agency_id", "-id"], name="event_on_agency"),
            models.Index(fields=["object_type", "object_id", "-id"], name="event_on_object"),
            models.Index(fields=["retain_until"], condition=Q(retain_until__isnull=False), name="event_retained"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()
