"""What a supervisor makes of a sweep: explained, or misuse."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import Rule
from intel.sweeps.models import Sweep
from intel.sweeps.states import STATES, State

DECIDES = Rule("sweeps.decide_sweep",
               when=lambda by, sweep: sweep.owner_agency_id == by.agency_id and sweep.person_id != by.user_id,
               otherwise=gettext_lazy("Another supervisor of the person's agency decides."))

EXPLAIN = Move(State.EXPLAINED, DECIDES, "sweep.explained", with_reason=True)
CALL_MISUSE = Move(State.MISUSE, DECIDES, "sweep.misuse", with_reason=True)


def what_happened(sweep: Sweep) -> str:
    """What somebody is told who has an older page of it open."""
    if sweep.decided_at is None:
        return _("It has grown since. Reload the page to see it as it is now.")
    return _("%(person)s decided on it on %(when)s. Reload the page to see it as it is now.") % {
        "person": sweep.decided_by, "when": date_format(sweep.decided_at, "SHORT_DATETIME_FORMAT")}


LIFE: Life[Sweep] = Life(STATES, conflict=what_happened)
