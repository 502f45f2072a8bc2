"""Who takes a measure, and who decides on it: never who asked for it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.access.two_sided import one_side
from intel.protection.models import Measure, OnwardNotice
from intel.protection.states import STAGES, STATES

TAKES = Rule("protection.take_measure", when=lambda by, subject: subject.owner_agency_id == by.agency_id,
             otherwise=gettext_lazy("Only the agency it belongs to does this.")) & Rule(
    when=lambda by, subject: subject.erased_at is None, otherwise=gettext_lazy("What it held was deleted already."))
_ANOTHERS = Rule(when=lambda by, measure: measure.asked_by_id != by.user_id,
                 otherwise=gettext_lazy("You asked for it. Somebody else has to decide on it."))
_DECIDES = Rule("protection.decide_deletion") | Rule("protection.take_measure")
LIFTS = _DECIDES & Rule(when=lambda by, measure: measure.kind == Measure.Kind.RESTRICTION,
                        otherwise=gettext_lazy("Only a restriction is lifted.")) & _ANOTHERS
DELETES = Rule("protection.decide_deletion", when=lambda by, measure: measure.kind == Measure.Kind.DELETION,
               otherwise=gettext_lazy("Only a deletion is carried out here.")) & _ANOTHERS & SIGNED_IN_AFRESH
REFUSES = Rule("protection.decide_deletion") | Rule(
    "protection.take_measure", when=lambda by, measure: measure.asked_by_id == by.user_id,
    otherwise=gettext_lazy("Only who asked for it takes it back."))
FOLLOWS = one_side("told_agency", "protection.write_onward", otherwise=gettext_lazy("Only the agency that was told says so."))


def _decided(row: object) -> str:
    return _("This was decided since you opened it. Reload the page to see it as it is now.")


LIFE: Life[Measure] = Life(STATES, conflict=_decided)
ONWARD_LIFE: Life[OnwardNotice] = Life(STAGES, conflict=_decided)
