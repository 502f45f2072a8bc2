"""The worklist of hits: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from hub.kit.several import RowAct
from intel.hits import services
from intel.hits.filters import HitFilter
from intel.hits.forms import REASONS
from intel.hits.models import Hit
from intel.hits.selectors import top_reason, worklist
from intel.hits.states import State


def _reason(hit: Hit) -> str:
    part = top_reason(hit)
    return f"{part.feature}: {part.party}" if part else ""


JUDGES = ("hits.judge_hit",)
#: A confirmed hit is confirmed one by one, with its evidence before one's eyes.
SEVERAL = (
    RowAct("take", _("Verify it myself"), "user-circle", lambda hit, **given: services.take(hit=hit, **given), JUDGES,
           done=_("You are verifying it.")),
    RowAct("let-go", _("Leave it to others"), "user-off", lambda hit, **given: services.let_go(hit=hit, **given),
           JUDGES, done=_("It waits for somebody to verify it again.")),
    RowAct("dismiss", _("Not a match"), "x", lambda hit, **given: services.judge(hit=hit, state=State.NOT_A_MATCH, **given),
           JUDGES, done=_("Kept as “Not a match”."), with_reason=True, reasons=REASONS[State.NOT_A_MATCH]),
    RowAct("reopen", _("Open again"), "refresh", lambda hit, **given: services.reopen(hit=hit, **given), JUDGES,
           done=_("It is open again."), with_reason=True),
)

HITS = Listing("hits", _("Hits"), page="hits:list", act="hits.view_hit", of="hit", rows=worklist, filters=HitFilter,
               marks="match.alert", several=SEVERAL, reference="__str__", detail="hits:detail", columns=(
    column("party", _("Found in trade"), reference="__str__", party="party_label", classification="match.alert.classification",
           handling_codes="match.alert.handling_codes", fixed=True),
    column("subject", _("Subject of the alert"), subject="subject_label", alert="match.alert.reference"),
    column("probability", _("Probability"), "probability", score="match.score"),
    column("reason", _("Strongest reason"), strongest_reason=_reason),
    column("action", _("Action requested"), action_requested="match.alert.action_requested",
           agency="match.alert.owner_agency.code"),
    column("state", _("State"), "state", "taken_by", holds="match.holds"),
))
