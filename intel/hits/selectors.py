"""Reads of hits: the worklist, the hits of one thing, and all that one hit's page shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import get_language

from agencies.access.door import row_or_absent
from intel.alerts.models import Alert
from intel.hits.models import Hit, HitNote, Judgement
from intel.hits.states import State
from intel.hits.wording import part_label
from intel.matching import explain
from intel.screening.models import Sighting
from intel.subjects.models import Subject
from intel.trade.models import Consignment, Trader

#: What still asks for a person's decision.
OPEN = (State.CANDIDATE, State.UNDER_VERIFICATION, State.UNCERTAIN)
#: How many sightings a hit's page shows.
SIGHTINGS = 20


def worklist() -> QuerySet[Hit]:
    """The hits the viewer may see, most probable first, with what a row of a list shows.

    The match is joined, by which they are ordered, and nothing else: the rest is fetched for the rows of a page alone, not
    for all that are put in order (of 8,000 hits: 42 ms instead of 267). Nor does a hit vanish with what a policy hides.
    """
    return (Hit.objects.annotate(probability=F("match__probability")).select_related("match")
            .prefetch_related("match__alert__owner_agency", "match__trader__feed", "match__consignment__feed", "taken_by")
            .order_by("-probability", "-match_id"))


def waiting() -> QuerySet[Hit]:
    """The part of the worklist that still asks for a decision: open, and the machine still finds it."""
    return worklist().filter(state__in=OPEN, match__holds=True)


def of_alert(alert: Alert) -> QuerySet[Hit]:
    """The hits of an alert: those that wait first, then the most probable."""
    return _of(match__alert=alert)


def of_trader(trader: Trader) -> QuerySet[Hit]:
    """The hits that a trader gave."""
    return _of(match__trader=trader)


def of_consignment(consignment: Consignment) -> QuerySet[Hit]:
    """The hits that touch a consignment: its own transport units, and its parties' hits sighted on it."""
    sighted = Sighting.objects.filter(consignment=consignment).values("match_id")
    return _of(Q(match__consignment=consignment) | Q(match__in=sighted))


def _of(*conditions: Q, **more: Any) -> QuerySet[Hit]:
    ranks = [When(state__in=OPEN, match__holds=True, then=Value(0)), When(state=State.CONFIRMED_HIT, then=Value(1))]
    rank = Case(*ranks, default=Value(2), output_field=IntegerField())
    return worklist().filter(*conditions, **more).annotate(rank=rank).order_by("rank", "-probability", "-match_id")


def hit_or_absent(pk: int) -> Hit:
    """One hit with all that its page shows. Raises NotFound when the viewer sees none of that number."""
    return row_or_absent(worklist().select_related(
        "match__alert__owner_agency", "match__alert__unit", "match__trader__feed__owner_agency",
        "match__consignment__feed__owner_agency", "taken_by__agency").prefetch_related(
        Prefetch("judgements", Judgement.objects.select_related(
            "judged_by", "agency", "follows__judged_by", "follows__agency").order_by("-id"))), pk)


def subject_of(hit: Hit) -> Subject | None:
    """The subject of the hit's alert with names and identifiers, or None when the viewer may not see it."""
    rows = Subject.objects.filter(pk=hit.match.alert.subject_id).prefetch_related("names", "identifiers")
    return rows.first()


def sightings_of(hit: Hit) -> list[Sighting]:
    """The newest consignments on which the hit's trader has a part; SIGHTINGS at most."""
    rows = Sighting.objects.filter(match=hit.match_id).select_related("consignment__feed")
    return list(rows.order_by("-consignment__date", "-id")[:SIGHTINGS])


def notes_on(hit: Hit) -> list[HitNote]:
    """What the viewer's agency noted for itself on a hit, newest first."""
    return list(HitNote.objects.filter(hit=hit.pk).select_related("written_by"))


def next_waiting(hit: Hit) -> int | None:
    """The hit that comes after this one in the worklist of those that wait, if any."""
    at, number = hit.match.probability, hit.match_id
    after = Q(probability__lt=at) | Q(probability=at, match_id__lt=number)
    return waiting().filter(after, match__probability__lte=at).values_list("pk", flat=True).first()  # where an index begins


def previous_waiting(hit: Hit) -> int | None:
    """The hit that comes before this one in the worklist of those that wait, if any."""
    at, number = hit.match.probability, hit.match_id
    before = Q(probability__gt=at) | Q(probability=at, match_id__gt=number)
    rows = waiting().filter(before, match__probability__gte=at).order_by("probability", "match_id")
    return rows.values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the evidence in words: what was compared, on each side, and how many bits it is worth."""

    feature: str
    label: str
    party: str
    subject: str
    bits: float


def evidence(hit: Hit) -> list[Part]:
    """The parts of a hit's evidence, strongest for the match first; their bits add up to the score."""
    rows = []
    for part in hit.match.evidence.get("parts", []):
        party, subject = str(part.get("party") or ""), str(part.get("subject") or "")
        label = part_label(part["feature"], nothing=not party and not subject)
        rows.append(Part(part["feature"], label, party, subject, float(part["bits"])))
    return sorted(rows, key=lambda part: -part.bits)


def sentence(hit: Hit) -> str:
    """Why the machine found it, in one sentence, in the language of the page."""
    match = hit.match
    told = [part for part in match.evidence.get("parts", []) if part.get("party") or part.get("subject")]
    return explain({**match.evidence, "parts": told, "party_name": hit.party_label, "subject_name": hit.subject_label,
                    "score": match.score, "probability": match.probability}, get_language() or "en")


def top_reason(hit: Hit) -> Part | None:
    """The part of the evidence that speaks most for the match, of those that name something."""
    parts = [part for part in evidence(hit) if part.bits > 0 and (part.party or part.subject)]
    return parts[0] if parts else None
