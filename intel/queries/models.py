"""Queries with their answers, what owners learn of them, and how much each owner discloses."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
from agencies.sharing.models import Epoch, SharingGroup
from agencies.work.states import State
from agencies.work.uploads import Upload
from hub.kit.limits import NOTE
from intel.alerts.models import Alert
from intel.arrangements.codes import RISK_AREAS
from intel.queries.levels import Level
from intel.screening.models import Change
from intel.subjects.models import Subject


class Urgency(models.TextChoices):
    """How soon an answer is needed."""

    NORMAL = "NORMAL", _("Normal")
    URGENT = "URGENT", _("Urgent")


#: Queries that were asked one by one, as `filter` takes it.
ONE_BY_ONE = Q(batch__isnull=True, standing__isnull=True)


class Batch(Upload):
    """A file of questions with one purpose, legal basis and case. Each good row becomes a query; all answers open at once."""

    called = "batch"
    #: When its answers opened, all of them; none before. Of rows that `batches.services.batches` gives.
    answered_at: datetime | None

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.CharField(_("legal basis"), max_length=NOTE)
    case_reference = models.CharField(_("case"), max_length=80)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.RESTRICTED, editable=False)
    asked_date = models.DateField(_("day"), editable=False)
    rows_asked = models.PositiveIntegerField(_("asked"), default=0)
    opens_at = models.DateTimeField(_("answered"), null=True, editable=False)

    class Meta:
        verbose_name = _("file of queries")
        verbose_name_plural = _("files of queries")
        ordering = ["-id"]
        default_permissions = ("add",)
        constraints = [
            models.UniqueConstraint(fields=["owner_agency", "file_hash", "purpose", "case_reference", "asked_date"],
                                    condition=~Q(state=State.FAILED), name="batch_is_asked_once_a_day"),
            models.CheckConstraint(condition=Q(started_by__isnull=False), name="batch_is_of_somebody"),
            models.CheckConstraint(condition=Q(opens_at__isnull=True) | Q(state=State.DONE), name="batch_opens_when_it_is_read"),
        ]

    def __str__(self) -> str:
        return self.reference

    def counted(self) -> dict[str, int]:
        """What the log says when it was read."""
        return {"rows": self.rows_read, "asked": self.rows_asked, "bad": self.rows_bad}


class Query(models.Model):
    """One question of one person about one subject. Its agency alone reads it.

    It never changes but by withdrawal; once purged, what was asked for is gone, and that it was asked stays.
    """

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.CharField(_("legal basis"), max_length=NOTE)
    case_reference = models.CharField(_("case"), max_length=80)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    kind = models.CharField(_("kind"), max_length=12, choices=Subject.Kind)
    names = ArrayField(models.CharField(max_length=300), verbose_name=_("names"), default=list)
    identifiers = models.JSONField(_("identifiers"), default=list, help_text="[[kind, value, country], …]")
    birth_dates = ArrayField(models.CharField(max_length=10), verbose_name=_("dates of birth"), default=list)
    countries = ArrayField(models.CharField(max_length=2), verbose_name=_("countries"), default=list)
    addresses = ArrayField(models.CharField(max_length=400), verbose_name=_("addresses"), default=list)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.RESTRICTED, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_because = models.TextField(_("reason"), blank=True, editable=False)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)
    purged_at = models.DateTimeField(_("purged"), null=True, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="queries", editable=False,
                              verbose_name=_("file of queries"))
    batch_line = models.PositiveIntegerField(_("line of the file"), null=True, editable=False)
    standing = models.ForeignKey("Standing", on_delete=models.PROTECT, null=True, related_name="queries", editable=False,
                                 verbose_name=_("standing query"))

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        ordering = ["-id"]
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(condition=~Q(names=[]) | ~Q(identifiers=[]) | Q(purged_at__isnull=False),
                                   name="query_asks_for_something"),
            models.CheckConstraint(condition=Q(purged_at__isnull=True) | Q(
                names=[], identifiers=[], birth_dates=[], countries=[], addresses=[], withdrawn_because=""),
                                   name="query_purged_holds_nothing"),
            models.CheckConstraint(condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                                   | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                                   name="query_withdrawn_has_who_and_when"),
            models.CheckConstraint(condition=Q(batch__isnull=True, batch_line__isnull=True)
                                   | Q(batch__isnull=False, batch_line__isnull=False), name="query_of_batch_has_its_line"),
            models.UniqueConstraint(fields=["batch", "batch_line", "owner_agency"], name="query_is_one_row_of_its_batch"),
        ]
        indexes = [models.Index(fields=["owner_agency", "-id"], name="query_of_agency"),
                   models.Index(fields=["asked_by", "purpose", "asked_at"], name="query_of_person"),
                   models.Index(fields=["retain_until"], condition=Q(retain_until__isnull=False), name="query_retained")]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject_label(self) -> str:
        """What was asked for, in a line: the first name, or the first number; that it is kept no longer."""
        if self.purged_at:
            return str(_("Kept no longer"))
        return self.names[0] if self.names else str(self.identifiers[0][1])

    @property
    def answer(self) -> "Answer | None":
        """What can be read of its answer by now; none while it is pending."""
        return next(iter(self.answers.all()), None)

    @property
    def answered_at(self) -> datetime | None:
        """When its answer opened."""
        return self.answer.visible_from if self.answer else None


class Answer(models.Model):
    """What a worker found out for a query, as far as owners disclose it. There for nobody before `visible_from`.

    `hits` are `{"hit_reference": …, "answer": …, "owner_agency": …, "likelihood": …, "alert": …, "subject": …}`, in the
    order of their references; the last two only with data.
    """

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(_("answer"), max_length=20, choices=Level.answers())
    hits = models.JSONField(default=list)
    visible_from = models.DateTimeField(_("answered"), null=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.query_id}: {self.answer}"


class Standing(models.Model):
    """That a query is asked again each night, for who asked it and as long as they may ask, until a day. Theirs alone.

    `asked_on` is the last day on which it was asked again, `looked_upto` the number of the last query whose answer was looked at.
    """

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="standings", verbose_name=_("query"))
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(max_length=20, choices=Classification, editable=False)
    started_at = models.DateTimeField(_("since"), db_default=Now(), editable=False)
    ends_on = models.DateField(_("until"), editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    asked_on = models.DateField(null=True, editable=False)
    looked_upto = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("standing query")
        verbose_name_plural = _("standing queries")
        ordering = ["-id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["query", "owner_agency"], condition=Q(ended_at__isnull=True),
                                               name="query_stands_once_at_a_time")]
        indexes = [models.Index(fields=["asked_by"], condition=Q(ended_at__isnull=True), name="standing_of_person")]

    def __str__(self) -> str:
        return self.query.reference


class Certificate(models.Model):
    """That a query was asked and answered so, numbered, for a case file. One for each query, however often it is taken."""

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    query = models.OneToOneField(Query, on_delete=models.PROTECT, related_name="certificate")
    issued_at = models.DateTimeField(_("issued"), db_default=Now(), editable=False)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.number


class Sounding(models.Model):
    """That somebody asked, and met something of the agency's: what the owner's desk learns, of a silent hit too.

    Never the words of the question, the case or the legal basis.
    """

    reference = models.CharField(_("hit reference"), max_length=40, unique=True, editable=False)
    query_number = models.BigIntegerField(editable=False)  # no key: the owner's row outlives the asker's
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+", verbose_name=_("subject"))
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(max_length=20, choices=Classification)
    asking_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asking_unit = models.CharField(_("unit"), max_length=200, blank=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency)
    asked_at = models.DateTimeField(_("asked"))
    told = models.CharField(_("what they learned"), max_length=20, choices=Level.choices)
    noted_at = models.DateTimeField(db_default=Now(), editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        verbose_name = _("query about something of ours")
        verbose_name_plural = _("queries about something of ours")
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["query_number", "subject"], name="sounding_is_told_once")]
        indexes = [models.Index(fields=["retain_until"], name="sounding_retained")]

    def __str__(self) -> str:
        return self.reference


class Disclosure(models.Model):
    """How much somebody who asks learns of an alert, a subject, or whatever else an agency has in a risk area.

    For one other agency, for a sharing group, or for all others. One person proposes it; above SILENT another confirms it, and
    until then what was in force before stays. Of a group, those learn more who were in it at its `epoch`.
    """

    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.UNCLASSIFIED, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("alert"))
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("subject"))
    risk_area = models.CharField(_("risk area"), max_length=20, choices=RISK_AREAS, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("for"))
    sharing_group = models.ForeignKey(SharingGroup, on_delete=models.PROTECT, null=True, related_name="+",
                                      verbose_name=_("sharing group"))
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    level = models.CharField(_("who asks learns"), max_length=20, choices=Level.given())
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by"))
    decided_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-id"]
        default_permissions = ("add", "view")
        permissions = [("confirm_disclosure", _("Can confirm that others learn more"))]
        constraints = [
            models.CheckConstraint(name="disclosure_is_of_one_thing", condition=
                                   Q(alert__isnull=False, subject__isnull=True, risk_area="")
                                   | Q(alert__isnull=True, subject__isnull=False, risk_area="")
                                   | (Q(alert__isnull=True, subject__isnull=True) & ~Q(risk_area=""))),
            models.CheckConstraint(name="disclosure_is_for_agency_or_group", condition=
                                   Q(agency__isnull=True, sharing_group__isnull=False, epoch__isnull=False)
                                   | Q(sharing_group__isnull=True, epoch__isnull=True)),
            models.CheckConstraint(name="disclosure_is_raised_by_two", condition=
                                   Q(decided_by__isnull=True) | Q(level=Level.SILENT) | ~Q(decided_by=F("proposed_by"))),
            models.CheckConstraint(name="disclosure_decided_has_who_and_when", condition=
                                   Q(decided_by__isnull=True, decided_at__isnull=True)
                                   | Q(decided_by__isnull=False, decided_at__isnull=False)),
            models.UniqueConstraint(fields=["owner_agency", "alert", "subject", "risk_area", "agency", "sharing_group"],
                                    condition=Q(decided_at__isnull=True), nulls_distinct=False,
                                    name="disclosure_is_proposed_once"),
            models.UniqueConstraint(fields=["owner_agency", "alert", "subject", "risk_area", "agency", "sharing_group"],
                                    condition=Q(decided_at__isnull=False), nulls_distinct=False,
                                    name="disclosure_is_in_force_once"),
        ]

    def __str__(self) -> str:
        return f"{self.alert or self.subject or self.get_risk_area_display()}: {self.get_level_display()}"

    @property
    def whom(self) -> str:
        """For whom it is said, in words, as far as the viewer may know."""
        if self.sharing_group_id:
            return str(self.sharing_group or _("A sharing group that you are not in"))
        return self.agency.code if self.agency else str(_("Every other agency"))


class SubjectChange(Change):
    """That a subject changed, and in which transaction: how the index of subjects learns of it."""

    subject_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.subject_id} in {self.transaction}"
