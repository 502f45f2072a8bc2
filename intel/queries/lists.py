"""The lists of queries and of what others asked: what their pages show, and files of them hold."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.queries import selectors
from intel.queries.filters import QueryFilter, SoundingFilter
from intel.queries.models import Query


def _numbers(query: Query) -> list[Any]:
    return [f"{kind} {value}" for kind, value, _country in query.identifiers]


QUERIES = Listing("queries", _("Queries"), page="queries:list", act="queries.view_query", of="query", rows=selectors.queries,
                  filters=QueryFilter, columns=(
    column("asked_for", _("Asked for"), "reference", "kind", "names", identifiers=_numbers, classification="classification",
           fixed=True),
    column("case", _("Case"), "purpose", "legal_basis", "case_reference"),
    column("asked_by", _("Asked by"), "asked_by"),
    column("asked", _("Asked"), "asked_at"),
    column("answer", _("Answer"), "withdrawn_at", answer="answer.answer", answered_at="answered_at"),
))

SOUNDINGS = Listing("soundings", _("Asked about ours"), page="queries:soundings", act="queries.view_sounding", of="sounding",
                    rows=selectors.soundings, filters=SoundingFilter, columns=(
    column("subject", _("Our subject"), "subject_id", "classification", subject="subject.label", fixed=True),
    column("agency", _("Asked by"), "asking_unit", agency="asking_agency.code"),
    column("purpose", _("Purpose"), "purpose", "urgency"),
    column("asked", _("Asked"), "asked_at", "retain_until"),
    column("told", _("They learned"), "told"),
    column("reference", _("Hit reference"), "reference"),
))
