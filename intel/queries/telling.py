"""What owners learn of queries that met something of theirs, written later and by work of its own: never while answering."""

from collections.abc import Sequence

from agencies.models import Agency
from intel.queries.answering import Findings, new_reference, sounding
from intel.queries.levels import Level
from intel.queries.models import Query, Sounding


def tell_owners(ids: Sequence[int]) -> None:
    """Note for the owners what these queries met silently. For the service; safe to repeat: each is told once."""
    queries = list(Query.objects.filter(pk__in=ids).select_related("unit", "standing").order_by("id"))
    findings = Findings(queries)
    agencies = Agency.objects.in_bulk({item.owner for item in findings.items.values()})
    Sounding.objects.bulk_create(
        [sounding(query, item, level, new_reference(agencies[item.owner])) for query in queries
         for _met, item, level in findings.of(query) if level is Level.SILENT and item.owner != query.owner_agency_id],
        ignore_conflicts=True)
