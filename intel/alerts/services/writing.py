"""Writing an alert: the first draft with its subject and audience, and its changes while it is a draft."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.audience import chosen_groups
from agencies.access.grants import share
from agencies.models import Agency
from agencies.references import next_reference
from hub.kit.errors import Conflict, Invalid, WrongState
from intel.alerts.entries import AlertEntry, checked, require_as_high_as_reports, require_as_high_as_subject
from intel.alerts.life import IS_AUTHOR, LIFE, REVISES
from intel.alerts.models import Alert, AlertGrant, AlertReport
from intel.alerts.selectors import reports_of
from intel.alerts.states import IN_FORCE, State
from intel.reports.models import Report
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject
from intel.subjects.services import register_subject

#: The series of alerts in an agency's references: AN-A-2026-000017.
SERIES = "A"


@atomic
def draft_alert(*, by: Viewer, entry: AlertEntry, subject: Subject | None = None, new_subject: SubjectEntry | None = None,
                audience: Collection[int] = (), own_agency_only: bool = False, reports: Iterable[int] = ()) -> Alert:
    """Keep a new alert as a draft: on a subject of the viewer's agency, or on a new one that is registered with it.

    Its audience is chosen now, not later; it sees nothing before the alert is issued. `reports` are ids of visible
    reports it rests on. Raises NotAllowed, Invalid with the field (`new_subject.names.0.name`).
    """
    require(by, "alerts.add_alert")
    entry = checked(entry, cleared=by.cleared)
    groups = chosen_groups(audience, own_agency_only=own_agency_only, by=by, act="alerts.view_alert")
    subject = _subject(by, subject, new_subject)
    require_as_high_as_subject(entry.classification, subject)
    return _kept(by, entry, groups, reports, subject=subject)


@atomic
def revise_alert(*, by: Viewer, alert: Alert, revision: int | None) -> Alert:
    """Begin a new version of an alert in force: a draft that says the same to the same, for its author to change.

    The one in force stays as it was approved until somebody else issues the new one, which then takes its place. Reports
    it rests on that the viewer does not see are not taken over. Raises NotAllowed, NotFound, WrongState, Conflict.
    """
    alert = LIFE.locked(alert, REVISES, by=by, revision=revision)
    if alert.state not in IN_FORCE:
        raise WrongState(_("Only what is in force has a new version. Raise another alert."))
    groups = AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True)
    reports = [report.pk for report in reports_of(alert)]
    try:
        with atomic():
            return _kept(by, AlertEntry.of(alert), set(groups), reports, subject=alert.subject, replaces=alert)
    except IntegrityError as error:
        if "alert_has_one_new_version" not in str(error):
            raise
        raise Conflict(_("A new version is being written already.")) from error


@atomic
def edit_alert(*, by: Viewer, alert: Alert, revision: int, audience: Collection[int] | None = None,
               own_agency_only: bool = False, reports: Iterable[int] | None = None, **changes: Any) -> Alert:
    """Change a draft: the fields of AlertEntry that are given, the audience, the reports; the rest stays.

    `revision` is the one the author had before their eyes. Raises NotAllowed, NotFound, WrongState, Conflict, Invalid.
    """
    alert = LIFE.locked(alert, IS_AUTHOR, by=by, revision=revision)
    if alert.state != State.DRAFT:
        raise WrongState(_("Only a draft can be changed. Ask for it to be returned."))
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    entry = checked(replace(AlertEntry.of(alert), **given), cleared=by.cleared)
    require_as_high_as_subject(entry.classification, alert.subject)
    for name, value in (entry.columns() | {"revision": alert.revision + 1}).items():
        setattr(alert, name, value)
    alert.save()
    if audience is not None or own_agency_only:
        groups = chosen_groups(audience or (), own_agency_only=own_agency_only, by=by, act="alerts.view_alert")
        share(alert, groups=groups, grant=AlertGrant)
    if reports is not None:
        _rest_on(alert, reports)
    else:
        require_as_high_as_reports(alert.classification, reports_of(alert))
    audit.record("alert.changed", by=by, on=alert, revision=alert.revision)
    return alert


def can_edit(by: Viewer, alert: Alert) -> bool:
    """Whether `edit_alert` would let this person begin."""
    return alert.state == State.DRAFT and IS_AUTHOR.allows(by, alert)


def can_revise(by: Viewer, alert: Alert) -> bool:
    """Whether `revise_alert` would let this person begin, when no new version waits."""
    return alert.state in IN_FORCE and REVISES.allows(by, alert)


def _kept(by: Viewer, entry: AlertEntry, groups: Collection[int], reports: Iterable[int], *, subject: Subject,
          replaces: Alert | None = None) -> Alert:
    agency = Agency.objects.get(pk=by.agency_id)
    alert = Alert.objects.create(
        reference=next_reference(agency, year=timezone.localdate().year, series=SERIES), owner_agency=agency,
        unit_id=by.unit_id, subject=subject, created_by_id=by.user_id, replaces=replaces, **entry.columns())
    share(alert, groups=groups, grant=AlertGrant)
    _rest_on(alert, reports)
    LIFE.begin([alert], by=by)
    newly: dict[str, Any] = {"new_version_of": replaces.reference} if replaces else {}
    audit.record("alert.drafted", by=by, on=alert, audience=sorted(groups), **newly)
    return alert


def _subject(by: Viewer, subject: Subject | None, new: SubjectEntry | None) -> Subject:
    if (subject is None) == (new is None):
        raise Invalid(_("Choose a subject or describe a new one, not both."), field="subject")
    if new is not None:
        try:
            return register_subject(by=by, **{name: getattr(new, name) for name in new.__slots__})
        except Invalid as error:
            raise Invalid(error.message, field=f"new_subject.{error.field}") from error
    assert subject is not None
    if subject.owner_agency_id != by.agency_id:
        raise Invalid(_("Raise an alert on a subject of your own agency; register one if there is none."), field="subject")
    return subject


def _rest_on(alert: Alert, reports: Iterable[int]) -> None:
    """The reports as given, and no others that the viewer sees: links to reports hidden from the viewer stay."""
    wanted = list(dict.fromkeys(reports))
    visible = Report.objects.in_bulk(wanted)
    for number, report in enumerate(wanted):
        if report not in visible:
            raise Invalid(_("There is no such report."), field=f"reports.{number}")
    require_as_high_as_reports(alert.classification, visible.values())
    alert.report_links.exclude(report__in=wanted).delete()
    held = set(alert.report_links.values_list("report", flat=True))
    AlertReport.objects.bulk_create([AlertReport(alert=alert, report_id=report) for report in wanted if report not in held])
