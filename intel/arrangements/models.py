"""Standing arrangements: in which terms the queries of one agency about what another has are answered by themselves."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.access.lifecycle import Step
from agencies.access.two_sided import TwoSidedRow
from agencies.markings.classification import Classification
from agencies.models import Agency, User
from intel.arrangements.codes import ANY, RELEASABLE, RISK_AREAS, Told
from intel.arrangements.states import Standing, State


class Arrangement(TwoSidedRow):
    """One version of what two agencies agreed: of both from when the one proposes it, in force when the other signs it.

    Versions of one arrangement have one reference; a later one takes the place of those before from its first day on, and they
    are kept. The number of a version is given when it is proposed.
    """

    SIDES: ClassVar[tuple[str, ...]] = ("proposing_agency", "other_agency")
    #: Whether a later version took its place by now, and whether both sides signed one, be it that it begins later: of rows that
    #: `selectors.arrangements` gives.
    is_replaced: bool
    is_followed: bool

    reference = models.CharField(_("reference"), max_length=40, editable=False)
    version = models.PositiveIntegerField(_("version"), null=True, editable=False)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False,
                                 verbose_name=_("takes the place of"))
    proposing_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    other_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("with"))
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.RESTRICTED, editable=False)
    legal_basis = models.TextField(_("legal basis"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    proposed_at = models.DateTimeField(_("proposed"), null=True, editable=False)
    proposed_as = models.JSONField(null=True, editable=False)  # fingerprints of what was signed first: services.py
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    accepted_at = models.DateTimeField(_("in force since"), null=True, editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name = _("standing arrangement")
        verbose_name_plural = _("standing arrangements")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("write_arrangement", _("Can draft standing arrangements")),
                       ("sign_arrangement", _("Can sign, decline and end standing arrangements"))]
        indexes = [models.Index(fields=["replaces"], name="arrangement_by_replaced")]
        constraints = [
            models.CheckConstraint(condition=~Q(proposing_agency=F("other_agency")), name="arrangement_is_of_two_agencies"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="arrangement_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(proposed_by__isnull=True) | ~Q(proposed_by=F("created_by")),
                                   name="arrangement_is_signed_by_another"),
            models.CheckConstraint(name="arrangement_proposed_has_who_and_when", condition=
                                   Q(proposed_by__isnull=True, proposed_at__isnull=True, version__isnull=True)
                                   | Q(proposed_by__isnull=False, proposed_at__isnull=False, version__isnull=False)),
            models.CheckConstraint(name="arrangement_accepted_has_who_and_when", condition=
                                   Q(accepted_by__isnull=True, accepted_at__isnull=True)
                                   | Q(accepted_by__isnull=False, accepted_at__isnull=False, proposed_at__isnull=False)),
            models.CheckConstraint(name="arrangement_ended_has_who_and_when", condition=
                                   Q(ended_by__isnull=True, ended_at__isnull=True) & ~Q(state=State.ENDED)
                                   | Q(ended_by__isnull=False, ended_at__isnull=False, state=State.ENDED)),
            models.CheckConstraint(name="arrangement_proposed_is_signed", condition=
                                   ~Q(state=State.DRAFT) & Q(proposed_at__isnull=False)
                                   | Q(state__in=[State.DRAFT, State.WITHDRAWN], proposed_at__isnull=True)),
            models.CheckConstraint(name="arrangement_in_force_is_signed_by_both", condition=
                                   Q(state__in=[State.IN_FORCE, State.ENDED], accepted_at__isnull=False)
                                   | ~Q(state__in=[State.IN_FORCE, State.ENDED]) & Q(accepted_at__isnull=True)),
            models.UniqueConstraint(fields=["reference", "version"], name="arrangement_version_is_numbered_once"),
            models.UniqueConstraint(fields=["reference"], condition=Q(replaces__isnull=True), name="arrangement_begins_once"),
            models.UniqueConstraint(fields=["replaces"], condition=Q(accepted_at__isnull=False),
                                    name="arrangement_is_replaced_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}" if self.version else self.reference

    def across_from(self, agency: int | None) -> Agency:
        """The other one of its two agencies, seen from this one (its id)."""
        return self.other_agency if self.proposing_agency_id == agency else self.proposing_agency

    @property
    def standing(self) -> State | Standing:
        """Its state as it is today."""
        if self.state != State.IN_FORCE:
            return State(self.state)
        today = timezone.localdate()
        if self.is_replaced:
            return Standing.REPLACED
        if self.starts_on > today:
            return Standing.NOT_YET
        return Standing.OVER if self.ends_on < today else State.IN_FORCE


class Term(models.Model):
    """What is answered about things of one of the two agencies in a risk area, when it is asked for some purposes (none: all)."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="terms")
    of_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("things of"))
    risk_area = models.CharField(_("risk area"), max_length=20, choices=RISK_AREAS, default=ANY)
    purposes = ArrayField(models.CharField(max_length=40), verbose_name=_("purposes"), default=list)
    level = models.CharField(_("who asks learns"), max_length=20, choices=Told)

    class Meta:
        ordering = ["of_agency", "risk_area", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Told.values), name="term_gives_no_data"),
            models.UniqueConstraint(fields=["arrangement", "of_agency", "risk_area", "purposes"], name="term_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_agency_id} {self.risk_area}: {self.level}"


class ReleaseTerm(models.Model):
    """What one of the two agencies releases to the other without a decision in each case: its own, asked for some purposes (none:
    all), classified `up_to` so much."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="release_terms")
    of_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("things of"))
    purposes = ArrayField(models.CharField(max_length=40), verbose_name=_("purposes"), default=list)
    up_to = models.CharField(_("up to"), max_length=20, choices=Classification)

    class Meta:
        ordering = ["of_agency", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(up_to__in=RELEASABLE), name="release_term_gives_no_secret"),
            models.UniqueConstraint(fields=["arrangement", "of_agency", "purposes"], name="release_term_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_agency_id}: {self.up_to}"


class ArrangementStep(Step):
    """One step since it was proposed, which both sides read."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="steps")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State)

    def __str__(self) -> str:
        return f"{self.arrangement_id} {self.state}"
