"""Files of questions in the small world: what stands in them, sending one, and what the importer made of it."""

from typing import Any

from agencies.access import as_service, looking_as
from agencies.work import kinds, running
from intel.queries.batches.services import ask_file
from intel.queries.entries import Why
from intel.queries.models import Batch, Query

WHY = {"purpose": "CRIMINAL_INVESTIGATION", "legal_basis": "Ley 1970, art. 277", "case_reference": "LP-118/2026"}
HEADER = "kind,names,identifiers,birth_date,country,address"
GOOD = "PERSON,Wilfredo Potrerillos Huanca|Wilo,national_id:4871220:BO|passport:BO1:2,1971-03,BO,Av. Blanco Galindo 7"
ABSENT = "ORGANISATION,Importadora Inexistente S.R.L.,tax:3345019027,,,"


def text(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows])


def sent(by: Any, content: str | bytes, **changed: Any) -> Batch:
    content = content if isinstance(content, bytes) else content.encode()
    with looking_as(by):
        return ask_file(by=by, why=Why(**{**WHY, **changed}), file_name="nombres.csv", content=content)


def read(by: Any, batch: Batch) -> Batch:
    """The file after the importer has looked."""
    running.run_due(kinds.IMPORTS)
    with looking_as(by):
        return Batch.objects.get(pk=batch.pk)


def queries(batch: Batch) -> list[Query]:
    with as_service("tests"):
        return list(Query.objects.filter(batch=batch).order_by("batch_line"))
