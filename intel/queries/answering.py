"""The worker's part: what was met, what the asker learns of it, and the answer. One write for each query, whatever was found."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from agencies.models import Agency
from agencies.work import queue
from hub.kit.rows import insert
from intel.queries import index, metrics
from intel.queries.disclosing import Asker, Disclosures, Item, items, learned
from intel.queries.entries import profile_of
from intel.queries.index import Met
from intel.queries.kinds import OPEN
from intel.queries.levels import Level
from intel.queries.models import Answer, Query, Sounding
from intel.queries.settings import VERY_LIKELY

#: Signs of a hit reference: none that is taken for another when it is read aloud.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Findings:
    """What some queries met, and what each asker learns of it."""

    def __init__(self, queries: Sequence[Query]) -> None:
        found = index.met([profile_of(query) for query in queries])
        self.items = items({met.subject for of_query in found for met in of_query})
        self._found = {query.pk: of_query for query, of_query in zip(queries, found, strict=True)}
        self._disclosures = Disclosures.on(self.items.values(), asked_by={query.owner_agency_id for query in queries})
        self._askers: dict[int, Asker] = {}

    def of(self, query: Query) -> list[tuple[Met, Item, Level]]:
        """What it met, each with what the asker learns."""
        asker = self.asker(query)
        return [(met, self.items[met.subject], learned(asker, self.items[met.subject], self._disclosures, purpose=query.purpose))
                for met in self._found[query.pk] if met.subject in self.items]

    def asker(self, query: Query) -> Asker:
        """Who asks, as the database knows the person now; read once."""
        if query.asked_by_id not in self._askers:
            self._askers[query.asked_by_id] = Asker.of(query.asked_by_id, query.owner_agency_id)
        return self._askers[query.asked_by_id]


def unanswered(ids: Sequence[int]) -> QuerySet[Query]:
    """Those of the queries that have no answer, in order."""
    return Query.objects.filter(pk__in=ids, answers__isnull=True).order_by("id")


def answer_queries(ids: Sequence[int]) -> None:
    """Answer what was asked one by one. For the service; safe to repeat."""
    queries = list(unanswered(ids).select_related("unit", "standing"))
    answer(queries)
    queue.enqueue(OPEN, [query.pk for query in queries])


def answer(queries: Sequence[Query], *, opens_at: Callable[[Query], datetime] | None = None) -> None:
    """Answer queries, each with one row that nobody reads before it is opened; or from an instant that is fixed already."""
    findings = Findings(queries)
    agencies = Agency.objects.in_bulk({item.owner for item in findings.items.values()})
    answers, soundings, known = [], {}, references_of(queries)
    for query in queries:
        hits = []
        for met, item, level in findings.of(query):
            if level is not Level.SILENT:
                key = (number_of(query), item.subject)
                reference = known.setdefault(key, known.get(key) or new_reference(agencies[item.owner]))
                hits.append(_hit(reference, met, item, level, findings.asker(query), agencies))
                if level is Level.HIT_CONTACT_OWNER:
                    soundings[key] = sounding(query, item, level, reference)
        answers.append({"query_id": query.pk, "answer": _best(hits), "visible_from": opens_at and opens_at(query),
                        "hits": sorted(hits, key=lambda hit: str(hit["hit_reference"]))})
    insert(Answer, answers)
    insert(Sounding, list(soundings.values()),
           otherwise="on conflict (query_number, subject_id) do update set told = excluded.told")
    for given, count in Counter(str(row["answer"]) for row in answers).items():
        metrics.ANSWERED.labels(given).inc(count)


def sounding(query: Query, item: Item, told: Level, reference: str) -> dict[str, object]:
    """What the owner's desk learns of a query that met something of theirs: a row of Sounding, by column."""
    return {"reference": reference, "query_number": number_of(query), "subject_id": item.subject, "owner_agency_id": item.owner,
            "classification": item.classification, "asking_agency_id": query.owner_agency_id,
            "asking_unit": str(query.unit or ""), "purpose": query.purpose, "urgency": query.urgency,
            "asked_at": query.asked_at, "told": told}


def number_of(query: Query) -> int:
    """By which number owners know it. What is asked again is one query to them: they are told of it once."""
    return query.standing.query_id if query.standing else query.pk


def references_of(queries: Sequence[Query]) -> dict[tuple[int, int], str]:
    """The hit references that owners know of what is asked again, by number and subject."""
    told = Sounding.objects.filter(query_number__in={number_of(query) for query in queries if query.standing_id})
    return {(number, subject): reference for number, subject, reference
            in told.values_list("query_number", "subject_id", "reference")}


def new_reference(owner: Agency, *, series: str = "H") -> str:
    """A reference by which people speak of one thing, such as of a hit "AN-H-7KQM-4T2X-P9": drawn, so that it tells nothing."""
    number, drawn = secrets.randbelow(len(_SIGNS) ** 10), ""
    for _sign in range(10):
        number, sign = divmod(number, len(_SIGNS))
        drawn += _SIGNS[sign]
    return f"{owner.code}-{series}-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def _hit(reference: str, met: Met, item: Item, level: Level, asker: Asker, agencies: Mapping[int, Agency]) -> dict[str, Any]:
    return {"hit_reference": reference, "answer": level.value, "owner_agency": agencies[item.owner].code,
            "likelihood": "VERY_LIKELY" if met.probability >= VERY_LIKELY else "LIKELY",
            "alert": item.alert if asker.reads_alert(item) else None, "subject": item.subject if asker.reads(item) else None}


def _best(hits: Sequence[Mapping[str, Any]]) -> Level:
    given = {hit["answer"] for hit in hits}
    return next((level for level in (Level.HIT_WITH_DATA, Level.HIT_CONTACT_OWNER) if level in given), Level.NO_HIT)
