"""What people do with a hit: take it, let it go, judge it, open it again. The service puts matches before them."""

from collections.abc import Callable, Collection

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, now_looking, require
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed
from hub.kit.rows import lock
from intel.hits.models import Hit, Judgement
from intel.hits.states import JUDGED, STATES, State
from intel.screening.models import Match

#: The reason the service gives when it opens a judged hit again; pages translate it.
DATA_CHANGED = "data changed"


@atomic
def open_hits(match_ids: Collection[int]) -> int:
    """Put matches before people: a hit for each that has none; how many became candidates.

    A judged hit becomes a candidate again only when the data it was judged on have changed, so that NOT_A_MATCH is
    remembered; whoever has an older page of it open is told so when judging. For the service, as which it must run.
    """
    matches = Match.objects.in_bulk(list(match_ids))
    hits = Hit.objects.select_for_update(of=("self",)).filter(match__in=matches).order_by("id")
    known = {hit.match_id: hit for hit in hits}
    opened = [match_id for match_id in matches if match_id not in known]
    Hit.objects.bulk_create([Hit(match_id=match_id) for match_id in opened], ignore_conflicts=True, batch_size=1000)
    reopened = [_renew(hit, matches[match_id]) for match_id, hit in known.items()]
    if opened or any(reopened):
        audit.record("hit.opened", by=now_looking(), new=len(opened), again=sum(reopened))
    return len(opened) + sum(reopened)


def _renew(hit: Hit, match: Match) -> bool:
    """Let a known hit follow its match; whether it is a candidate again."""
    if hit.state not in JUDGED:
        hit.revision += 1
        hit.save(update_fields=["revision", "updated_at"])
        return False
    if hit.judged_fingerprint == match.fingerprint:
        return False
    _move(hit, to=State.CANDIDATE, judged_fingerprint="")
    Judgement.objects.create(hit=hit, state=State.CANDIDATE, reason=DATA_CHANGED, fingerprint=match.fingerprint)
    return True


@atomic
def take(*, by: Viewer, hit: Hit, revision: int | None = None) -> Hit:
    """Begin to verify a hit, so that others see who has it. Raises NotAllowed, WrongState, Conflict."""
    _require_judge(by, hit)
    hit = _locked(hit, by=by, revision=revision)
    _move(hit, to=State.UNDER_VERIFICATION, taken_by_id=by.user_id, taken_at=timezone.now())
    audit.record("hit.taken", by=by, on=hit)
    return hit


@atomic
def release(*, by: Viewer, hit: Hit, revision: int | None = None) -> Hit:
    """Leave a hit to others, unjudged. Who has taken it may, and a supervisor of the same agency.

    Raises NotAllowed, WrongState, Conflict.
    """
    _require_release(by, hit)
    hit = _locked(hit, by=by, revision=revision, taken_is_mine=True)
    _require_release(by, hit)  # it may have changed hands while we waited for the lock
    _move(hit, to=State.CANDIDATE, taken_by=None, taken_at=None)
    audit.record("hit.let_go", by=by, on=hit)
    return hit


@atomic
def judge(*, by: Viewer, hit: Hit, state: str, reason: str, revision: int | None = None) -> Judgement:
    """Decide on a hit: CONFIRMED_HIT, NOT_A_MATCH or UNCERTAIN, with the reason, which stays with it for ever.

    Only the alert's agency and the agency whose feed the party came by judge; others who see it read. `revision` is the
    one the person had before their eyes. NOT_A_MATCH holds until the data of either side change.
    Raises Invalid (`state`, `reason`), NotAllowed, WrongState, and Conflict, which says who was first, and when.
    """
    _require_judge(by, hit)
    if state not in JUDGED:
        raise Invalid(_("Say whether it is a confirmed hit, not a match, or uncertain."), field="state")
    reason = _given(reason)
    hit = _locked(hit, by=by, revision=revision)
    fingerprint = Match.objects.values_list("fingerprint", flat=True).get(pk=hit.match_id)
    _move(hit, to=State(state), judged_fingerprint=fingerprint, taken_by=None, taken_at=None)
    judgement = _note(hit, by=by, state=state, reason=reason, fingerprint=fingerprint)
    audit.record("hit.judged", by=by, on=hit, state=state, reason=reason)
    return judgement


@atomic
def reopen(*, by: Viewer, hit: Hit, reason: str, revision: int | None = None) -> Judgement:
    """Put a judged hit before people again, saying why. Raises Invalid (`reason`), NotAllowed, WrongState, Conflict."""
    _require_judge(by, hit)
    reason = _given(reason)
    hit = _locked(hit, by=by, revision=revision)
    _move(hit, to=State.CANDIDATE, judged_fingerprint="", taken_by=None, taken_at=None)
    judgement = _note(hit, by=by, state=State.CANDIDATE, reason=reason)
    audit.record("hit.reopened", by=by, on=hit, reason=reason)
    return judgement


def can_judge(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to judge: not while somebody else is verifying it."""
    return (any(STATES.may(hit, state) for state in JUDGED) and _not_anothers(by, hit)
            and _allows(_require_judge, by, hit))


def can_take(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to take it."""
    return STATES.may(hit, State.UNDER_VERIFICATION) and _allows(_require_judge, by, hit)


def can_release(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to let it go."""
    return hit.state == State.UNDER_VERIFICATION and _allows(_require_release, by, hit)


def can_reopen(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to open it again."""
    return hit.state in JUDGED and _allows(_require_judge, by, hit)


def _require_judge(by: Viewer, hit: Hit) -> None:
    require(by, "hits.judge_hit", when=by.agency_id in hit.judging_agencies(), otherwise=_(
        "Only the agency that issued the alert and the agency whose trade data these are judge it. You may read it."))


def _require_release(by: Viewer, hit: Hit) -> None:
    _require_judge(by, hit)
    taker = hit.taken_by
    if taker is None or taker.pk == by.user_id:
        return
    if Role.SUPERVISOR not in by.roles or taker.agency_id != by.agency_id:
        raise NotAllowed(_("%(person)s has taken it; a supervisor of the same agency may let it go.")
                         % {"person": taker})


def _locked(hit: Hit, *, by: Viewer, revision: int | None, taken_is_mine: bool = False) -> Hit:
    """The hit as it is now, locked, if it is still the one the person saw and nobody else is at it. Raises Conflict."""
    hit = lock(hit)
    if (revision is not None and hit.revision != revision) or not (taken_is_mine or _not_anothers(by, hit)):
        raise Conflict(" ".join([_what_happened(hit), _("Reload the page to see it as it is now.")]))
    return hit


def _not_anothers(by: Viewer, hit: Hit) -> bool:
    return hit.taken_by_id in (None, by.user_id)


def _what_happened(hit: Hit) -> str:
    """Who was first, and when."""
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


def _move(hit: Hit, *, to: State, **also: object) -> None:
    STATES.move(hit, to=to, revision=hit.revision + 1, updated_at=timezone.now(), **also)


def _note(hit: Hit, *, by: Viewer, state: str, reason: str, fingerprint: str = "") -> Judgement:
    return Judgement.objects.create(
        hit=hit, state=state, reason=reason, judged_by_id=by.user_id, agency_id=by.agency_id, fingerprint=fingerprint)


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why: the reason stays with the judgement."), field="reason")
    return reason


def _allows(rule: Callable[[Viewer, Hit], None], by: Viewer, hit: Hit) -> bool:
    try:
        rule(by, hit)
    except NotAllowed:
        return False
    return True
