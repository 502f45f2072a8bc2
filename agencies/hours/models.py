"""When an agency works: its week, and the days on which it does not; who is on duty out of hours."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
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


class Duty(Owned):
    """Who is on duty at the desk of an agency from when until when: a person, or all of a unit."""

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["begins_at", "id"]
        default_permissions = ()
        permissions = [("keep_duty", _("Can say who is on duty"))]
        indexes = [models.Index(fields=["owner_agency", "ends_at"], name="duty_of_agency")]
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=True) ^ Q(unit__isnull=True), name="duty_is_of_person_or_unit"),
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="duty_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit)
