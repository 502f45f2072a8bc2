"""Telling people of new hits: who wrote the alert, and who of the two agencies asked to be told."""

from collections.abc import Collection

from agencies.notices.addressees import To, to_holders, to_person
from agencies.notices.announcing import notify_of_several
from intel.hits.models import Hit
from intel.hits.states import State


def announce_hits(match_ids: Collection[int]) -> None:
    """Have people told of the hits of these matches that wait to be verified, the most probable first.

    Each of them is told in their own eyes: of how many at a time is decided there, so that hits which they do not see
    crowd out none that they do.
    """
    hits = Hit.objects.filter(match__in=match_ids, state=State.CANDIDATE, match__holds=True).order_by(
        "-match__probability", "-match_id")
    of_writer: dict[To, list[Hit]] = {}
    of_agency: dict[int, list[Hit]] = {}
    for pk, writer, *sides in hits.values_list(
            "pk", "match__alert__created_by", "match__alert__owner_agency", "match__trader__feed__owner_agency",
            "match__consignment__feed__owner_agency"):
        of_writer.setdefault(to_person(writer), []).append(Hit(pk=pk))
        for agency in {side for side in sides if side is not None}:
            of_agency.setdefault(agency, []).append(Hit(pk=pk))
    for to, theirs in of_writer.items():
        notify_of_several("hit.opened", on=theirs, to=to)
    for agency, theirs in of_agency.items():
        notify_of_several("hit.opened_on_agency", on=theirs, to=to_holders("hits.judge_hit", agency_id=agency))
