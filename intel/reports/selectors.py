"""Reads of reports that deserve a name. Row policies leave out what the viewer may not see; nothing here does."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.access import audience_of
from agencies.access.audience import AgencyAudience, by_agency
from intel.reports.models import Paragraph, Report, ReportGrant, ReportLink, ReportSubject
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
    return list(enumerate(report.paragraphs.order_by("number"), 1))


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
