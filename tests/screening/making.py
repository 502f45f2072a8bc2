"""Alerts in force, traders and consignments for the tests of screening, made as their owners."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.access.grants import reader_groups, share
from agencies.models import Agency
from intel.alerts.entries import AlertEntry
from intel.alerts.models import Alert
from intel.alerts.services import draft_alert, issue, submit
from intel.alerts.signals import alerts_changed
from intel.subjects.models import Subject
from intel.subjects.services import register_subject
from intel.trade.models import (
    Consignment,
    ConsignmentParty,
    Feed,
    FeedGrant,
    Trader,
    TraderIdentifier,
    TransportUnit,
)
from intel.trade.signals import consignments_arrived, traders_changed
from tests.world import second_person

_numbers = count(1)


def alert(by: Viewer, label: str, *, kind: str = "ORGANISATION", names: tuple[str, ...] = (),
          identifiers: tuple[tuple[str, str, str], ...] = (), to: tuple[Agency, ...] = (), **entry: Any) -> Alert:
    """An alert in force of the viewer's agency, by its author and a second person, shared with the agencies given."""
    with looking_as(by):
        subject = register_subject(by=by, kind=kind, label=label, names=[("ALIAS", n) for n in names],
                                   identifiers=identifiers)
    return alert_on(by, subject, to=to, **entry)


def alert_on(by: Viewer, subject: Subject, *, to: tuple[Agency, ...] = (), **entry: Any) -> Alert:
    """An alert in force on a subject that is there already; `entry` is what it says otherwise than others do."""
    today = timezone.localdate()
    groups = reader_groups(to, act="alerts.view_alert")
    with looking_as(by):
        draft = draft_alert(by=by, subject=subject, audience=groups, own_agency_only=not groups, entry=AlertEntry(**{
            "reason": "Test", "risk_area": "OTHER", "action_requested": "DOCUMENTARY_CHECK", "valid_from": today,
            "valid_until": today + timedelta(days=30), "legal_basis": "Test", "suspicion_basis": "Test", **entry}))
        draft = submit(by=by, alert=draft, revision=draft.revision)
    second = second_person(by)
    with looking_as(second):
        return issue(by=second, alert=draft, revision=draft.revision)


def feed(by: Viewer, *, to: tuple[Agency, ...] = ()) -> Feed:
    """A feed of the viewer's agency, shared with the agencies given."""
    with looking_as(by):
        made = Feed.objects.create(owner_agency_id=by.agency_id, code=f"F{next(_numbers)}", name="Feed")
        share(made, groups=reader_groups(to, act="trade.view_feed"), grant=FeedGrant)
    return made


def trader(by: Viewer, feed: Feed, name: str, *, kind: str = "entity", country: str = "BO",
           identifiers: tuple[tuple[str, str, str], ...] = (), ref: str = "") -> Trader:
    """A trader of the feed, under the reference given or the next one."""
    from intel.matching import Identifier, normalise_identifier

    with looking_as(by):
        made = Trader.objects.create(feed=feed, external_ref=ref or f"P{next(_numbers)}", kind=kind, name=name, country=country)
        for what, value, where in identifiers:
            TraderIdentifier.objects.create(
                trader=made, kind=what, value=value, country=where,
                normalised=normalise_identifier(Identifier(what, value, where)).value)
        traders_changed.send(sender=Trader, ids=[made.pk])
    return made


def consignment(by: Viewer, feed: Feed, *traders: Trader, units: tuple[tuple[str, str], ...] = ()) -> Consignment:
    """A consignment on which the traders have a part, with transport units (kind, value)."""
    from intel.matching import Identifier, normalise_identifier

    with looking_as(by):
        made = Consignment.objects.create(feed=feed, number=f"D{next(_numbers)}", date=timezone.localdate())
        for party in traders:
            ConsignmentParty.objects.create(consignment=made, trader=party, role="IMPORTER", name=party.name)
        for kind, value in units:
            TransportUnit.objects.create(consignment=made, kind=kind, value=value,
                                         normalised=normalise_identifier(Identifier(kind, value)).value)
        consignments_arrived.send(sender=Consignment, ids=[made.pk])
    return made


def rename(by: Viewer, subject: Subject, label: str) -> None:
    """The subject's agency corrects its name; alerts on it are noted as changed."""
    with looking_as(by):
        Subject.objects.filter(pk=subject.pk).update(label=label)
        subject.names.filter(kind="PRIMARY").update(name=label)
        alerts_changed.send(sender=Alert, ids=list(Alert.objects.filter(subject=subject).values_list("pk", flat=True)))
