"""Releases: what an agency asks to give to another one, which originators consent, and what was given."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access import now_looking
from agencies.access.lifecycle import Step
from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.releases.states import (
    ConsentStanding,
    ConsentState,
    CopyFormat,
    Outcome,
    Receipt,
    ReleaseStanding,
    ReleaseState,
    RequestState,
    Way,
)


class Terms(models.Model):
    """Abstract: for what something is given, on what ground, and under which conditions."""

    purpose = models.CharField(_("purpose"), max_length=40)
    legal_basis = models.TextField(_("legal basis"))
    conditions = models.TextField(_("conditions"), blank=True)
    expires_at = models.DateTimeField(_("may be used until"), null=True, blank=True)

    class Meta:
        abstract = True


class MarkedText(models.Model):
    """Abstract: one portion as it is read, with its marks."""

    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("what it is"), max_length=400)
    text = models.TextField(_("text"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification)
    handling_codes = ArrayField(models.CharField(max_length=4), verbose_name=_("handling codes"), default=list)
    handling_conditions = models.TextField(_("handling conditions"), blank=True)
    tlp = models.CharField("TLP", max_length=12, blank=True)

    class Meta:
        abstract = True
        ordering = ["number"]
        default_permissions = ()

    def marks(self) -> dict[str, object]:
        """Text and marks as columns of another row of this kind."""
        return {name: getattr(self, name) for name in (
            "title", "text", "classification", "handling_codes", "handling_conditions", "tlp")}


class Purged(models.Model):
    """Abstract: a row whose portions lose their words when its time is over; it stays."""

    retain_until = models.DateField(null=True, editable=False)  # set by the database: agencies/keeping
    purged_at = models.DateTimeField(_("purged"), null=True, editable=False)

    class Meta:
        abstract = True


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
    submitted_as = models.JSONField(null=True, editable=False)  # fingerprints of what was submitted: approval.py
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("request to release")
        verbose_name_plural = _("requests to release")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["owner_agency", "-id"], name="releaserequest_of_agency"),
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


class ReleaseRequestStep(Step):
    """One step in the life of a request to release. Seen by its own agency only."""

    request = models.ForeignKey(ReleaseRequest, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=14, choices=RequestState)
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class Consent(TwoSidedRow, Terms, Purged):
    """What an agency is asked to consent to whose information would leave: a row of the holder and of that originator.

    `part_of`: asked on by who was asked that itself, since what it released once rests on the originator's; then `for_agency`
    is the agency that would release it.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("holder_agency", "originator_agency")

    request = models.ForeignKey(ReleaseRequest, on_delete=models.PROTECT, related_name="consents")
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    holder_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("held by"))
    originator_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("originator"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="behind", editable=False)
    for_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    need_to_know = models.TextField(_("why the recipient needs it"))
    urgency = models.CharField(_("urgency"), max_length=40)
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ConsentState, default=ConsentState.ASKED, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("asked"), editable=False)
    due_at = models.DateTimeField(_("due"), editable=False)  # set by the database: migrations/0002_labels.py
    agreed = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("portions agreed to"), default=list, editable=False)
    own_conditions = models.TextField(_("conditions of the originator"), blank=True, editable=False)
    refusal = models.CharField(_("reason for refusing"), max_length=40, blank=True, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    class Meta:
        verbose_name = _("consent to a release")
        verbose_name_plural = _("consents to releases")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["originator_agency", "state", "-id"], name="consent_of_originator")]
        constraints = [
            models.CheckConstraint(condition=~Q(holder_agency=F("originator_agency")), name="consent_is_of_another_agency"),
            models.CheckConstraint(condition=Q(decided_by__isnull=True, decided_at__isnull=True, agreed=[], refusal="")
                                   & ~Q(state__in=["GIVEN", "DECLINED"])
                                   | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="ASKED"),
                                   name="consent_decided_has_who_and_when"),
            models.CheckConstraint(condition=~Q(state="GIVEN") | ~Q(agreed=[]), name="consent_given_is_to_something"),
            models.CheckConstraint(condition=~Q(state="DECLINED") | Q(agreed=[]) & ~Q(refusal=""),
                                   name="consent_declined_says_why"),
            models.UniqueConstraint(fields=["request", "holder_agency", "originator_agency"], condition=~Q(state="VOID"),
                                    name="consent_is_asked_once"),
            models.CheckConstraint(condition=Q(part_of__isnull=True, for_agency__isnull=True)
                                   | Q(part_of__isnull=False, for_agency__isnull=False), name="consent_asked_on_says_for_whom"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owner_agency_id(self) -> int | None:
        """Of either side its auditor reads what its own people did, and no other."""
        return now_looking().agency_id

    @property
    def standing(self) -> ConsentState | ConsentStanding:
        """Its state as it is now: silence is never consent."""
        if self.state == ConsentState.ASKED and self.due_at <= timezone.now():
            return ConsentStanding.LAPSED
        return ConsentState(self.state)

    @property
    def is_open(self) -> bool:
        """Whether the originator can still answer."""
        return self.standing is ConsentState.ASKED


class ConsentPortion(MarkedText):
    """One portion as its originator is asked about it: exactly what would leave, and what of the originator's it rests on.

    `rests_on` are kind and id of things that the holder saw, as "reports.paragraph:17".
    """

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="portions")
    portion = models.ForeignKey(Portion, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rests_on = ArrayField(models.CharField(max_length=60), default=list)

    class Meta(MarkedText.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["consent", "number"], name="consent_portion_is_numbered_once"),
                       models.UniqueConstraint(fields=["consent", "portion"], name="consent_names_a_portion_once")]

    def __str__(self) -> str:
        return f"{self.consent_id} ({self.number})"


