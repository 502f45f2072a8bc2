"""Requests for information: what one agency asks, and what each agency asked makes of it."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.lifecycle import Step
from agencies.access.two_sided import SideNote, TwoSidedRow
from agencies.handover.holding import held_by
from agencies.markings.classification import Classification
from agencies.models import Agency, Unit, User
from hub.kit.limits import LINE
from intel.enquiries.states import OPEN, ProposalState, RequestState, State


class Marked(models.Model):
    """Abstract: how a text is marked."""

    classification = models.CharField(_("classification"), max_length=20, choices=Classification,
                                      default=Classification.RESTRICTED)
    handling_codes = ArrayField(models.CharField(max_length=4), verbose_name=_("handling codes"), default=list)
    handling_conditions = models.TextField(_("handling conditions"), blank=True)

    class Meta:
        abstract = True


class Asked(Marked):
    """Abstract: what an agency that is asked is told."""

    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.TextField(_("legal basis"))
    question = models.TextField(_("question"))
    urgency = models.CharField(_("urgency"), max_length=40)
    hit_reference = models.CharField(_("hit reference"), max_length=LINE, blank=True)

    class Meta:
        abstract = True


class Request(Asked):
    """What one agency asks of one or several others. Its own: what they are told of it stands in an Enquiry for each.

    `born_kind` and `born_id` name what its author had before their eyes; they go nowhere, like `case_reference`.
    """

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    case_reference = models.CharField(_("case reference"), max_length=LINE)
    answer_by = models.DateTimeField(_("answer wanted by"), null=True, blank=True)
    addressees = ArrayField(models.BigIntegerField(), verbose_name=_("agencies asked"))
    addressees_know = models.BooleanField(_("the agencies asked may know of each other"), default=False)
    born_kind = models.CharField(max_length=40, blank=True, editable=False)
    born_id = models.BigIntegerField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.DRAFT, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    submitted_as = models.JSONField(null=True, editable=False)  # fingerprints of what was submitted: approval.py
    approved_as = models.JSONField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["owner_agency", "-id"], name="request_of_agency"),
                   models.Index(fields=["retain_until"], name="request_retained")]
        constraints = [
            models.CheckConstraint(condition=Q(sent_by__isnull=True, sent_at__isnull=True)
                                   | Q(sent_by__isnull=False, sent_at__isnull=False), name="request_sent_has_who_and_when"),
            models.CheckConstraint(condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("created_by")),
                                   name="request_sender_is_not_author"),
            models.CheckConstraint(condition=~Q(state="SENT") | Q(sent_by__isnull=False), name="request_sent_has_a_sender"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def held_by_id(self) -> int | None:
        """Who goes on with it while it is a draft: its author, or to whom it was handed over."""
        return held_by(self)

    @property
    def kept_until(self) -> date | None:
        """Until when it is kept: no shorter than what any agency that was asked has of it."""
        days = [self.retain_until, *(enquiry.retain_until for enquiry in self.enquiries.all())]
        return max((day for day in days if day is not None), default=None)


class RequestStep(Step):
    """One step in the life of a request on its asker's side. Seen by its own agency only."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=RequestState)

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class PassingOn(models.TextChoices):
    """Whether the agency asked may pass the question on to others."""

    NOT_ASKED = "NOT_ASKED", _("Not without asking")
    ASKED = "ASKED", _("Consent is asked for")
    AGREED = "AGREED", _("Agreed")
    DECLINED = "DECLINED", _("Declined")


class Enquiry(TwoSidedRow, Asked):
    """What one agency is asked: a row of both, from when it was sent. State, clock, refusal and answer are its own.

    Of the request it has what the agency asked is told, and no more; `also_asked` are other agencies, where they may know.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("asking_agency", "asked_agency")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="enquiries")
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    asking_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency asked"))
    also_asked = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.SENT, editable=False)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    sent_at = models.DateTimeField(_("sent"), editable=False)
    due_at = models.DateTimeField(_("due"), editable=False)  # set by the database: migrations/0004_due.py
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    consent_asked_at = models.DateTimeField(null=True, editable=False)
    consent_given_at = models.DateTimeField(null=True, editable=False)
    consent_declined_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    retain_until = models.DateField(_("kept until"), null=True, editable=False)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("write_enquiry", _("Can write requests for information and work on those received")),
                       ("send_request", _("Can send requests for information that others wrote")),
                       ("approve_answer", _("Can give answers that others propose"))]
        indexes = [models.Index(fields=["asked_agency", "-id"], name="enquiry_of_asked"),
                   models.Index(fields=["due_at"], condition=Q(state__in=["SENT", "ACKNOWLEDGED", "IN_WORK"]),
                                name="enquiry_open_by_due"),
                   models.Index(fields=["retain_until"], name="enquiry_retained")]
        constraints = [
            models.UniqueConstraint(fields=["request", "asked_agency"], name="enquiry_once_per_agency"),
            models.CheckConstraint(condition=~Q(asking_agency=F("asked_agency")), name="enquiry_is_of_two_agencies"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def passing_on(self) -> PassingOn:
        """Whether the agency asked may pass the question on; what was agreed stays so."""
        if self.consent_given_at:
            return PassingOn.AGREED
        if self.consent_asked_at is None:
            return PassingOn.NOT_ASKED
        declined = self.consent_declined_at is not None and self.consent_declined_at > self.consent_asked_at
        return PassingOn.DECLINED if declined else PassingOn.ASKED

    @property
    def is_open(self) -> bool:
        """Whether it waits for the agency asked."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it waits and should not any more."""
        return self.is_open and self.due_at < timezone.now()


class EnquiryStep(Step):
    """One step in the life of an enquiry, which both sides read."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=16, choices=State)

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.state}"


class Said(Marked):
    """Abstract: what an answer says."""

    outcome = models.CharField(_("outcome"), max_length=16, choices=State)
    refusal = models.CharField(_("reason for refusing"), max_length=40, blank=True)
    text = models.TextField(_("answer"), blank=True)
    grading_scheme = models.CharField(_("grading scheme"), max_length=20, blank=True)
    source_grade = models.CharField(_("source grade"), max_length=4, blank=True)
    information_grade = models.CharField(_("information grade"), max_length=4, blank=True)

    class Meta:
        abstract = True


class Answer(Said):
    """What the agency asked answered. Never changed; a further part stands beside it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.outcome}"


class Proposal(SideNote, Said):
    """An answer that one person of the agency asked proposes: it waits for a second one, and the asker learns nothing of it.

    Never changed: another one is proposed instead.
    """

    text = models.TextField(_("answer"), blank=True)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.WAITING, editable=False)
    submitted_as = models.JSONField(editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta(SideNote.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state="WAITING", decided_by__isnull=True, decided_at__isnull=True)
                                   | ~Q(state="WAITING") & Q(decided_by__isnull=False, decided_at__isnull=False),
                                   name="answer_decided_has_who_and_when"),
            models.CheckConstraint(condition=~Q(state__in=["GIVEN", "RETURNED"]) | ~Q(decided_by=F("written_by")),
                                   name="answer_is_decided_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry} {self.get_outcome_display()}"


class EnquiryNote(SideNote):
    """What one of the two agencies notes for itself."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="notes")

    def __str__(self) -> str:
        return f"{self.enquiry_id}"
