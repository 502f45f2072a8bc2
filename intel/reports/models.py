"""Intelligence reports: paragraphs, grading, handling, audience, and what they are linked to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.access.grants import GroupGrant
from agencies.access.lifecycle import Step
from agencies.handover.holding import held_by
from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
from intel.reports.states import State
from intel.subjects.models import Subject


class RiskArea(models.TextChoices):
    """The closed list of risk areas."""

    SMUGGLING = "SMUGGLING", _("Smuggling")
    UNDERVALUATION = "UNDERVALUATION", _("Undervaluation")
    MISCLASSIFICATION = "MISCLASSIFICATION", _("Misclassification")
    ORIGIN_FRAUD = "ORIGIN_FRAUD", _("Origin fraud")
    TAX_EVASION = "TAX_EVASION", _("Tax evasion")
    IPR = "IPR", _("Intellectual property")
    DRUGS_PRECURSORS = "DRUGS_PRECURSORS", _("Drugs and precursors")
    WEAPONS_TERRORISM = "WEAPONS_TERRORISM", _("Weapons and terrorism")
    SPS_BIOSECURITY = "SPS_BIOSECURITY", _("Sanitary, phytosanitary, biosecurity")
    CITES_ENVIRONMENT = "CITES_ENVIRONMENT", _("Protected species and environment")
    CULTURAL_GOODS = "CULTURAL_GOODS", _("Cultural goods")
    CASH_AML = "CASH_AML", _("Cash and money laundering")
    OTHER = "OTHER", _("Other")


class Report(models.Model):
    """One intelligence report of one agency. Its source is an opaque reference, never a name."""

    class Level(models.TextChoices):
        TACTICAL = "TACTICAL", _("Tactical")
        OPERATIONAL = "OPERATIONAL", _("Operational")
        STRATEGIC = "STRATEGIC", _("Strategic")

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+",
                                     verbose_name=_("originating agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name=_("unit"))
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    information_date_from = models.DateField(_("facts from"), null=True, blank=True)
    information_date_to = models.DateField(_("facts until"), null=True, blank=True)
    source_ref = models.CharField(_("source reference"), max_length=60, blank=True,
                                  help_text=_("An opaque key of your source register. Never a name."))
    title = models.CharField(_("title"), max_length=200)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.TACTICAL)
    risk_area = models.CharField(_("risk area"), max_length=20, choices=RiskArea)
    grading_scheme = models.CharField(_("grading scheme"), max_length=20, default="admiralty")
    source_grade = models.CharField(_("source grade"), max_length=2)
    information_grade = models.CharField(_("information grade"), max_length=2)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.RESTRICTED)
    handling_codes = ArrayField(models.CharField(max_length=4), verbose_name=_("handling codes"), default=list)
    handling_conditions = models.TextField(_("handling conditions"), blank=True)
    tlp = models.CharField("TLP", max_length=12, default="AMBER")
    purpose = models.TextField(_("purpose"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    suspicion_basis = models.TextField(_("basis of suspicion"), blank=True)
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.DRAFT, editable=False)
    disseminated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    disseminated_at = models.DateTimeField(_("disseminated"), null=True, editable=False)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)  # once it is out
    submitted_as = models.JSONField(null=True, editable=False)  # fingerprints of what was submitted: approval.py
    approved_as = models.JSONField(null=True, editable=False)  # and of what was approved for dissemination
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-id"]
        default_permissions = ("add", "change", "view")
        permissions = [("disseminate_report", _("Can disseminate reports"))]
        indexes = [models.Index(fields=["owner_agency", "-id"], name="report_of_agency"),
                   models.Index(fields=["title", "id"], name="report_by_title"),
                   models.Index(fields=["reported_at", "id"], name="report_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["replaces"], condition=Q(state__in=["DRAFT", "SUBMITTED"]),
                                    name="report_has_one_new_version_at_a_time"),
            models.CheckConstraint(condition=Q(disseminated_by__isnull=True, disseminated_at__isnull=True)
                                   | Q(disseminated_by__isnull=False, disseminated_at__isnull=False),
                                   name="report_dissemination_has_who_and_when"),
            models.CheckConstraint(condition=Q(disseminated_by__isnull=True) | ~Q(disseminated_by=F("author")),
                                   name="report_disseminator_is_not_author"),
            models.CheckConstraint(condition=~Q(state="DISSEMINATED") | Q(disseminated_by__isnull=False),
                                   name="report_disseminated_has_a_disseminator"),
            models.CheckConstraint(condition=~Q(handling_codes__contains=["H3"]) | ~Q(handling_conditions=""),
                                   name="report_h3_says_its_conditions"),
            models.CheckConstraint(condition=Q(information_date_to__isnull=True) | Q(information_date_from__isnull=True)
                                   | Q(information_date_to__gte=F("information_date_from")),
                                   name="report_facts_end_after_they_begin"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def held_by_id(self) -> int | None:
        """Who goes on with it while it is a draft: its author, or to whom it was handed over."""
        return held_by(self)


class Paragraph(models.Model):
    """One portion of a report, with its own classification, and the agency whose information it is."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.RESTRICTED)
    originator = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("originator"))

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="paragraph_number_is_unique",
                                               deferrable=models.Deferrable.DEFERRED)]

    def __str__(self) -> str:
        return f"{self.number}"


class Citation(models.Model):
    """What a paragraph rests on: a thing of this or another room, by kind and number, in the version that was read.

    Visible to who sees both the paragraph and the thing. `hub/kit/citing.py` knows the kinds.
    """

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(max_length=40)
    cited_id = models.BigIntegerField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["paragraph", "kind", "cited_id"], name="paragraph_cites_a_thing_once")]
        indexes = [models.Index(fields=["kind", "cited_id"], name="citation_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.cited_id}, {self.version}"


class ReportSubject(models.Model):
    """A subject a report is about, and in which role."""

    class Role(models.TextChoices):
        SUSPECT = "SUSPECT", _("Suspect")
        ASSOCIATE = "ASSOCIATE", _("Associate")
        TRADER = "TRADER", _("Trader")
        BROKER = "BROKER", _("Customs broker")
        CARRIER = "CARRIER", _("Carrier")
        VICTIM = "VICTIM", _("Victim")
        WITNESS = "WITNESS", _("Witness")
        MENTIONED = "MENTIONED", _("Mentioned")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="subject_links")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MENTIONED)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "subject"], name="report_names_a_subject_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.role} {self.subject_id}"


class ReportLink(models.Model):
    """One report points to another. Visible to who sees both."""

    class Kind(models.TextChoices):
        RELATED = "RELATED", _("Related to")
        CITES = "CITES", _("Cites")
        CORROBORATES = "CORROBORATES", _("Corroborates")
        CONTRADICTS = "CONTRADICTS", _("Contradicts")
        SUPERSEDES = "SUPERSEDES", _("Supersedes")

    source = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.RELATED)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="report_link_is_made_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="report_does_not_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class ReportStep(Step):
    """One step in the life of a report. Seen by its own agency only."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=14, choices=State)

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"


class ReportGrant(GroupGrant):
    """The audience of a report besides its agency; it counts from dissemination on."""

    content_object = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="grants")

    class Meta(GroupGrant.Meta):
        indexes = [models.Index(fields=["content_object", "group"], name="report_grant_group")]
