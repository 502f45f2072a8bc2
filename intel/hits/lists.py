"""The worklist of hits: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.hits.filters import HitFilter
from intel.hits.models import Hit
from intel.hits.selectors import top_reason, worklist


def _reason(hit: Hit) -> str:
    part = top_reason(hit)
    return f"{part.feature}: {part.party}" if part else ""


HITS = Listing("hits", _("Hits"), page="hits:list", act="hits.view_hit", of="hit", rows=worklist, filters=HitFilter,
               marks="match.alert", columns=(
    column("party", _("Found in trade"), reference="__str__", party="party_label", classification="match.alert.classification",
           handling_codes="match.alert.handling_codes", fixed=True),
    column("subject", _("Subject of the alert"), subject="subject_label", alert="match.alert.reference"),
    column("probability", _("Probability"), "probability", score="match.score"),
    column("reason", _("Strongest reason"), strongest_reason=_reason),
    column("action", _("Action requested"), action_requested="match.alert.action_requested",
           agency="match.alert.owner_agency.code"),
    column("state", _("State"), "state", "taken_by", holds="match.holds"),
))
