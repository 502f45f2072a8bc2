"""A dismissal is of a subject and a trader or unit, not of the alert: a later alert on the same subject inherits it."""

from collections.abc import Collection

from django.db.models import Max, Q

from intel.hits.models import Hit
from intel.hits.states import JUDGED, State
from intel.screening import profiles
from intel.screening.models import Match

#: Whose alert, on what subject, and the trader, or the feed of the unit: a unit has no row that outlives its consignment.
Pair = tuple[int, int, int | None, int | None]


def remembered(matches: Collection[Match]) -> dict[int, int]:
    """By match, the judgement that said of the same two sides, on the same data, that they are not the same.

    Of an earlier alert of the same agency: what others made of theirs tells nothing here. The latest judgement of a pair
    counts; one that confirmed, or left it open, leaves the new hit to people. Must run as the service.
    """
    found: dict[int, int] = {}
    formers = _judged(matches)
    for match in matches:
        for former in reversed(formers.get(_pair(match), [])):
            if former.match_id != match.pk and _same_data(former.judged_fingerprint, match):
                if former.state == State.NOT_A_MATCH:
                    found[match.pk] = former.last  # type: ignore[attr-defined]  # annotated
                break
    return found


def _judged(matches: Collection[Match]) -> dict[Pair, list[Hit]]:
    """The judged hits of these pairs, the one judged last at the end."""
    parties = Q(match__trader__in={match.trader_id for match in matches if match.trader_id})
    parties |= Q(match__consignment__feed__in={match.consignment.feed_id for match in matches if match.consignment})
    rows = Hit.objects.filter(parties, state__in=JUDGED, match__alert__subject__in={m.alert.subject_id for m in matches})
    found: dict[Pair, list[Hit]] = {}
    for hit in rows.annotate(last=Max("judgements__pk")).select_related("match__alert", "match__consignment").order_by("last"):
        found.setdefault(_pair(hit.match), []).append(hit)
    return found


def _pair(match: Match) -> Pair:
    feed = match.consignment.feed_id if match.consignment is not None else None
    return match.alert.owner_agency_id, match.alert.subject_id, match.trader_id, feed


def _same_data(judged_on: str, match: Match) -> bool:
    if judged_on == match.fingerprint:
        return True
    if judged_on.partition(":")[1] and judged_on.partition(":")[0] == match.fingerprint.partition(":")[0]:
        return False  # one scheme, other data
    party, subject = profiles.of_match(match)
    return party is not None and profiles.fingerprints.same(judged_on, (party, subject))
