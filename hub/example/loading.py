"""Putting the example world into an empty hub, through the same services that people use."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from agencies.access import Viewer, looking_as
from agencies.access.audience import groups_of
from agencies.models import Agency, Unit, User
from agencies.roles import HUB
from agencies.services import engage, found_agency
from hub.example import values
from hub.example.colliding import collide
from hub.example.partners import Partners, deal
from hub.example.releasing import release
from hub.example.working import work
from intel.alerts import services as alerts
from intel.alerts.entries import AlertEntry
from intel.exchange.listing import listed
from intel.reports import services as reports
from intel.reports.entries import ParagraphEntry
from intel.subjects.models import Subject
from intel.subjects.services import register_subject
from intel.trade.models import Feed
from intel.trade.services import BATCH, open_feed, receive_declarations

FEED = ("SIDUNEA", "SIDUNEA (ejemplo)")

Progress = Callable[[str, int, int], None]


@dataclass
class _Loaded:
    viewers: dict[str, Viewer] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    reports: dict[str, int] = field(default_factory=dict)


def load(world: values.World, *, password: str, progress: Progress) -> None:
    """Found the agencies and do everything their people did. `progress` is told (step, done, of how many)."""
    done = _Loaded()
    _people(world, password, done)
    work(done.viewers)
    _trade(world, done, progress)
    for number, alert in enumerate(world.alerts, 1):
        done.subjects[alert.key] = _subject(alert, done)
        progress("subjects", number, len(world.alerts))
    for number, report in enumerate(world.reports, 1):
        done.reports[report.key] = _report(report, done)
        progress("reports", number, len(world.reports))
    for number, alert in enumerate(world.alerts, 1):
        _alert(alert, done)
        progress("alerts", number, len(world.alerts))
    partners = _partners(world, done)
    deal(partners, progress)
    collide(partners)
    release(partners)
    progress("releases", 1, 1)


def new_password() -> str:
    """A password for the example people, another one on every machine."""
    return "-".join(secrets.token_hex(2) for _part in range(3))


def _partners(world: values.World, done: _Loaded) -> Partners:
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    sought, other = ({code: [done.subjects[alert.key] for alert in world.alerts
                             if alert.agency == code and (alert.state == "ACTIVE") == is_sought] for code in agencies}
                     for is_sought in (True, False))
    return Partners(done.viewers, agencies, sought, other)


def _people(world: values.World, password: str, done: _Loaded) -> None:
    agencies: dict[str, Agency] = {}
    units: dict[tuple[str, str], Unit] = {}
    for agency in world.agencies:
        agencies[agency.code] = found_agency(code=agency.code, name=agency.name, kind=agency.kind, country=agency.country)
    for unit in world.units:
        units[unit.agency, unit.code], _new = Unit.objects.get_or_create(
            agency=agencies[unit.agency], code=unit.code, defaults={"name": unit.name}
        )
    for user in world.users:
        person = engage(
            agency=agencies[user.agency],
            unit=units.get((user.agency, user.unit)),
            username=user.username,
            roles=user.roles,
            password=password,
            first_name=user.first_name,
            last_name=user.last_name,
            email=user.email,
            clearance=user.clearance,
            language=user.language,
        )
        done.viewers[user.username] = Viewer.of(User.objects.select_related("agency").get(pk=person.pk)).confirmed()


def _trade(world: values.World, done: _Loaded, progress: Progress) -> None:
    """Customs' feed, which the other agencies may see."""
    customs = next(agency.code for agency in world.agencies if agency.kind == "CUSTOMS")
    supervisor = next(u.username for u in world.users if u.agency == customs and "SUPERVISOR" in u.roles)
    by = done.viewers[supervisor]
    with looking_as(by):
        others = [(agency.code, ()) for agency in world.agencies if agency.code != customs and agency.kind != HUB]
        audience = groups_of(others, act="trade.view_feed")
        feed: Feed = open_feed(by=by, code=FEED[0], name=FEED[1], audience=audience)
    for start in range(0, len(world.consignments), BATCH):
        with looking_as(by):
            receive_declarations(by=by, feed=feed, declarations=world.consignments[start : start + BATCH])
        progress("consignments", min(start + BATCH, len(world.consignments)), len(world.consignments))


def _subject(alert: values.Alert, done: _Loaded) -> Subject:
    by = done.viewers[alert.author]
    entry = listed(alert.entry, source="").subject
    with looking_as(by):
        return register_subject(
            by=by,
            kind=entry.kind,
            label=entry.label,
            names=entry.names,
            identifiers=entry.identifiers,
            countries=entry.countries,
            birth_dates=entry.birth_dates,
            addresses=entry.addresses,
            remarks=entry.remarks,
        )


def _report(report: values.Report, done: _Loaded) -> int:
    by = done.viewers[report.author]
    with looking_as(by):
        groups = groups_of(((code, ()) for code in report.audience), act="reports.view_report")
        row = reports.draft_report(
            by=by,
            title=report.title,
            risk_area=report.risk_area,
            level=report.level,
            paragraphs=[ParagraphEntry(p.text, p.classification) for p in report.paragraphs],
            source_grade=report.source_grade,
            information_grade=report.information_grade,
            classification=report.classification,
            handling_codes=report.handling_codes,
            handling_conditions=report.handling_conditions,
            tlp=report.tlp,
            purpose=report.purpose,
            legal_basis=report.legal_basis,
            suspicion_basis=report.suspicion_basis,
            source_ref=report.source_ref,
            information_date_from=report.information_from,
            information_date_to=report.information_to,
            subjects=[
                (done.subjects[key].pk, role)
                for role, key in report.subjects
                if done.subjects[key].owner_agency_id == by.agency_id
            ],
            audience=groups,
            own_agency_only=not groups,
        )
        if report.state != "DRAFT":
            row = reports.submit(by=by, report=row, revision=row.revision)
    if report.state == "DISSEMINATED":
        second = done.viewers[report.disseminator]
        with looking_as(second):
            reports.disseminate(by=second, report=row, revision=row.revision)
    return row.pk


def _alert(alert: values.Alert, done: _Loaded) -> None:
    by = done.viewers[alert.author]
    with looking_as(by):
        groups = groups_of(((code, ()) for code in alert.audience), act="alerts.view_alert")
        row = alerts.draft_alert(
            by=by,
            subject=done.subjects[alert.key],
            audience=groups,
            own_agency_only=not groups,
            reports=[done.reports[key] for key in alert.reports if key in done.reports],
            entry=AlertEntry(
                reason=alert.reason,
                risk_area=alert.risk_area,
                action_requested=alert.action_requested,
                valid_from=alert.valid_from,
                valid_until=alert.valid_until,
                legal_basis=alert.legal_basis,
                suspicion_basis=alert.suspicion_basis,
                instructions_front_line=alert.instructions,
                priority=alert.priority,
                classification=alert.classification,
                handling_codes=alert.handling_codes,
                handling_conditions=alert.handling_conditions,
            ),
        )
        if alert.issuer:
            row = alerts.submit(by=by, alert=row, revision=row.revision)
    if alert.issuer and alert.state != "PENDING_VALIDATION":
        second = done.viewers[alert.issuer]
        with looking_as(second):
            row = alerts.issue(by=second, alert=row, revision=row.revision)
            if alert.state == "SUSPENDED":
                alerts.suspend(by=second, alert=row, revision=row.revision, reason="Diligencias en curso.")
            elif alert.state == "WITHDRAWN":
                alerts.withdraw(by=second, alert=row, revision=row.revision, reason="El caso se cerró sin observaciones.")
