"""Imports: a file brought into a feed, how far it is, and what came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.work.uploads import Upload
from intel.trade.models import Feed


class ImportRun(Upload):
    """One import of a file into a feed: its progress, and the rows that came back."""

    called = "import"

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", verbose_name=_("feed"))
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_amended = models.PositiveIntegerField(_("amended"), default=0, db_default=0)
    rows_same = models.PositiveIntegerField(_("known already"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        default_permissions = ("view",)

    @property
    def owner_agency_id(self) -> int:
        """The agency whose feed the file went into."""
        return self.feed.owner_agency_id

    def counted(self) -> dict[str, int]:
        """What the log says when it has ended."""
        return {"rows": self.rows_read, "new": self.rows_new, "amended": self.rows_amended, "bad": self.rows_bad}
