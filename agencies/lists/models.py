"""What a person keeps of lists: the columns that they want, filters by name, and files that are being written for them."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.lists.formats import Format
from agencies.lists.states import State


class OfList(models.Model):
    """Abstract: something that one person keeps of one list."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listing = models.CharField(_("list"), max_length=40)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.listing


class ColumnChoice(OfList):
    """The columns of a list that a person wants to see, in the order of the list. Without a row: all."""

    columns: Any = ArrayField(models.CharField(max_length=40), verbose_name=_("columns"))

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "listing"], name="columns_are_chosen_once")]


class SavedFilter(OfList):
    """Filters and order of a list under a name, as they stand in its address."""

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "listing", "name"], name="filter_is_saved_once_by_name")]

    def __str__(self) -> str:
        return self.name


class Export(OfList):
    """A file of a list that is written for one person alone: what was asked for, how far it is, and when it was read.

    Its rows are those that were in the list when it was begun. `content` is the file, until `retain_until`.
    """

    format = models.CharField(_("format"), max_length=4, choices=Format)
    given = models.JSONField(default=dict)
    columns: Any = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    rows_total = models.PositiveIntegerField(_("rows"), null=True)
    rows_written = models.PositiveIntegerField(_("rows written"), default=0)
    marking = models.CharField(_("marking"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    content = models.BinaryField(null=True)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        verbose_name = _("file of a list")
        verbose_name_plural = _("files of lists")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["person", "-id"], name="export_of_person"),
                   models.Index(fields=["retain_until"], name="export_retained")]


class ExportPart(models.Model):
    """A batch of its rows: their ids, and once they were read the lines: `[id, [classification, tlp, [handling]], [cells]]`."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    ids: Any = ArrayField(models.BigIntegerField())
    lines = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="part_of_export_is_there_once")]
        indexes = [models.Index(fields=["export", "number"], condition=Q(lines__isnull=True), name="part_to_write")]

    def __str__(self) -> str:
        return f"{self.export_id}/{self.number}"
