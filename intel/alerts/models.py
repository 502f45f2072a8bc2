"""What to look for: alerts on subjects, with the action requested, validity and audience."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.access.grants import GroupGrant
from agencies.access.lifecycle import Step
from agencies.handover.holding import held_by
from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
from intel.alerts.states import State
from intel.reports.models import Report, RiskArea
from intel.subjects.models import Subject


class ActionRequested(models.TextChoices):
    """The closed list of what an issuer may ask for (CIS Art. 27-28, SIS Art. 36-38, ASYCUDA, ICS2, and two of ours)."""

    SIGHTING_AND_REPORTING = "SIGHTING_AND_REPORTING", _("Sighting and reporting")
    DISCREET_CHECK = "DISCREET_CHECK", _("Discreet check")
    INQUIRY_CHECK = "INQUIRY_CHECK", _("Inquiry check")
    SPECIFIC_CHECK = "SPECIFIC_CHECK", _("Specific check")
    OPERATIONAL_ANALYSIS = "OPERATIONAL_ANALYSIS", _("Operational analysis")
    DOCUMENTARY_CHECK = "DOCUMENTARY_CHECK", _("Documentary check")
    PHYSICAL_EXAMINATION = "PHYSICAL_EXAMINATION", _("Physical examination")
    POST_CLEARANCE_AUDIT = "POST_CLEARANCE_AUDIT", _("Post-clearance audit")
    REQUEST_INFORMATION = "REQUEST_INFORMATION", _("Request for information")
    REQUEST_AMENDMENT = "REQUEST_AMENDMENT", _("Request for amendment")
    REQUEST_SCREENING = "REQUEST_SCREENING", _("Request for screening")
    DO_NOT_LOAD = "DO_NOT_LOAD", _("Do not load")
    SEIZE_OR_USE_AS_EVIDENCE = "SEIZE_OR_USE_AS_EVIDENCE", _("Seize or use as evidence")
    SCAN = "SCAN", _("Scan")
    HOLD_FOR_ISSUER = "HOLD_FOR_ISSUER", _("Hold for the issuer")


#: Of these the subject must not notice anything: the front line, which faces the subject, is not told.
DISCREET = (ActionRequested.DISCREET_CHECK, ActionRequested.OPERATIONAL_ANALYSIS)


def act_to_see(action_requested: str) -> str:
    """The permission that opens an alert in force which asks for this action."""
    return "alerts.view_reserved_alert" if action_requested in DISCREET else "alerts.view_alert"


class Alert(models.Model):
    """One agency asks others to look out for one subject and to act in a certain way."""

    class Priority(models.IntegerChoices):
        URGENT = 1, _("Urgent")
        HIGH = 2, _("High")
        NORMAL = 3, _("Normal")

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("issuing agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name=_("unit"))
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", verbose_name=_("subject"))
    reason = models.TextField(_("reason"))
    legal_basis = models.TextField(_("legal basis"), blank=True)
    suspicion_basis = models.TextField(_("basis of suspicion"), blank=True)
    risk_area = models.CharField(_("risk area"), max_length=20, choices=RiskArea)
    action_requested = models.CharField(_("action requested"), max_length=30, choices=ActionRequested)
    instructions_front_line = models.TextField(_("instructions for the front line"), blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.RESTRICTED)
    handling_codes = ArrayField(models.CharField(max_length=4), verbose_name=_("handling codes"), default=list)
    handling_conditions = models.TextField(_("handling conditions"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    issued_at = models.DateTimeField(_("issued"), null=True, editable=False)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)  # once issued
    imported = models.BooleanField(_("imported"), default=False, editable=False)
    submitted_as = models.JSONField(null=True, editable=False)  # fingerprints of what was submitted: approval.py
    approved_as = models.JSONField(null=True, editable=False)  # and of what its issuer approved
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        default_permissions = ("add", "change", "view")
        permissions = [("view_reserved_alert", _("Can see discreet alerts and those not in force")),
                       ("issue_alert", _("Can validate and issue alerts")), ("import_watchlist", _("Can import watchlists"))]
        indexes = [
            models.Index(fields=["owner_agency", "-id"], name="alert_of_agency"),
            models.Index(fields=["priority", "id"], name="alert_by_priority"),
            models.Index(fields=["valid_until", "id"], name="alert_by_end"),
            models.Index(fields=["subject"], condition=Q(state="ACTIVE"), name="alert_in_force_on_subject"),
            models.Index(fields=["valid_until"], condition=Q(state="ACTIVE"), name="alert_in_force_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner_agency", "subject"], condition=Q(state__in=["ACTIVE", "SUSPENDED"]),
                                    name="alert_one_in_force_per_agency_and_subject"),
            models.UniqueConstraint(fields=["replaces"], condition=Q(state__in=["DRAFT", "PENDING_VALIDATION"]),
                                    name="alert_has_one_new_version_at_a_time"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="alert_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(issued_by__isnull=True) | Q(issued_at__isnull=False),
                                   name="alert_issue_has_who_and_when"),
            models.CheckConstraint(condition=Q(issued_by__isnull=True) | Q(created_by__isnull=True)
                                   | ~Q(issued_by=F("created_by")), name="alert_issuer_is_not_author"),
            models.CheckConstraint(condition=~Q(state__in=["ACTIVE", "SUSPENDED"])
                                   | Q(issued_by__isnull=False, issued_at__isnull=False),
                                   name="alert_in_force_has_an_issuer"),
            models.CheckConstraint(condition=~Q(state__in=["ACTIVE", "SUSPENDED"]) | Q(imported=True)
                                   | Q(created_by__isnull=False), name="alert_in_force_has_an_author_or_a_list"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def held_by_id(self) -> int | None:
        """Who goes on with it while it is a draft: its author, or to whom it was handed over."""
        return held_by(self)

    def is_in_force(self, *, on: date) -> bool:
        """Whether it is looked for on that day."""
        return self.state == State.ACTIVE and self.valid_from <= on <= self.valid_until


class AlertReport(models.Model):
    """A report an alert rests on. Visible to who sees both."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="report_links")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["alert", "report"], name="alert_rests_on_a_report_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.report_id}"


class AlertStep(Step):
    """One step in the life of an alert. Seen by its own agency only."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=20, choices=State)

    def __str__(self) -> str:
        return f"{self.alert_id} {self.state}"


class AlertGrant(GroupGrant):
    """The audience of an alert besides its agency; it counts from the day it is issued."""

    content_object = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="grants")

    class Meta(GroupGrant.Meta):
        indexes = [models.Index(fields=["content_object", "group"], name="alert_grant_group")]
