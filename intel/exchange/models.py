"""Imports: a file brought into a feed, how far it is, and what came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from intel.exchange.states import State
from intel.trade.models import Feed


class ImportRun(models.Model):
    """One import of a file into a feed: its progress, and the rows that came back."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", verbose_name=_("feed"))
    file_name = models.CharField(_("file"), max_length=255)
    file_hash = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_amended = models.PositiveIntegerField(_("amended"), default=0, db_default=0)
    rows_same = models.PositiveIntegerField(_("known already"), default=0)
    rows_bad = models.PositiveIntegerField(_("bad"), default=0)
    reason = models.TextField(_("reason"), blank=True, default="", db_default="", help_text=_("Why it failed."))
    errors = models.TextField(blank=True, help_text=_("The bad rows with their reasons, as CSV."))
    content = models.BinaryField(null=True, help_text=_("The uploaded file until it has been read."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def owner_agency_id(self) -> int:
        """The agency whose feed the file went into."""
        return self.feed.owner_agency_id
