"""A query that nobody but its agency must notice (`tests/rules/hidden.py`)."""

from typing import Any

from agencies.access import looking_as
from intel.queries.batches.services import ask_file
from intel.queries.services import ask
from intel.queries.standing.services import stand
from tests.queries.asking import entry


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """By the owner of the hidden things, about one of them."""
    with looking_as(by):
        asked = entry(names=("Wiphala del Sur",))
        file = b"kind,names\nORGANISATION,Wiphala del Sur"
        query = ask(by=by, entry=asked)
        return {"query": query.pk, "standing": stand(by=by, query=query).pk,
                "batch": ask_file(by=by, why=asked.why, file_name="Wiphala.csv", content=file).pk}
