"""What one agency asks to give to another."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.access.lifecycle import DelegableStep
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.releases.models.shared import MarkedText, Purged, Terms
from intel.releases.states import Outcome, RequestState


class ReleaseRequest(Terms, Purged):
    """What one agency asks to give to another: its own, until it is released; what others read of it stands in rows of theirs."""

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    enquiry_id = models.BigIntegerField(_("answers the request"), null=True, editable=False)  # which goes before it
    corrects = models.ForeignKey("releases.Release", on_delete=models.PROTECT, null=True, related_name="+", editable=False,
                                 verbose_name=_("corrects"))
    correction = models.TextField(_("why it is corrected"), blank=True, editable=False)
    need_to_know = models.TextField(_("why the recipient needs it"))
    urgency = models.CharField(_("urgency"), max_length=40)
    rests_on_others = models.BooleanField(_("rests on what another agency told"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    state = models.CharField(_("state"), max_length=14, choices=RequestState, default=RequestState.DRAFT, editable=False)
    outcome = models.CharField(_("decision"), max_length=24, choices=Outcome, blank=True, editable=False)
    refusal = models.CharField(_("reason for refusing"), max_length=40, blank=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    together = models.BigIntegerField(null=True, editable=False)  # of those that were drafted at once, for a sharing group
    submitted_as = models.JSONField(null=True, editable=False)  # fingerprints of what was submitted: approval.py
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("request to release")
        verbose_name_plural = _("requests to release")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["owner_agency", "-id"], name="releaserequest_of_agency"),
                   models.Index(fields=["together"], name="releaserequest_together"),
                   models.Index(fields=["state", "updated_at"], name="releaserequest_waits",
                                condition=Q(state__in=["SUBMITTED", "UNDER_REVIEW"])),
                   models.Index(fields=["enquiry_id"], name="releaserequest_of_enquiry")]
        constraints = [
            models.CheckConstraint(condition=~Q(recipient_agency=F("owner_agency")), name="release_goes_to_another_agency"),
            models.CheckConstraint(condition=Q(sent_by__isnull=True, sent_at__isnull=True)
                                   | Q(sent_by__isnull=False, sent_at__isnull=False), name="release_sent_has_who_and_when"),
            models.CheckConstraint(condition=Q(sent_by__isnull=True) | ~Q(sent_by=F("created_by")),
                                   name="release_sender_is_not_author"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True, decided_at__isnull=True, outcome="")
                                   | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome=""),
                                   name="release_decided_has_who_when_and_how"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")) | Q(outcome="EMERGENCY"),
                                   name="release_decider_is_not_author"),
            models.CheckConstraint(condition=~Q(state__in=["UNDER_REVIEW", "RELEASED", "REFUSED"]) | Q(sent_by__isnull=False)
                                   | Q(state="RELEASED", outcome="EMERGENCY"), name="release_under_review_was_sent"),
            models.CheckConstraint(condition=Q(state__in=["RELEASED", "REFUSED"], decided_by__isnull=False)
                                   | ~Q(state__in=["RELEASED", "REFUSED"]) & Q(decided_by__isnull=True),
                                   name="release_ends_by_a_decision"),
            models.CheckConstraint(condition=Q(for_person="") | Q(for_group__isnull=True), name="release_is_for_one_or_a_group"),
            models.CheckConstraint(condition=Q(corrects__isnull=True, correction="")
                                   | Q(corrects__isnull=False) & ~Q(correction=""), name="correction_says_why"),
        ]

    def __str__(self) -> str:
        return self.reference


class Portion(MarkedText):
    """One item of a request: a thing, in the version that was read, and the exact text that would leave.

    `source_digest` is that of the source's own text and marks, by which a change of it is noticed; `sanitised`: its author
    wrote another text. `originators`: ids of the agencies whose consent it took when it was released, kept by the database.
    The number of the row is drawn: others read it, and in a row they would tell what was left out between.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    request = models.ForeignKey(ReleaseRequest, on_delete=models.CASCADE, related_name="portions")
    kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    reference = models.CharField(_("reference"), max_length=60)
    source_digest = models.CharField(max_length=80, editable=False)
    sanitised = models.BooleanField(_("sanitised"), default=False)
    originators = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta(MarkedText.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="portion_is_numbered_once"),
            models.UniqueConstraint(fields=["request", "kind", "source_id"], name="portion_is_of_a_thing_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(title=""), name="portion_says_something"),  # until it is purged
        ]
        indexes = [models.Index(fields=["source_id", "kind"], name="portion_of_thing")]

    def __str__(self) -> str:
        return f"{self.reference} ({self.number})"


class ReleaseRequestStep(DelegableStep):
    """One step in the life of a request to release. Seen by its own agency only."""

    request = models.ForeignKey(ReleaseRequest, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=14, choices=RequestState)

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"
