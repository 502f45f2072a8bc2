"""Letting a colleague decide in one's name for a while, and ending that."""

from datetime import datetime

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, at_the_door, require
from agencies.access.acts import delegable
from agencies.access.lifecycle import required_reason
from agencies.deputies.models import LONGEST, Delegation
from agencies.models import User
from agencies.notices.addressees import to_person
from agencies.notices.announcing import notify
from agencies.roles import excluded
from hub.kit.errors import Conflict, Invalid, NotAllowed
from hub.kit.moments import require_time
from hub.kit.rows import lock

VIEW = "deputies.view_delegation"


def delegate(*, by: Viewer, act: str, deputy: User, begins_at: datetime, ends_at: datetime, reason: str) -> Delegation:
    """Let a colleague do an act in one's name, from one moment to another; from now on at the earliest.

    Only who holds it by a role of their own, and never on. Raises NotAllowed, StepUpRequired, Conflict, Invalid (`act`, `deputy`,
    `begins_at`, `ends_at`, `reason`).
    """
    if act not in delegable():
        raise Invalid(_("This cannot be delegated."), field="act")
    require(by, act, when=by.stands_for(act) is None, strong=True,
            otherwise=_("You do this in the name of a colleague yourself: it is not delegated on."))
    reason = required_reason(reason)
    require_time(begins_at, ends_at, longest=LONGEST)
    _check_deputy(by, act, deputy)
    begins_at = max(begins_at, timezone.now())
    try:
        with atomic():
            row = Delegation.objects.create(owner_agency_id=by.agency_id, act=act, authority_id=by.user_id, deputy=deputy,
                                            begins_at=begins_at, ends_at=ends_at, reason=reason)
            audit.record("delegation.made", by=by, on=row, act=act, deputy=deputy.username, begins_at=begins_at, ends_at=ends_at)
            notify("delegation.made", on=row, to=to_person(deputy.pk))
    except IntegrityError as error:
        if "delegation_is_made_once" not in str(error):
            raise
        raise Conflict(_("It is delegated to them in this time already. End that first.")) from error
    return row


@atomic
def end(*, by: Viewer, delegation: Delegation) -> Delegation:
    """End a delegation early, by either of the two. Raises NotAllowed, Conflict when it is over."""
    _require_one_of_two(by, delegation)
    row = lock(delegation)
    if row.is_over:
        raise Conflict(_("It is over already. Reload the page."))
    row.ended_at, row.ended_by_id = timezone.now(), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record("delegation.ended", by=by, on=row, act=row.act)
    notify("delegation.ended", on=row, to=to_person(row.deputy_id if by.user_id == row.authority_id else row.authority_id))
    return row


def can_end(by: Viewer, delegation: Delegation) -> bool:
    """Whether the page offers to end it."""
    return not delegation.is_over and by.user_id in (delegation.authority_id, delegation.deputy_id)


def delegates(by: Viewer) -> list[str]:
    """The acts that somebody may delegate."""
    return [act for act in delegable() if by.may(act) and by.stands_for(act) is None]


def _require_one_of_two(by: Viewer, delegation: Delegation) -> None:
    if by.user_id not in (delegation.authority_id, delegation.deputy_id):
        raise NotAllowed(_("Only the two whom it concerns end it."))


def _check_deputy(by: Viewer, act: str, deputy: User) -> None:
    if deputy.agency_id != by.agency_id or not deputy.is_active or deputy.pk == by.user_id:
        raise Invalid(_("Choose another person of your agency."), field="deputy")
    with at_the_door():
        theirs = Viewer.of(User.objects.select_related("agency").get(pk=deputy.pk))
    if excluded({*theirs.roles, *by.roles}):
        raise Invalid(_("Who administers or audits does not decide: choose somebody else."), field="deputy")
    if theirs.may(act) and theirs.stands_for(act) is None:
        raise Invalid(_("They do this by themselves already."), field="deputy")
    if not theirs.may(delegable()[act]):
        raise Invalid(_("None of their roles lets them work on this: choose somebody else."), field="deputy")
