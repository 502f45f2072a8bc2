"""When an agency works: its week, and the days on which it does not."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, User
from hub.kit.limits import LINE

#: Minutes of a day: its end is 24:00.
DAY = 24 * 60


class Owned(models.Model):
    """Abstract: an agency's own, for everybody of it to read."""

    classification = models.CharField(max_length=20, choices=Classification, default=Classification.UNCLASSIFIED, editable=False)

    class Meta:
        abstract = True


class Week(Owned):
    """The week that an agency keeps. Without one it works as `spans.DEFAULT` says."""

    owner_agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("working week")
        verbose_name_plural = _("working weeks")
        default_permissions = ("view",)
        permissions = [("keep_week", _("Can set the working hours of the agency"))]

    def __str__(self) -> str:
        return self.owner_agency.code


class Span(models.Model):
    """From when until when work is done on a day of the week, Monday being 1, in minutes since midnight."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="spans")
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "opens"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="span_is_of_a_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes"), closes__lte=DAY), name="span_lies_in_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Holiday(Owned):
    """A day on which an agency does not work."""

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=LINE)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["owner_agency", "day"], name="holiday_is_entered_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
