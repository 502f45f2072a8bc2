"""Who was first: what somebody is told who decides on what somebody else decided on meanwhile."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.releases.states import RequestState


def who_was_first(row: ReleaseRequest | Consent | Release) -> str:
    """Who did what, when, as its life tells the viewer already; of the other side only the agency where no more is known."""
    found = [*_steps(row), *_signed(row)]
    if not found or isinstance(row, ReleaseRequest) and row.state == RequestState.DRAFT:
        return _("This was changed since you opened it. Reload the page and read it again.")
    when, who, what = max(found, key=lambda one: one[0])
    return _("Somebody else was first: %(what)s, by %(who)s on %(when)s. Reload the page to see it as it is now.") % {
        "what": what, "who": who or _("the hub"), "when": date_format(when, "SHORT_DATETIME_FORMAT")}


def _steps(row: ReleaseRequest | Consent | Release) -> list[tuple[datetime, str, object]]:
    """The last step, if the viewer reads it."""
    sides = () if isinstance(row, ReleaseRequest) else ("agency",)
    step = row.steps.select_related("by", *sides).order_by("-id").first()
    if step is None:
        return []
    return [(step.at, _named(getattr(step, "agency", None), step.by), step.get_state_display())]


def _signed(row: ReleaseRequest | Consent | Release) -> list[tuple[datetime, str, object]]:
    """What changes a release and is no step of its life."""
    if not isinstance(row, Release):
        return []
    said = ((row.acknowledged_at, row.acknowledged_by, _("Acknowledged")),
            (row.receipted_at, row.receipted_by, row.get_receipt_display()))
    return [(at, _named(row.recipient_agency, who), what) for at, who, what in said if at is not None]


def _named(agency: Agency | None, person: User | None) -> str:
    return " · ".join(str(part) for part in (agency and agency.code, person) if part)
