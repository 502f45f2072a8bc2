"""Imports: a file brought into a feed, how far it is, and what came back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.work.states import State
from agencies.work.uploads import Upload
from intel.trade.models import Feed


class ImportRun(Upload):
    """One import of a file into a feed: its progress, and the rows that came back."""

    called = "import"

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+", verbose_name=_("feed"))
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_amended = models.PositiveIntegerField(_("amended"), default=0, db_default=0)
    rows_same = models.PositiveIntegerField(_("known already"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), null=True, help_text=_("As counted before it was read."))
    rows_before = models.PositiveIntegerField(default=0, db_default=0, help_text=_("Kept before it was begun again."))
    reading_since = models.DateTimeField(_("being read since"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        default_permissions = ("view",)

    @property
    def owner_agency_id(self) -> int:
        """The agency whose feed the file went into."""
        return self.feed.owner_agency_id

    @property
    def rows_a_second(self) -> float | None:
        """How fast it is read; None unless it is being read and has got somewhere."""
        if self.state != State.RUNNING or self.reading_since is None or self.rows_read <= self.rows_before:
            return None
        return (self.rows_read - self.rows_before) / max((timezone.now() - self.reading_since).total_seconds(), 0.001)

    @property
    def seconds_left(self) -> int | None:
        """How long it will take at that rate, in seconds."""
        rate = self.rows_a_second
        return round(max(self.rows_total - self.rows_read, 0) / rate) if rate and self.rows_total is not None else None

    def counted(self) -> dict[str, int]:
        """What the log says when it has ended."""
        return {"rows": self.rows_read, "new": self.rows_new, "amended": self.rows_amended, "bad": self.rows_bad}
