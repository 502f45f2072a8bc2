"""Writing a request, and changing it while it is a draft."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.models import Agency
from agencies.references import next_reference
from hub.kit.errors import Invalid, WrongState
from intel.enquiries.entries import RequestEntry, checked_request
from intel.enquiries.life import IS_AUTHOR, REQUEST_LIFE
from intel.enquiries.models import Request
from intel.enquiries.states import RequestState

#: The series of requests in an agency's references: AN-RI-2026-004182.
SERIES = "RI"


@atomic
def draft_request(*, by: Viewer, entry: RequestEntry, addressees: Collection[int],
                  born_from: tuple[str, int] | None = None) -> Request:
    """Keep a new request as a draft that the own agency alone reads; `addressees` are the ids of the agencies to be asked.

    Raises NotAllowed, Invalid with the field.
    """
    require(by, "enquiries.write_enquiry")
    entry = checked_request(entry, cleared=by.cleared)
    agency, (kind, number) = Agency.objects.get(pk=by.agency_id), born_from or ("", None)
    request = Request.objects.create(
        reference=next_reference(agency, year=timezone.localdate().year, series=SERIES), owner_agency=agency,
        unit_id=by.unit_id, created_by_id=by.user_id, addressees=_chosen(by, addressees), born_kind=kind, born_id=number,
        **entry.columns())
    REQUEST_LIFE.begin([request], by=by)
    audit.record("request.drafted", by=by, on=request, addressees=request.addressees)
    return request


@atomic
def edit_request(*, by: Viewer, request: Request, revision: int | None, addressees: Collection[int] | None = None,
                 **changes: Any) -> Request:
    """Change a draft: the fields of RequestEntry that are given, the agencies asked; the rest stays.

    `revision` is the one the author had before their eyes. Raises NotAllowed, NotFound, WrongState, Conflict, Invalid.
    """
    request = REQUEST_LIFE.locked(request, IS_AUTHOR, by=by, revision=revision)
    if request.state != RequestState.DRAFT:
        raise WrongState(_("Only a draft can be changed. Ask for it to be returned."))
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    entry = checked_request(replace(RequestEntry.of(request), **given), cleared=by.cleared)
    for name, value in (entry.columns() | {"revision": request.revision + 1}).items():
        setattr(request, name, value)
    if addressees is not None:
        request.addressees = _chosen(by, addressees)
    request.save()
    audit.record("request.changed", by=by, on=request, revision=request.revision, addressees=request.addressees)
    return request


def can_edit(by: Viewer, request: Request) -> bool:
    """Whether `edit_request` would let this person begin."""
    return request.state == RequestState.DRAFT and IS_AUTHOR.allows(by, request)


def _chosen(by: Viewer, addressees: Collection[int]) -> list[int]:
    """The agencies asked, each once, in the order of their ids. Raises Invalid (`addressees`)."""
    wanted = sorted(set(addressees))
    if not wanted:
        raise Invalid(_("Say which agency is asked."), field="addressees")
    offered = set(Agency.objects.taking_part().exclude(pk=by.agency_id).values_list("pk", flat=True))
    if set(wanted) - offered:
        raise Invalid(_("This agency cannot be asked."), field="addressees")
    return wanted
