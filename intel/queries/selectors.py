"""Reads of queries and of what they met. Row policies leave out what the viewer may not see; nothing here does."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from intel.queries.levels import Level
from intel.queries.models import Query, Sounding
from intel.subjects.models import IdentifierKind


def queries() -> QuerySet[Query]:
    """Every visible query with what can be read of its answer, newest first."""
    rows = Query.objects.select_related("owner_agency", "unit", "asked_by", "batch", "standing__query")
    return rows.defer("batch__content", "batch__errors").prefetch_related("answers").order_by("-id")


def soundings() -> QuerySet[Sounding]:
    """What others asked that met something of the viewer's agency, newest first."""
    return Sounding.objects.select_related("subject", "asking_agency", "owner_agency").order_by("-id")


def identifiers_of(query: Query) -> list[tuple[str, str, str]]:
    """The numbers that were asked for: the words for the kind, value, country."""
    words = dict(IdentifierKind.choices)
    return [(str(words.get(kind, kind)), value, country) for kind, value, country in query.identifiers]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the page shows it: the owner in words, and where data can be read."""

    reference: str
    with_data: bool
    owner: Agency | None
    owner_code: str
    likelihood_code: str
    alert: int | None
    subject: int | None

    @property
    def likelihood(self) -> object:
        """In words."""
        return _LIKELIHOOD[self.likelihood_code]


_LIKELIHOOD = {"LIKELY": gettext_lazy("Likely"), "VERY_LIKELY": gettext_lazy("Very likely")}


def hits_of(query: Query) -> list[ShownHit]:
    """The hits of the answer that can be read by now."""
    given = query.answer.hits if query.answer else []
    owners = {agency.code: agency for agency in Agency.objects.filter(code__in={hit["owner_agency"] for hit in given})}
    return [ShownHit(hit["hit_reference"], hit["answer"] == Level.HIT_WITH_DATA, owners.get(hit["owner_agency"]),
                     hit["owner_agency"], hit["likelihood"], hit["alert"], hit["subject"]) for hit in given]
