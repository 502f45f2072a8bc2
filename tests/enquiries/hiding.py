"""A request that nobody but its agency must notice (`tests/rules/hidden.py`)."""

from typing import Any

from agencies.access import looking_as
from agencies.models import Agency
from intel.enquiries.entries import RequestEntry
from intel.enquiries.services import draft_request
from tests.enquiries.making import ASKED


def hide(by: Any, consignment: Any) -> dict[str, int]:
    """A draft, about one of the hidden things, to an agency that it was never sent to."""
    asked = Agency.objects.taking_part().exclude(pk=by.agency_id).first()
    assert asked is not None
    with looking_as(by):
        entry = RequestEntry(**{**ASKED, "question": "¿Qué se sabe de Wiphala?"})
        return {"request": draft_request(by=by, entry=entry, addressees=[asked.pk]).pk}
