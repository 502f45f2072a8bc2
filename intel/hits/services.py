"""What people do with a hit: take it, let it go, judge it, open it again. The service puts matches before them."""

from collections.abc import Collection, Mapping

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, now_looking
from agencies.access.lifecycle import required_reason
from agencies.access.two_sided import write_note
from hub.kit.errors import Invalid
from intel.hits.announcing import announce_hits
from intel.hits.life import IS_JUDGE, JUDGE, LET_GO, LIFE, REOPEN, TAKE
from intel.hits.models import Hit, HitNote, Judgement
from intel.hits.remembering import remembered
from intel.hits.states import JUDGED, State
from intel.screening.models import Match

#: The reasons the service gives when it opens a judged hit again, and when it dismisses one; pages translate them.
DATA_CHANGED, DISMISSED_BEFORE = "data changed", "dismissed before"


@atomic
def open_hits(match_ids: Collection[int]) -> int:
    """Put matches before people: a hit for each that has none; how many became candidates.

    A judged hit becomes a candidate again only when the data it was judged on have changed, so that NOT_A_MATCH is
    remembered; whoever has an older page of it open is told so when judging. A new hit whose two sides were dismissed on
    the same data, under an earlier alert of the same agency, is born dismissed. For the service, as which it must run.
    """
    matches = Match.objects.select_related("alert__subject", "consignment").in_bulk(list(match_ids))
    hits = Hit.objects.select_for_update(of=("self",)).filter(match__in=matches).order_by("id")
    known = {hit.match_id: hit for hit in hits}
    opened = [match_id for match_id in matches if match_id not in known]
    dismissed = remembered([matches[match_id] for match_id in opened])
    Hit.objects.bulk_create([_born(matches[match_id], dismissed) for match_id in opened], ignore_conflicts=True,
                            batch_size=1000)
    _note_dismissed(dismissed)
    reopened = [_renew(hit, matches[match_id]) for match_id, hit in known.items()]
    announce_hits([*opened, *(match_id for match_id, again in zip(known, reopened, strict=True) if again)])
    if opened or any(reopened):
        audit.record("hit.opened", by=now_looking(), new=len(opened) - len(dismissed), again=sum(reopened),
                     dismissed_before=len(dismissed))
    return len(opened) - len(dismissed) + sum(reopened)


def _born(match: Match, dismissed: Mapping[int, int]) -> Hit:
    if match.pk not in dismissed:
        return Hit(match=match)
    return Hit(match=match, state=State.NOT_A_MATCH, judged_fingerprint=match.fingerprint)


def _note_dismissed(dismissed: Mapping[int, int]) -> None:
    """The judgement of a hit that was born dismissed points to the one it follows, which has the person and the reason."""
    hits = Hit.objects.filter(match__in=dismissed, judgements__isnull=True).order_by("id")
    Judgement.objects.bulk_create([
        Judgement(hit=hit, state=State.NOT_A_MATCH, reason=DISMISSED_BEFORE, fingerprint=hit.judged_fingerprint,
                  follows_id=dismissed[hit.match_id]) for hit in hits], batch_size=1000)


def _renew(hit: Hit, match: Match) -> bool:
    """Let a known hit follow its match; whether it is a candidate again."""
    if hit.state not in JUDGED:
        hit.revision += 1
        hit.save(update_fields=["revision", "updated_at"])
        return False
    if hit.judged_fingerprint == match.fingerprint:
        return False
    LIFE.move(hit, to=State.CANDIDATE, by=now_looking(), judged_fingerprint="")
    Judgement.objects.create(hit=hit, state=State.CANDIDATE, reason=DATA_CHANGED, fingerprint=match.fingerprint)
    return True


def take(*, by: Viewer, hit: Hit, revision: int | None) -> Hit:
    """Begin to verify a hit, so that others see who has it. Raises NotAllowed, WrongState, Conflict."""
    with LIFE.moving(hit, TAKE, by=by, revision=revision) as hit:
        hit.taken_by_id, hit.taken_at = by.user_id, timezone.now()
    return hit


def let_go(*, by: Viewer, hit: Hit, revision: int | None) -> Hit:
    """Leave a hit to others, unjudged. Who has taken it may, and a supervisor of the same agency.

    Raises NotAllowed, WrongState, Conflict.
    """
    with LIFE.moving(hit, LET_GO, by=by, revision=revision) as hit:
        hit.taken_by_id, hit.taken_at = None, None
    return hit


def judge(*, by: Viewer, hit: Hit, state: str, reason: str, revision: int | None) -> Judgement:
    """Decide on a hit: CONFIRMED_HIT, NOT_A_MATCH or UNCERTAIN, with the reason, which stays with it for ever.

    Only the alert's agency and the agency whose feed the party came by judge; others who see it read. `revision` is the
    one the person had before their eyes. NOT_A_MATCH holds until the data of either side change.
    Raises Invalid (`state`, `reason`), NotAllowed, WrongState, and Conflict, which says who was first, and when.
    """
    if state not in JUDGED:
        raise Invalid(_("Say whether it is a confirmed hit, not a match, or uncertain."), field="state")
    with LIFE.moving(hit, JUDGE[State(state)], by=by, revision=revision, reason=reason, state=state) as hit:
        hit.judged_fingerprint = Match.objects.values_list("fingerprint", flat=True).get(pk=hit.match_id)
        hit.taken_by_id, hit.taken_at = None, None
        judgement = _note(hit, by=by, state=state, reason=reason)
    return judgement


def reopen(*, by: Viewer, hit: Hit, reason: str, revision: int | None) -> Judgement:
    """Put a judged hit before people again, saying why. Raises Invalid (`reason`), NotAllowed, WrongState, Conflict."""
    with LIFE.moving(hit, REOPEN, by=by, revision=revision, reason=reason) as hit:
        hit.judged_fingerprint = ""
        judgement = _note(hit, by=by, state=State.CANDIDATE, reason=reason)
    return judgement


def note(*, by: Viewer, hit: Hit, text: str) -> HitNote:
    """Note something on a hit for the own agency alone: the other side learns neither what nor that.

    Raises NotAllowed, Invalid (`text`).
    """
    return write_note(HitNote, hit=hit, rule=IS_JUDGE, by=by, text=text, action="hit.noted")


def can_note(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to note something on it."""
    return IS_JUDGE.allows(by, hit)


def can_judge(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to judge: not while somebody else is verifying it."""
    return any(LIFE.allows(move, by, hit) for move in JUDGE.values())


def can_take(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to take it."""
    return LIFE.allows(TAKE, by, hit)


def can_let_go(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to let it go."""
    return LIFE.allows(LET_GO, by, hit)


def can_reopen(by: Viewer, hit: Hit) -> bool:
    """Whether the page offers to open it again."""
    return LIFE.allows(REOPEN, by, hit)


def _note(hit: Hit, *, by: Viewer, state: str, reason: str) -> Judgement:
    return Judgement.objects.create(
        hit=hit, state=state, reason=required_reason(reason), judged_by_id=by.user_id, agency_id=by.agency_id,
        fingerprint=hit.judged_fingerprint)
