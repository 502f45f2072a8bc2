"""Writing a report: the first draft with its audience, and its changes while it is a draft."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.audience import chosen_groups
from agencies.access.grants import share
from agencies.models import Agency, User
from agencies.references import next_reference
from hub.kit.errors import Conflict, Invalid, WrongState
from intel.reports.entries import ParagraphEntry, ReportEntry, checked
from intel.reports.life import IS_AUTHOR, LIFE, REVISES
from intel.reports.models import (
    Paragraph,
    Report,
    ReportGrant,
    ReportSubject,
)
from intel.reports.resting import cite, require_all_cited_seen, resting
from intel.reports.selectors import subjects_of
from intel.reports.states import State
from intel.subjects.models import Subject


@atomic
def draft_report(*, by: Viewer, title: str, risk_area: str, paragraphs: Sequence[ParagraphEntry], source_grade: str,
                 information_grade: str, audience: Collection[int] = (), own_agency_only: bool = False,
                 grading_scheme: str = "admiralty", classification: str = "", level: str = Report.Level.TACTICAL,
                 handling_codes: Collection[str] = (), handling_conditions: str = "", tlp: str = "AMBER",
                 information_date_from: date | None = None, information_date_to: date | None = None,
                 source_ref: str = "", purpose: str = "", legal_basis: str = "", suspicion_basis: str = "",
                 subjects: Iterable[tuple[int, str]] = ()) -> Report:
    """Keep a new report as a draft. Its audience (group ids, or `own_agency_only`) is chosen now, not later.

    `subjects` are (id, role) of subjects that the viewer sees. Without `classification` it is that of the strictest
    paragraph. Raises NotAllowed, Invalid with the path of the field.
    """
    require(by, "reports.add_report")
    entry = checked(ReportEntry(
        title=title, risk_area=risk_area, paragraphs=tuple(paragraphs), source_grade=source_grade,
        information_grade=information_grade, grading_scheme=grading_scheme, classification=classification, level=level,
        handling_codes=tuple(handling_codes), handling_conditions=handling_conditions, tlp=tlp,
        information_date_from=information_date_from, information_date_to=information_date_to, source_ref=source_ref,
        purpose=purpose, legal_basis=legal_basis, suspicion_basis=suspicion_basis), cleared=by.cleared)
    groups = chosen_groups(audience, own_agency_only=own_agency_only, by=by, act="reports.view_report")
    return _kept(by, entry, groups, subjects)


@atomic
def revise_report(*, by: Viewer, report: Report, revision: int | None) -> Report:
    """Begin a new version of a disseminated report: a draft that says the same to the same, for its author to change.

    The one that is out stays as it was approved until somebody else disseminates the new one, which then takes its place.
    Subjects that the viewer does not see are not taken over, nor are links; what rests on something unseen has no new
    version. Raises NotAllowed, NotFound, WrongState, Conflict, Invalid.
    """
    report = LIFE.locked(report, REVISES, by=by, revision=revision)
    if report.state != State.DISSEMINATED:
        raise WrongState(_("Only what is disseminated has a new version. Write another report."))
    require_all_cited_seen(report)  # without the citation nobody would ask whose information the new version is
    groups = ReportGrant.objects.filter(content_object=report).values_list("group_id", flat=True)
    named = [(link.subject_id, link.role) for link in subjects_of(report)]
    try:
        with atomic():
            return _kept(by, ReportEntry.of(report), set(groups), named, replaces=report)
    except IntegrityError as error:
        if "report_has_one_new_version" not in str(error):
            raise
        raise Conflict(_("A new version is being written already.")) from error


@atomic
def edit_report(*, by: Viewer, report: Report, revision: int, audience: Collection[int] | None = None,
                own_agency_only: bool = False, subjects: Iterable[tuple[int, str]] | None = None,
                **changes: Any) -> Report:
    """Change a draft: the fields of ReportEntry that are given, the audience, the subjects; the rest stays.

    `revision` is the one the author had before their eyes. Giving `audience` or `own_agency_only` chooses the audience
    anew. Raises NotAllowed, NotFound, WrongState, Conflict when it was changed since, Invalid, and TypeError for a
    field that a report does not have.
    """
    report = LIFE.locked(report, IS_AUTHOR, by=by, revision=revision)
    if report.state != State.DRAFT:
        raise WrongState(_("Only a draft can be changed. Ask for it to be returned."))
    require_all_cited_seen(report)  # its paragraphs are written anew: what it cites unseen would be lost
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                             for name, value in changes.items()}
    before = ReportEntry.of(report)
    entry = resting(checked(replace(before, **given), cleared=by.cleared), owner=report.owner_agency, before=before)
    for name, value in entry.columns().items():
        setattr(report, name, value)
    report.revision += 1
    report.save()
    report.paragraphs.all().delete()
    _write_paragraphs(report, entry)
    if subjects is not None:
        report.subject_links.all().delete()
        _name_subjects(report, subjects)
    if audience is not None or own_agency_only:
        groups = chosen_groups(audience or (), own_agency_only=own_agency_only, by=by, act="reports.view_report")
        share(report, groups=groups, grant=ReportGrant)
    audit.record("report.changed", by=by, on=report, revision=report.revision)
    return report


def can_edit(by: Viewer, report: Report) -> bool:
    """Whether `edit_report` would let this person begin."""
    return report.state == State.DRAFT and IS_AUTHOR.allows(by, report)


def can_revise(by: Viewer, report: Report) -> bool:
    """Whether `revise_report` would let this person begin, when no new version waits."""
    return report.state == State.DISSEMINATED and REVISES.allows(by, report)


def _kept(by: Viewer, entry: ReportEntry, groups: Collection[int], subjects: Iterable[tuple[int, str]], *,
          replaces: Report | None = None) -> Report:
    author = User.objects.select_related("agency").get(pk=by.user_id, agency__isnull=False)  # type: ignore[misc]
    agency: Any = author.agency
    entry = resting(entry, owner=agency)
    report = Report.objects.create(
        reference=next_reference(agency, year=timezone.localdate().year), owner_agency=agency, unit_id=by.unit_id,
        author=author, replaces=replaces, **entry.columns())
    _write_paragraphs(report, entry)
    _name_subjects(report, subjects)
    share(report, groups=groups, grant=ReportGrant)
    LIFE.begin([report], by=by)
    newly: dict[str, Any] = {"new_version_of": replaces.reference} if replaces else {}
    audit.record("report.drafted", by=by, on=report, audience=sorted(groups), **newly)
    return report


def _write_paragraphs(report: Report, entry: ReportEntry) -> None:
    originators = Agency.objects.in_bulk({p.originator for p in entry.paragraphs if p.originator}, field_name="code")
    cite(Paragraph.objects.bulk_create(
        [Paragraph(report=report, number=number, text=paragraph.text, classification=paragraph.classification,
                   originator=originators.get(paragraph.originator, report.owner_agency))
         for number, paragraph in enumerate(entry.paragraphs, 1)]), entry)


def _name_subjects(report: Report, subjects: Iterable[tuple[int, str]]) -> None:
    named = dict(subjects)
    visible = set(Subject.objects.filter(pk__in=named).values_list("pk", flat=True))
    for number, (subject, role) in enumerate(named.items()):
        if subject not in visible:
            raise Invalid(_("There is no such subject."), field=f"subjects.{number}.subject")
        if role not in ReportSubject.Role.values:
            raise Invalid(_("“%(role)s” is no role of a subject.") % {"role": role}, field=f"subjects.{number}.role")
    ReportSubject.objects.bulk_create(
        [ReportSubject(report=report, subject_id=subject, role=role) for subject, role in named.items()])
