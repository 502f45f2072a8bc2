"""Who moves an arrangement: one of each side signs it, and not who drafted it; either side ends it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.access.two_sided import a_side, one_side
from intel.arrangements.models import Arrangement, ArrangementStep
from intel.arrangements.states import STATES, State

WRITE, SIGN = "arrangements.write_arrangement", "arrangements.sign_arrangement"
_THEIRS = gettext_lazy("Only the agency to which it is proposed decides on it.")
_OURS = gettext_lazy("Only the agency that proposes it does this.")

IS_DRAFTER = Rule(WRITE, when=lambda by, row: row.created_by_id == by.user_id,
                  otherwise=gettext_lazy("Only who drafted it may do this."))
_DRAFTED = IS_DRAFTER & Rule(when=lambda by, row: row.state == State.DRAFT,
                             otherwise=gettext_lazy("It is proposed: who signs for your agency takes it back."))
_PROPOSES = one_side("proposing_agency", SIGN, otherwise=_OURS)
_SIGNS = _PROPOSES & Rule(when=lambda by, row: row.created_by_id != by.user_id,
                          otherwise=gettext_lazy("You drafted it: somebody else has to sign it."))
_DECIDES = one_side("other_agency", SIGN, otherwise=_THEIRS)

PROPOSE = Move(State.PROPOSED, _SIGNS & SIGNED_IN_AFRESH, "arrangement.proposed")
ACCEPT = Move(State.IN_FORCE, _DECIDES & SIGNED_IN_AFRESH, "arrangement.accepted")
DECLINE = Move(State.DECLINED, _DECIDES, "arrangement.declined", with_reason=True)
WITHDRAW = Move(State.WITHDRAWN, _DRAFTED | _PROPOSES, "arrangement.withdrawn", with_reason=True)
END = Move(State.ENDED, a_side(SIGN, otherwise=gettext_lazy("Only the two agencies of this arrangement end it.")),
           "arrangement.ended", with_reason=True)


def _changed(row: object) -> str:
    return _("This arrangement was changed since you opened it. Reload it and read it again.")


LIFE: Life[Arrangement] = Life(STATES, conflict=_changed, steps=ArrangementStep, step_of="arrangement")
