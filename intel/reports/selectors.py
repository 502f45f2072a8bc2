"""Reads of reports that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.access import audience_of
from agencies.access.audience import AgencyAudience, by_agency, in_words
from hub.kit.citing import Cited
from hub.kit.differences import Difference, differences
from intel.reports.entries import ReportEntry
from intel.reports.models import Citation, Paragraph, Report, ReportGrant, ReportLink, ReportSubject
from intel.reports.resting import citations_of
from intel.reports.states import State
from intel.subjects.models import Subject


@dataclass(frozen=True, slots=True)
class LinkedReport:
    """A link as seen from one of its ends. `outward` says that the report at hand is the one that points."""

    link: ReportLink
    report: Report
    outward: bool


def newest() -> QuerySet[Report]:
    """Every visible report, newest first."""
    return Report.objects.select_related("owner_agency", "author").order_by("-id")


def saying(reports: QuerySet[Report], terms: str) -> QuerySet[Report]:
    """Those whose title, reference or visible paragraphs hold the terms, whatever their accents."""
    for term in terms.split():
        text = Paragraph.objects.filter(report=OuterRef("pk"), text__unaccent__icontains=term)
        reports = reports.filter(
            Q(title__unaccent__icontains=term) | Q(reference__icontains=term) | Exists(text.order_by()))
    return reports


def mentioning(subject: Subject) -> QuerySet[Report]:
    """The visible reports that a subject is named in, newest first."""
    named = ReportSubject.objects.filter(report=OuterRef("pk"), subject=subject)
    return newest().filter(Exists(named.order_by()))


def paragraphs_of(report: Report) -> list[tuple[int, Paragraph]]:
    """The visible paragraphs, numbered as if there were no others."""
    return list(enumerate(report.paragraphs.select_related("originator").order_by("number"), 1))


def subjects_of(report: Report) -> list[ReportSubject]:
    """What the report is about, as far as visible, in the order in which it was named."""
    return list(report.subject_links.select_related("subject", "subject__owner_agency").order_by("id"))


def links_of(report: Report) -> list[LinkedReport]:
    """The reports it points to, then those that point to it."""
    out = report.links_out.select_related("target__owner_agency").order_by("id")
    back = report.links_in.select_related("source__owner_agency").order_by("id")
    return [*(LinkedReport(link, link.target, True) for link in out),
            *(LinkedReport(link, link.source, False) for link in back)]


def audience_by_agency(report: Report) -> list[AgencyAudience]:
    """Whom it is shared with, as far as the viewer may know."""
    return by_agency(audience_of(report, grant=ReportGrant), act="reports.view_report")


def new_version_of(report: Report) -> Report | None:
    """The visible report that is to take its place, or took it."""
    return newest().filter(replaces=report).exclude(state=State.WITHDRAWN, disseminated_at=None).first()


def old_version_of(report: Report) -> Report | None:
    """The report whose place it takes, if the viewer sees that one."""
    return newest().filter(pk=report.replaces_id).first() if report.replaces_id else None


def changes_to(old: Report, new: Report) -> list[Difference]:
    """What the new version says otherwise than the old one: its fields, its paragraphs, its visible subjects, its audience."""
    found = differences(Report, ReportEntry.of(old).columns(), ReportEntry.of(new).columns())
    around = [Difference(words, of(old), of(new)) for words, of in (
        (_("Paragraphs"), _paragraphs_in_words), (_("Subjects"), _subjects_in_words), (_("Who may see it"), _audience_in_words))]
    return found + [one for one in around if one.before != one.after]


def _paragraphs_in_words(report: Report) -> str:
    paragraphs = paragraphs_of(report)
    rest_on = citations_of([paragraph for _number, paragraph in paragraphs])
    return "\n".join(f"{number}. {paragraph.text} ({_marks_in_words(report, paragraph, rest_on.get(paragraph.pk, []))})"
                     for number, paragraph in paragraphs)


def _marks_in_words(report: Report, paragraph: Paragraph, rests_on: list[tuple[Citation, Cited]]) -> str:
    """Its marking, whose information it is where that is another's, and what it rests on: `Restricted; PB; AN-A-2026-000003`."""
    originator = paragraph.originator.code if paragraph.originator_id != report.owner_agency_id else ""
    cited = [f"{thing.reference} ({row.version})" for row, thing in rests_on]
    return "; ".join(filter(None, [paragraph.get_classification_display(), originator, *cited]))


def _subjects_in_words(report: Report) -> str:
    return "\n".join(f"{link.subject} ({link.get_role_display()})" for link in subjects_of(report))


def _audience_in_words(report: Report) -> str:
    return in_words(audience_by_agency(report))
