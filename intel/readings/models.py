"""Who used what was released, as its holder and its originators read it; and what they ask about it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.readings.states import QuestionState, UseAct
from intel.releases.models import Consent, Release
from intel.releases.states import Receipt, ReleaseState


class Used(models.Model):
    """Abstract: who did what with which release, when. `event` is the number of the audit event of the reader's agency."""

    reference = models.CharField(_("release"), max_length=40, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    act = models.CharField(_("act"), max_length=10, choices=UseAct)
    at = models.DateTimeField(_("when"))
    event = models.BigIntegerField(_("audit event"), null=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification)

    class Meta:
        abstract = True


class Use(Used):
    """One act on one release, as one agency reads it: its holder, or an originator of portions of it (then with its consent).

    Written by the database alone (migrations/0002_rules.py), once for each agency that reads it; never changed.
    """

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    reader_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))

    class Meta:
        verbose_name = _("use of a release")
        verbose_name_plural = _("uses of releases")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["owner_agency", "-id"], name="use_of_agency"),
                   models.Index(fields=["owner_agency", "at", "act"], name="use_of_day"),
                   models.Index(fields=["reference", "-id"], name="use_of_reference"),
                   models.Index(fields=["release", "-id"], name="use_of_release")]
        constraints = [models.CheckConstraint(condition=Q(act__in=["RECEIVED", "DELIVERED"]) | Q(person__isnull=False),
                                              name="use_is_somebodys")]

    def __str__(self) -> str:
        return f"{self.reference} {self.act}"


class Entry(models.Model):
    """One line of the outgoing register (28 CFR 23.20(f)): what left, to whom, why. It stays when the content is kept no longer.

    Written by the database alone (migrations/0004_register.py), with the release and with what becomes of it. `person` is who
    of the recipient acknowledged it, or was the first to read it.
    """

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    release_number = models.BigIntegerField(unique=True, editable=False)
    reference = models.CharField(_("release"), max_length=40)
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.TextField(_("legal basis"))
    conditions = models.TextField(_("conditions"))
    expires_at = models.DateTimeField(_("may be used until"), null=True)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification)
    handling_codes = ArrayField(models.CharField(max_length=4), default=list)
    tlp = ArrayField(models.CharField(max_length=12), default=list)
    portions = models.PositiveSmallIntegerField(_("portions"))
    digest = models.CharField(max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    receipt = models.CharField(_("receipt"), max_length=10, choices=Receipt, blank=True)

    class Meta:
        verbose_name = _("entry of the outgoing register")
        verbose_name_plural = _("outgoing register")
        ordering = ["-id"]
        default_permissions = ()
        permissions = [("view_register", _("Can read the outgoing register of releases"))]
        indexes = [models.Index(fields=["owner_agency", "-id"], name="entry_of_agency"),
                   models.Index(fields=["reference"], name="entry_of_reference"),
                   models.Index(fields=["owner_agency", "released_at"], name="entry_of_day")]

    def __str__(self) -> str:
        return self.reference


class Question(TwoSidedRow, Used):
    """Why somebody used a release: asked by its holder or an originator, answered by the reader's agency. A row of both."""

    SIDES: ClassVar[tuple[str, ...]] = ("asking_agency", "asked_agency")

    use = models.OneToOneField(Use, on_delete=models.PROTECT, related_name="question")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    asking_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency asked"))
    question = models.TextField(_("question"))
    state = models.CharField(_("state"), max_length=10, choices=QuestionState, default=QuestionState.ASKED, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("asked"), editable=False)  # this and the next are set by the database
    due_at = models.DateTimeField(_("due"), editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    class Meta:
        verbose_name = _("question about a reading")
        verbose_name_plural = _("questions about readings")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(asking_agency=F("asked_agency")), name="question_is_of_two_agencies"),
            models.CheckConstraint(condition=~Q(question=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(state="ASKED", answer="", answered_by__isnull=True, answered_at__isnull=True)
                | Q(state="ANSWERED", answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="question_answered_has_what_who_and_when"),
            models.CheckConstraint(condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("person")),
                                   name="question_is_answered_by_another_person"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        """Whether the time to answer is over."""
        return self.state == QuestionState.ASKED and self.due_at <= timezone.now()