class ConsentStep(Step):
    """One step in the life of a consent, which both sides read."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ConsentState)
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    def __str__(self) -> str:
        return f"{self.consent_id} {self.state}"


class Release(TwoSidedRow, Terms, Purged):
    """What one agency gave to another: a snapshot that stays as it was, whatever becomes of what it was taken from.

    `digest` is the fingerprint of its canonical spelling. Of how it came about the recipient learns nothing.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("holder_agency", "recipient_agency")

    request = models.OneToOneField(ReleaseRequest, on_delete=models.PROTECT, related_name="release")
    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    holder_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by"))
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    enquiry_id = models.BigIntegerField(_("answers the request"), null=True, editable=False)  # which goes before it
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by", editable=False,
                                    verbose_name=_("takes the place of"))
    classification = models.CharField(_("classification"), max_length=20, choices=Classification, editable=False)
    must_acknowledge = models.BooleanField(_("to be acknowledged before it is read"), default=False, editable=False)
    way = models.CharField(_("how it was released"), max_length=12, choices=Way, default=Way.DECISION, editable=False)
    digest = models.CharField(max_length=80, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState, default=ReleaseState.RELEASED, editable=False)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    released_at = models.DateTimeField(_("released"), editable=False)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    receipt = models.CharField(_("receipt"), max_length=10, choices=Receipt, blank=True, editable=False)
    receipt_words = models.TextField(_("what was destroyed, or what hold keeps it"), blank=True, editable=False)
    receipted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    receipted_at = models.DateTimeField(_("signed"), null=True, editable=False)
    held_until = models.DateField(_("a legal hold keeps copies until"), null=True, editable=False)
    receipt_due_at = models.DateTimeField(_("to be signed for until"), null=True, editable=False)  # set by the database

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("write_release", _("Can write requests to release, and acknowledge releases")),
                       ("send_release", _("Can send requests to release that others wrote")),
                       ("decide_release", _("Can decide on releases, consent to them and recall them"))]
        indexes = [models.Index(fields=["enquiry_id"], name="release_of_enquiry")]
        constraints = [
            models.CheckConstraint(condition=~Q(holder_agency=F("recipient_agency")), name="release_is_of_two_agencies"),
            models.CheckConstraint(condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                                   | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                                   name="release_acknowledged_has_who_and_when"),
            models.CheckConstraint(condition=Q(state="RELEASED", ended_at__isnull=True)
                                   | ~Q(state="RELEASED") & Q(ended_at__isnull=False), name="release_ended_has_when"),
            models.CheckConstraint(condition=Q(receipt="", receipted_by__isnull=True, receipted_at__isnull=True)
                                   | ~Q(receipt="") & ~Q(receipt_words="") & ~Q(state="RELEASED")
                                   & Q(receipted_by__isnull=False, receipted_at__isnull=False),
                                   name="release_receipt_has_who_when_and_words"),
            models.CheckConstraint(condition=Q(receipt="HELD", held_until__isnull=False)
                                   | ~Q(receipt="HELD") & Q(held_until__isnull=True), name="release_held_says_until_when"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owner_agency_id(self) -> int | None:
        """Of either side its auditor reads what its own people did, and no other."""
        return now_looking().agency_id

    @property
    def standing(self) -> ReleaseState | ReleaseStanding:
        """Its state as it is now; what was purged is not to be read any more."""
        over = self.purged_at is not None or self.expires_at is not None and self.expires_at <= timezone.now()
        if self.state == ReleaseState.RELEASED and over:
            return ReleaseStanding.EXPIRED
        return ReleaseState(self.state)


class ReleasedPortion(MarkedText):
    """One portion as it was given. Numbered as the recipient reads it; refused every change by the database.

    What it was taken from stands on the side of the holder (`portion`), who alone reads that.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="portions")
    portion = models.OneToOneField(Portion, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(MarkedText.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="released_portion_is_numbered_once")]

    def __str__(self) -> str:
        return f"{self.release_id} ({self.number})"


class Copy(models.Model):
    """One copy of a release that somebody took: its code stands at each portion and on each page, and says whose it is.

    `digest` is the SHA-256 of the file that was handed out, with the number of its scheme before it.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="copies")
    code = models.CharField(_("code"), max_length=8, unique=True)
    format = models.CharField(_("format"), max_length=4, choices=CopyFormat, default=CopyFormat.PDF)
    digest = models.CharField(max_length=80, editable=False, default="")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.release}·{self.code}"

    @property
    def mark(self) -> str:
        """What stands at each portion: "[AN-R-2026-004831·7KQ4M2XP]"."""
        return f"[{self}]"


class Reading(models.Model):
    """That somebody of the agency that received a release opened it. Both sides read that, and the originators by a function."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="readings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.release_id} {self.made_at}"


class ReleaseStep(Step):
    """One step since it was released, which both sides read."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=ReleaseState)
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    def __str__(self) -> str:
        return f"{self.release_id} {self.state}"
