"""Handing over what somebody holds to a colleague of the same agency: hits, drafts, requests in work, whatever rooms name."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import F
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, at_the_door, looking_as, require
from agencies.handover import holding
from agencies.handover.models import Absence, Handover
from agencies.models import User
from agencies.notices.addressees import to_person
from agencies.notices.announcing import notify
from hub.kit import room
from hub.kit.errors import Invalid
from hub.kit.handing import HandedOver

VIEW, OF_OTHERS = "handover.view_handover", "handover.hand_over"
#: Of how many things at most one hand-over is: whoever has more hands over again.
MOST = 500


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that somebody holds, by kind and number."""

    kind: str
    pk: int


@dataclass(slots=True)
class Result:
    """What was handed over, as `[{"kind": …, "id": …, "reference": …}]`, and what stays, each with `because`."""

    handover: Handover | None = None
    handed: list[dict[str, Any]] = field(default_factory=list)
    stays: list[dict[str, Any]] = field(default_factory=list)


def work_of(by: Viewer, person: User) -> list[tuple[HandedOver, list[Any]]]:
    """The open work of a person as far as the viewer sees it, by sort. Raises NotAllowed."""
    require_hands_over(by, person)
    return [(said, rows) for said in room.handed().values() if (rows := list(holding.of_person(said, person.pk)[:MOST]))]


@atomic
def hand_over(*, by: Viewer, giver: User, receiver: User, things: Collection[Thing] | None = None) -> Result:
    """Hand over the open work of `giver`, all of it or the things named, to `receiver`, who goes on with it.

    By the giver, or a supervisor of the agency. What the receiver may not read or do stays, and is named; so is what the
    giver does not hold any more. Who received a draft counts among its writers.
    Raises NotAllowed, Invalid (`receiver`, `things`).
    """
    require_hands_over(by, giver)
    require_colleague(by, giver, receiver, field="receiver")
    if things is not None and not 0 < len(things) <= MOST:
        raise Invalid(_("Choose from one to %(most)s things.") % {"most": MOST}, field="things")
    if things is not None and {thing.kind for thing in things} - set(room.handed()):
        raise Invalid(_("Nothing of this kind is handed over."), field="things")
    return pass_on(by=by, giver=giver, receiver=receiver, things=things)


@atomic
def pass_on(*, by: Viewer, giver: User, receiver: User, things: Collection[Thing] | None = None,
            absence: Absence | None = None) -> Result:
    """The same without asking who may: for hand-overs, and for what arrives while somebody is away."""
    with at_the_door():
        theirs = Viewer.of(User.objects.select_related("agency").get(pk=receiver.pk))
    result = Result()
    for said in room.handed().values():
        wanted = None if things is None else {thing.pk for thing in things if thing.kind == said.of}
        _hand_over(result, said, wanted, by=by, giver=giver, receiver=theirs)
    if result.handed:
        result.handover = Handover.objects.create(owner_agency_id=by.agency_id, giver=giver, receiver=receiver, absence=absence,
                                                  handed_by_id=by.user_id, things=result.handed)
        notify("handover.received", on=result.handover, to=to_person(receiver.pk), by=by)
        notify("handover.given", on=result.handover, to=to_person(giver.pk), by=by)
    return result


def require_hands_over(by: Viewer, giver: User) -> None:
    """Raise NotAllowed unless it is the viewer's own work, or that of somebody whom the viewer supervises."""
    require(by, VIEW)
    if giver.pk != by.user_id:
        require(by, OF_OTHERS, when=giver.agency_id == by.agency_id, otherwise=_("Only people of your own agency."))


def require_colleague(by: Viewer, person: User, other: User, *, field: str) -> None:
    """Raise Invalid unless the other is an active person of the viewer's agency, and not the same."""
    if other.agency_id != by.agency_id or not other.is_active or other.pk == person.pk:
        raise Invalid(_("Choose another person of your agency."), field=field)


def _hand_over(result: Result, said: HandedOver, wanted: set[int] | None, *, by: Viewer, giver: User, receiver: Viewer) -> None:
    rows = holding.of_person(said, giver.pk)
    found = list((rows if wanted is None else rows.filter(pk__in=wanted))[:MOST])
    for pk in sorted((wanted or set()) - {row.pk for row in found}):
        result.stays.append({"kind": said.of, "id": pk, "reference": "", "because": _("It is not theirs any more.")})
    readable = _readable(said, [row.pk for row in found], receiver)
    for row in found:
        told = {"kind": said.of, "id": row.pk, "reference": str(row)}
        because = ""
        if not receiver.may(said.act):
            because = _("None of their roles allows it.")
        elif row.pk not in readable:
            because = _("They may not read it.")
        elif not _passed(said, row, by=by, giver=giver, to=receiver):
            because = _("It is not theirs any more.")
        if because:
            result.stays.append(told | {"because": because})
        else:
            result.handed.append(told)
            audit.record("work.handed_over", by=by, on=row, giver=giver.username, receiver=receiver.label)


def _readable(said: HandedOver, ids: list[int], receiver: Viewer) -> set[int]:
    """In the eyes of the receiver."""
    with looking_as(receiver):
        return set(apps.get_model(said.of)._default_manager.filter(pk__in=ids).values_list("pk", flat=True))


def _passed(said: HandedOver, row: Any, *, by: Viewer, giver: User, to: Viewer) -> bool:
    """Whether the receiver holds it now: not when somebody else was first."""
    assert to.user_id is not None and by.agency_id is not None
    if not said.holder:
        return holding.give(row, to=to.user_id, by=by, agency=by.agency_id, of=giver.pk)
    still = type(row)._default_manager.filter(pk=row.pk, state__in=said.while_in, **{said.holder: giver.pk})
    return bool(still.update(**{said.holder: to.user_id, "revision": F("revision") + 1}))


