"""Letting those who joined a group later read what was given before: each agency for its own, by two persons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import IntegrityError
from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer
from agencies.access.audience import given_into
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.sharing.models import CatchUp, Epoch, SharingGroup
from hub.kit.errors import Conflict, HubError
from hub.kit.rows import lock

PROPOSES = Rule("sharing.add_catchup")
CONFIRMS = Rule("sharing.confirm_catchup", when=lambda by, row: row.owner_agency_id == by.agency_id,
                otherwise=gettext_lazy("Only the agency it belongs to decides on it.")) & Rule(
    when=lambda by, row: row.proposed_by_id != by.user_id,
    otherwise=gettext_lazy("You proposed it. Somebody else has to confirm it.")) & SIGNED_IN_AFRESH

_DECIDED = gettext_lazy("It was decided already. Reload the page to see it as it is now.")


class Kind(Protocol):
    """A kind of thing that is given into groups."""

    def before(self, by: Viewer, epoch: Epoch) -> QuerySet[Any]:
        """A row for each thing that is given to an older epoch and not to this one, as far as the viewer sees the thing."""

    def give(self, row: Any, epoch: Epoch) -> None:
        """Give it to this epoch, too. Raises HubError for what must not go on."""


@dataclass(frozen=True, slots=True)
class Given:
    """Things that are granted to groups: their grants, which of them count as given, and what forbids to give one on.

    `counts` is a condition on the row; `check` raises HubError for one that must not be read by more than it is.
    """

    grant: Any
    counts: dict[str, Any]
    check: Callable[[Any], None] | None = None

    def before(self, by: Viewer, epoch: Epoch) -> QuerySet[Any]:
        """One grant of each."""
        grants = self.grant.objects.filter(granted_by_agency_id=by.agency_id, content_object__pk__isnull=False,
                                           **{f"content_object__{name}": value for name, value in self.counts.items()})
        older = Epoch.objects.filter(sharing_group=epoch.sharing_group_id, number__lt=epoch.number)
        there = self.grant.objects.filter(group=epoch.group_id).values("content_object")
        return grants.filter(group__in=older.values("group")).exclude(content_object__in=there).order_by(
            "content_object_id").distinct("content_object_id").select_related("content_object")

    def give(self, row: Any, epoch: Epoch) -> None:
        """By a grant of its own."""
        self.grant.objects.create(content_object=row.content_object, permission_id=row.permission_id, group_id=epoch.group_id)
        if self.check is not None:
            self.check(row.content_object)


_kinds: list[Kind] = []


def register(given: Kind) -> None:
    """Declare, in the `ready` of a room, what of it is given into sharing groups."""
    _kinds.append(given)


def newest(group: SharingGroup) -> Epoch | None:
    """The epoch that things are given to now; None for who gives nothing into the group."""
    return given_into().filter(sharing_group=group).first()


def waiting_for_newcomers(by: Viewer, epoch: Epoch) -> int:
    """How many things of the viewer's agency, that the viewer sees, were given before the last who joined."""
    return sum(kind.before(by, epoch).count() for kind in _kinds)


@atomic
def propose(*, by: Viewer, group: SharingGroup) -> CatchUp:
    """Propose that those who joined read what the agency gave before. Raises NotAllowed, NotFound, Conflict."""
    PROPOSES.require(by, group)
    epoch = newest(group)
    if epoch is None or not waiting_for_newcomers(by, epoch):
        raise Conflict(_("Everybody in the group reads what you gave, as far as you see it."))
    try:
        with atomic():
            row = CatchUp.objects.create(sharing_group=group, owner_agency_id=by.agency_id, epoch=epoch,
                                         proposed_by_id=by.user_id)
    except IntegrityError as error:
        if "catch_up_is_proposed_once" not in str(error):
            raise
        raise Conflict(_("A colleague proposed it already. Decide on that first.")) from error
    audit.record("catch_up.proposed", by=by, on=row, group=group.pk)
    return row


@atomic
def confirm(*, by: Viewer, catch_up: CatchUp) -> CatchUp:
    """Give to the newcomers of then what was given before: not to who joined since it was proposed.

    What must not go on is held back and counted. Raises NotAllowed, StepUpRequired, NotFound, Conflict.
    """
    catch_up = _still_proposed(by, catch_up)
    if not given_into([catch_up.epoch.group_id]).exists():
        raise Conflict(_("The group ended, or your agency gives nothing into it any more."))
    for kind in _kinds:
        for row in kind.before(by, catch_up.epoch):
            if _given_on(kind, row, catch_up.epoch):
                catch_up.given += 1
            else:
                catch_up.held_back += 1
    catch_up.decided_by_id, catch_up.decided_at = by.user_id, timezone.now()
    catch_up.save(update_fields=["decided_by", "decided_at", "given", "held_back"])
    audit.record("catch_up.confirmed", by=by, on=catch_up, group=catch_up.sharing_group_id, given=catch_up.given,
                 held_back=catch_up.held_back)
    return catch_up


@atomic
def drop(*, by: Viewer, catch_up: CatchUp) -> None:
    """Drop a proposal: one's own, or that of somebody else. Raises NotAllowed, NotFound, Conflict."""
    if catch_up.proposed_by_id != by.user_id:
        CONFIRMS.require(by, catch_up)
    dropped, _rows = CatchUp.objects.filter(pk=catch_up.pk, decided_at=None).delete()
    if not dropped:
        raise Conflict(_DECIDED)
    audit.record("catch_up.dropped", by=by, on=catch_up, group=catch_up.sharing_group_id)


def can_confirm(by: Viewer, catch_up: CatchUp) -> bool:
    """Whether the page offers to confirm a proposal."""
    return catch_up.decided_at is None and CONFIRMS.allows(by, catch_up)


def can_drop(by: Viewer, catch_up: CatchUp) -> bool:
    """Whether the page offers to drop one."""
    return catch_up.decided_at is None and (catch_up.proposed_by_id == by.user_id or CONFIRMS.allows(by, catch_up))


def _given_on(kind: Kind, row: Any, epoch: Epoch) -> bool:
    try:
        with atomic():
            kind.give(row, epoch)
    except HubError:
        return False
    return True


def _still_proposed(by: Viewer, catch_up: CatchUp) -> CatchUp:
    CONFIRMS.require(by, catch_up)
    catch_up = lock(catch_up)
    if catch_up.decided_at is not None:
        raise Conflict(_DECIDED)
    return catch_up
