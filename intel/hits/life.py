"""The verification of a hit: every move with who may make it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Viewer
from agencies.access.lifecycle import Life, Move
from agencies.access.rules import Rule
from agencies.access.two_sided import a_side
from agencies.roles import Role
from intel.hits.models import Hit
from intel.hits.states import JUDGED, STATES, State


def _took_it_or_supervises(by: Viewer, hit: Hit) -> bool:
    taker = hit.taken_by
    return (taker is None or taker.pk == by.user_id
            or (Role.SUPERVISOR in by.roles and taker.agency_id == by.agency_id))


def _somebody_has_it(by: Viewer, hit: Hit) -> str:
    return _("%(person)s has taken it; a supervisor of the same agency may let it go.") % {"person": hit.taken_by}


def _is_nobody_elses(by: Viewer, hit: Hit) -> bool:
    return hit.taken_by_id in (None, by.user_id)


IS_JUDGE = a_side("hits.judge_hit", otherwise=gettext_lazy(
    "Only the agency that issued the alert and the agency whose trade data these are judge it. You may read it."))
LETS_GO = IS_JUDGE & Rule(when=_took_it_or_supervises, otherwise=_somebody_has_it)

TAKE = Move(State.UNDER_VERIFICATION, IS_JUDGE, "hit.taken", free=_is_nobody_elses)
LET_GO = Move(State.CANDIDATE, LETS_GO, "hit.let_go", only_from=(State.UNDER_VERIFICATION,))
JUDGE = {state: Move(state, IS_JUDGE, "hit.judged", with_reason=True, free=_is_nobody_elses) for state in JUDGED}
REOPEN = Move(State.CANDIDATE, IS_JUDGE, "hit.reopened", only_from=JUDGED, with_reason=True)


def what_happened(hit: Hit) -> str:
    """Who was first, and when: what somebody is told who has an older page of the hit open."""
    return " ".join([_last_event(hit), _("Reload the page to see it as it is now.")])


def _last_event(hit: Hit) -> str:
    if hit.taken_by is not None:
        return _("%(person)s has been verifying this hit since %(when)s.") % {
            "person": hit.taken_by, "when": _moment(hit.taken_at)}
    last = hit.judgements.select_related("judged_by").first()
    if last is None or last.judged_by is None:
        return _("The data of this hit changed at %(when)s.") % {"when": _moment(hit.updated_at)}
    if last.state == State.CANDIDATE:
        return _("%(person)s opened this hit again at %(when)s.") % {
            "person": last.judged_by, "when": _moment(last.judged_at)}
    return _("%(person)s judged this hit “%(state)s” at %(when)s.") % {
        "person": last.judged_by, "state": last.get_state_display(), "when": _moment(last.judged_at)}


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")  # type: ignore[arg-type]


#: Its judgements are the memory of a hit; who took it and let it go stands in the audit log.
LIFE: Life[Hit] = Life(STATES, conflict=what_happened)
