"""Telling people of what was announced: a worker writes each notice in the eyes of its addressee, under their row policies."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.dispatch import Signal

from agencies.access import Viewer, at_the_door, looking_as
from agencies.deputies.models import Delegation
from agencies.models import User
from agencies.notices import mailing, metrics
from agencies.notices.announcing import kind_of
from agencies.notices.models import Announcement, Mail, Notice
from agencies.notices.wanted import wanted_by
from agencies.sharing.models import Member
from hub.kit.room import Tells

#: A person was told: `notices`, and `viewer`, in whose eyes they were written and who is looking.
told = Signal()
#: Of so many things of one kind that a person has not looked at they are told; the list of the room says the rest.
MOST_UNSEEN = 50


def tell(ids: Sequence[int]) -> None:
    """Write the notices of these announcements, and forget them. For a worker that may act for people, as the service."""
    announced = [(one, kind_of(one.kind)) for one in Announcement.objects.filter(pk__in=ids)]
    for viewer, meant in _addressees(announced):
        with looking_as(viewer):
            _write(viewer, meant)
    Announcement.objects.filter(pk__in=ids).delete()


def _addressees(announced: list[tuple[Announcement, Tells]]) -> Iterator[tuple[Viewer, list[tuple[Announcement, Tells]]]]:
    """Each person who is meant by any of them, as a viewer, with those that mean them."""
    persons = {one.to_person for one, _tells in announced}
    groups = {group for one, _tells in announced for group in one.to_groups}
    with at_the_door():
        through = Member.objects.filter(sharing_group__epochs__group__in=groups, left_at=None).values("agency")
        acts = {one.act for one, _tells in announced if one.act}
        deputies = set(Delegation.objects.filter(act__in=acts, authority__groups__in=groups, ended_at=None).values_list(
            "deputy", "act", "authority__groups"))
        persons |= {deputy for deputy, _act, _group in deputies}
        people = User.objects.filter(Q(pk__in=persons) | Q(groups__in=groups) | Q(agency__in=through), is_active=True)
        viewers = [Viewer.of(person) for person in people.select_related("agency").distinct().order_by("pk")]
    for viewer in viewers:
        meant = [(one, tells) for one, tells in announced if _means(one, viewer, deputies)]
        if meant:
            yield viewer, meant


def _means(one: Announcement, viewer: Viewer, deputies: set[tuple[int, str, int]]) -> bool:
    if viewer.is_nobody or one.by_user == viewer.user_id:
        return False
    if one.to_person == viewer.user_id:
        return True
    if one.act and viewer.stands_for(one.act) is not None:  # as those in whose name they act
        return any((viewer.user_id, one.act, group) in deputies for group in one.to_groups)
    return bool(set(one.to_groups) & set(viewer.group_ids)) and (not one.act or viewer.may(one.act))


def _write(viewer: Viewer, meant: list[tuple[Announcement, Tells]]) -> None:
    """In the eyes of the viewer: what they cannot read is not told to them, and does not count."""
    wanted, visible, room_left = wanted_by(viewer), _visible(meant), _room_left(meant)
    mailed = mailing.is_set_up()
    written: dict[tuple[Any, ...], Notice] = {}
    for one, tells in meant:
        wants = wanted[tells.topic]
        for pk in one.object_ids:
            act = (tells.of, pk, one.created_at)  # what one transaction does to one thing
            if wants.at_all and pk in visible[tells.of] and act not in written and room_left[one.kind] > 0:
                room_left[one.kind] -= 1
                written[act] = Notice(
                    to_id=viewer.user_id, kind=one.kind, object_kind=tells.of, object_id=pk,
                    reference=_reference(visible[tells.of][pk], tells), agency_id=one.by_agency, created_at=one.created_at,
                    on_page=wants.on_page, mail=wants.mail if mailed else Mail.NEVER)
    Notice.objects.bulk_create(written.values())
    mailing.enqueue(viewer, {Mail(notice.mail) for notice in written.values()})
    told.send(Notice, notices=list(written.values()), viewer=viewer)
    for notice in written.values():
        metrics.TOLD.labels(notice.topic).inc()


def _reference(row: Any, tells: Tells) -> str:
    """What the row is called: an attribute, or what a method such as `__str__` gives. Never what somebody announced of it."""
    called = getattr(row, tells.reference) if tells.reference else ""
    return str(called() if callable(called) else called)[:60]


def _visible(meant: list[tuple[Announcement, Tells]]) -> dict[str, dict[int, Any]]:
    """The things that were acted on, as far as the viewer reads them, by model and id: the database says it."""
    ids: dict[str, set[int]] = {}
    for one, tells in meant:
        ids.setdefault(tells.of, set()).update(one.object_ids)
    return {of: apps.get_model(of)._default_manager.in_bulk(wanted) for of, wanted in ids.items()}


def _room_left(meant: list[tuple[Announcement, Tells]]) -> dict[str, int]:
    """Of how many things of each kind the viewer is told still."""
    kinds = {one.kind for one, _tells in meant}
    unseen = dict(Notice.objects.filter(kind__in=kinds, seen_at__isnull=True).order_by().values_list("kind")
                  .annotate(Count("pk")))
    return {kind: MOST_UNSEEN - unseen.get(kind, 0) for kind in kinds}
