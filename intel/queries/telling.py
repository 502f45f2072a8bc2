"""What owners learn of queries that met something of theirs, written later and by work of its own: never while answering."""

from collections.abc import Sequence

from django.utils import timezone

from agencies.models import Agency
from agencies.notices.addressees import to_holders
from agencies.notices.announcing import notify_of_several
from hub.kit.rows import insert
from intel.queries.answering import Findings, new_reference, number_of, sounding
from intel.queries.levels import Level
from intel.queries.models import Query, Sounding


def tell_owners(ids: Sequence[int]) -> None:
    """Note for the owners what these queries met silently. For the service; safe to repeat: each is told once."""
    queries = list(Query.objects.filter(pk__in=ids).select_related("unit", "standing").order_by("id"))
    findings = Findings(queries)
    agencies = Agency.objects.in_bulk({item.owner for item in findings.items.values()})
    silent = [sounding(query, item, level, new_reference(agencies[item.owner])) for query in queries
              for _met, item, level in findings.of(query) if level is Level.SILENT and item.owner != query.owner_agency_id]
    insert(Sounding, silent, otherwise="on conflict do nothing")
    _notify(queries)


def _notify(queries: Sequence[Query]) -> None:
    """Of what was met aloud and silently alike, once: whoever reads there what others asked."""
    met = Sounding.objects.select_for_update().filter(query_number__in={number_of(query) for query in queries}, told_at=None)
    by_owner: dict[int, list[Sounding]] = {}
    for one in met.order_by("id"):
        by_owner.setdefault(one.owner_agency_id, []).append(one)
    for owner, theirs in by_owner.items():
        notify_of_several("sounding.told", on=theirs, to=to_holders("queries.view_sounding", agency_id=owner))
    Sounding.objects.filter(pk__in=[row.pk for theirs in by_owner.values() for row in theirs]).update(told_at=timezone.now())
