"""What agencies told each other, written as rows: `told("AN", told("PB", tlp="GREEN", codes="H1"))`, and released on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from agencies.access import Viewer, looking_as
from agencies.access.grants import reader_groups
from intel.releases import services
from intel.releases.bill import behind
from intel.releases.entries import ItemEntry
from intel.releases.models import Consent, Release, ReleaseRequest
from intel.reports.models import Citation, Paragraph, Report, ReportGrant, ReportLink, ReportSubject
from intel.subjects.models import Subject
from tests.alerts import writing as alerts
from tests.releases import making
from tests.subjects import sharing
from tests.world import second_person

AGENCIES, _NUMBERS = ("AN", "PB", "SIN", "ZZ"), count(1)
WRITERS = {"AN": "ana", "PB": "carla", "SIN": "diego", "ZZ": "elena"}
#: What an originator says whose information is marked H3.
RESTRICTED = "Solo tras avisar."


@dataclass(frozen=True)
class Told:
    """A paragraph in a report of its own: whose report, what another agency told (`of`), how it is marked, what it rests on.

    `subjects` are the agencies whose subjects its report is about, `links` the reports that it points to.
    """

    by: str
    rests: tuple[Any, ...] = ()
    of: str = ""
    tlp: str = "AMBER"
    codes: str = ""
    classification: str = "UNCLASSIFIED"
    subjects: tuple[str, ...] = ()
    links: tuple["Told", ...] = ()

    def agencies(self) -> Iterator[str]:
        """Whose information all of it is."""
        yield from (self.by, self.of or self.by, *self.subjects)
        for one in (*self.rests, *self.links):
            yield from one.agencies()


@dataclass(frozen=True)
class About:
    """A subject of an agency, or an alert of customs on one: with `alert`, and the reports that it rests on."""

    by: str
    alert: bool = False
    codes: str = ""
    reports: tuple[Told, ...] = ()

    def agencies(self) -> Iterator[str]:
        """Whose information all of it is."""
        yield self.by
        for one in self.reports:
            yield from one.agencies()


@dataclass(frozen=True)
class Received:
    """What customs released to the tax body."""

    of: Told

    def agencies(self) -> Iterator[str]:
        """Whose it is for who received it."""
        yield "AN"


def told(by: str, *rests: Any, **given: Any) -> Told:
    return Told(by, rests, **given)


def written(world: Any, one: Any) -> tuple[str, int, str]:
    """It is there, and everybody sees it: kind, id, reference."""
    match one:
        case Told():
            return _paragraph(world, one)
        case About(alert=True):
            codes = {"handling_codes": tuple(one.codes.split())}
            reports = [_report_of(world, report) for report in one.reports]
            row = alerts.issued(world, subject=subject(world, one.by), reports=tuple(reports), **codes)
            return "alerts.alert", row.pk, row.reference
        case About():
            found = subject(world, one.by)
            return "subjects.subject", found.pk, f"S-{found.pk}"
        case Received():
            release = through(world, one.of, "AN", "SIN", "TAX_CONTROL")
            if release.must_acknowledge:
                acted(world.diego, services.acknowledge, release=release)
            with looking_as(world.diego):
                return "releases.portion", release.portions.get().pk, f"{release.reference}/1"
    raise AssertionError(one)


def requested(world: Any, item: Any, by: str, to: str, purpose: str) -> ReleaseRequest:
    """A request for it, sent by a second person."""
    author = world.viewers[WRITERS[by]]
    _kind, _id, reference = written(world, item)
    with looking_as(author):
        entry = making.entry(ItemEntry(reference), purpose=purpose, rests_on_others=set(item.agencies()) != {by})
        request = services.draft_release(by=author, recipient=world.agencies[to], entry=entry)
        request = services.submit(by=author, request=request, revision=request.revision)
    return acted(second_person(author), services.send, request=request)


def consented(world: Any, request: ReleaseRequest) -> None:
    """All who have to, to all of it, those behind them first."""
    for code in AGENCIES:
        by = authority(world, code)
        with looking_as(by):
            rows = list(Consent.objects.filter(request=request.pk, originator_agency=by.agency_id, state="ASKED", part_of=None))
        for row in rows:
            _given(world, row)


def through(world: Any, item: Any, by: str, to: str, purpose: str) -> Release:
    """Asked, consented to, and released."""
    request = requested(world, item, by, to, purpose)
    consented(world, request)
    return released(world, request, by)


def released(world: Any, request: ReleaseRequest, by: str) -> Release:
    return acted(authority(world, by), services.release, request=request, included=[1])


def acted(by: Viewer, does: Any, **given: Any) -> Any:
    """Somebody acts on a row as it is now."""
    [(name, row)] = [(name, value) for name, value in given.items() if name in ("request", "consent", "release")]
    with looking_as(by):
        now = type(row).objects.get(pk=row.pk)
        return does(by=by, revision=now.revision, **{**given, name: now})


def authority(world: Any, code: str) -> Viewer:
    return second_person(world.viewers[WRITERS[code]])


def _given(world: Any, row: Consent) -> None:
    by = second_person(world.viewers[WRITERS[row.originator_agency.code]])
    with looking_as(by):
        owed = behind(row).originators
    if owed:
        for inner in acted(by, services.ask_on, consent=row):
            _given(world, inner)
    acted(by, services.consent, consent=row, agreed=[1], conditions=RESTRICTED)


def _paragraph(world: Any, one: Told) -> tuple[str, int, str]:
    below = [written(world, other) for other in one.rests]
    links, subjects = [_report_of(world, other) for other in one.links], [subject(world, code) for code in one.subjects]
    by = world.viewers[WRITERS[one.by]]
    with looking_as(by):
        report = Report.objects.create(
            reference=f"{one.by}-T{next(_NUMBERS)}", owner_agency=world.agencies[one.by], author_id=by.user_id, title="Depósito",
            risk_area="OTHER", source_grade="B", information_grade="2", tlp=one.tlp, handling_codes=one.codes.split(),
            handling_conditions="Con reserva." if "H3" in one.codes else "", classification=one.classification)
        paragraph = Paragraph.objects.create(report=report, number=1, text=f"{report.reference} dice.",
                                             originator=world.agencies[one.of or one.by], classification=one.classification)
        Citation.objects.bulk_create([Citation(paragraph=paragraph, kind=kind, cited_id=pk, version=1)
                                      for kind, pk, _reference in below])
        ReportSubject.objects.bulk_create([ReportSubject(report=report, subject=about, role="SUSPECT") for about in subjects])
        ReportLink.objects.bulk_create([ReportLink(source=report, target_id=pk, created_by_id=by.user_id) for pk in links])
        view = Permission.objects.get(content_type__app_label="reports", codename="view_report")
        ReportGrant.objects.bulk_create([
            ReportGrant(content_object=report, permission=view, group_id=group) for code in AGENCIES if code != one.by
            for group in reader_groups([world.agencies[code]], act="reports.view_report")])
    second = second_person(by)
    with looking_as(second):
        rows = Report.objects.filter(pk=report.pk)
        rows.update(state="SUBMITTED")
        rows.update(state="DISSEMINATED", disseminated_by=second.user_id, disseminated_at=timezone.now())
    return "reports.paragraph", paragraph.pk, f"{report.reference}/1"


def _report_of(world: Any, one: Told) -> int:
    _kind, pk, _reference = _paragraph(world, one)
    with looking_as(world.viewers[WRITERS[one.by]]):
        return Paragraph.objects.get(pk=pk).report_id


def subject(world: Any, code: str) -> Subject:
    """A subject of an agency that all others see."""
    by = world.viewers[WRITERS[code]]
    return sharing.shared(world, by, to=tuple(other for other in AGENCIES if other != code), kind="ORGANISATION",
                          label=f"Importadora {next(_NUMBERS)} S.R.L.")
