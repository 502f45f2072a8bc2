"""What people make of a match: the hit, its verification, and every judgement with its reason."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.access.two_sided import SideNote, TwoSidedRow
from agencies.models import Agency, User
from intel.hits.states import State
from intel.screening.models import Match


class Hit(TwoSidedRow):
    """A match put before people, who are of the agency of the alert or of that of the trade feed.

    It keeps the fingerprint it was judged on: NOT_A_MATCH holds until the data change.
    """

    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="+", verbose_name=_("match"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.CANDIDATE, editable=False)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)
    judged_fingerprint = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = _("hit")
        verbose_name_plural = _("hits")
        ordering = ["-id"]
        default_permissions = ("view",)
        permissions = [("judge_hit", _("Can verify hits"))]
        constraints = [
            models.CheckConstraint(name="hit_taken_has_who_and_when",
                                   condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                                   | Q(taken_by__isnull=False, taken_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="hit_by_state")]

    def __str__(self) -> str:
        return f"H-{self.pk}"

    @property
    def owner_agency_id(self) -> int:
        """The agency whose alert it is of: its auditor reads what was done with the hit."""
        return self.match.alert.owner_agency_id

    @property
    def party_label(self) -> str:
        """What was found in trade: the party's name as compared, or the transport unit's number."""
        return self.match.evidence.get("party_name") or self._identifier("party") or str(self.match.consignment or "")

    @property
    def subject_label(self) -> str:
        """What was looked for: the subject's name as compared, or the number it is known by."""
        return self.match.evidence.get("subject_name") or self._identifier("subject")

    def _identifier(self, side: str) -> str:
        parts = [part for part in self.match.evidence.get("parts", []) if part["feature"].startswith("identifier.")]
        best: dict[str, Any] = max(parts, key=lambda part: part["bits"], default={})
        return str(best.get(side) or "")

    @property
    def sides(self) -> tuple[int, ...]:
        """The agency that issued the alert, and the one whose feed the party or consignment came by."""
        found = self.match.trader or self.match.consignment
        return (self.match.alert.owner_agency_id, *([] if found is None else [found.owner_agency_id]))


class Judgement(models.Model):
    """One person's decision on a hit, with the reason; read with the hit. Never changed; a later one stands beside it."""

    hit = models.ForeignKey(Hit, on_delete=models.CASCADE, related_name="judgements")
    state = models.CharField(_("judgement"), max_length=20, choices=State)
    reason = models.TextField(_("reason"))
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(_("when"), auto_now_add=True)
    fingerprint = models.CharField(max_length=80, blank=True)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+",
                                help_text=_("The judgement on the same two sides that was remembered."))

    class Meta:
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.hit_id}: {self.state}"


class HitNote(SideNote):
    """What one of the two agencies notes for itself while it verifies a hit."""

    hit = models.ForeignKey(Hit, on_delete=models.CASCADE, related_name="notes")

    def __str__(self) -> str:
        return f"H-{self.hit_id}"
