"""Paragraphs as what other paragraphs rest on: `AN-2026-000017/2`, numbered as the reader sees them."""

from collections import defaultdict
from collections.abc import Collection

from django.urls import reverse

from agencies.access.door import number_of
from hub.kit.citing import Cited, Kind
from intel.reports.models import Paragraph, Report
from intel.reports.states import State


def _numbered(written: str) -> int | None:
    reference, _slash, last = written.partition("/")
    number = number_of(last)
    report = Report.objects.filter(reference=reference, state=State.DISSEMINATED).first()
    if report is None or not number:
        return None
    visible = list(report.paragraphs.order_by("number").values_list("pk", flat=True)[:number])
    return visible[number - 1] if number <= len(visible) else None


def _seen(ids: Collection[int]) -> dict[int, Cited]:
    """Of disseminated reports alone: the paragraphs of a draft are written anew with each change of it."""
    named = set(Paragraph.objects.filter(pk__in=ids).values_list("report_id", flat=True))
    reports = list(Report.objects.filter(pk__in=named, disseminated_at__isnull=False).values_list("pk", flat=True))
    visible: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in Paragraph.objects.filter(report_id__in=reports).select_related("report").order_by("report", "number"):
        visible[paragraph.report_id].append(paragraph)
    return {paragraph.pk: _cited(paragraph, number) for paragraphs in visible.values()
            for number, paragraph in enumerate(paragraphs, 1) if paragraph.pk in ids}


def _cited(paragraph: Paragraph, number: int) -> Cited:
    """The marks of a report are the word of its own agency, and say nothing for a paragraph that came from another."""
    report, address = paragraph.report, reverse("reports:detail", args=[paragraph.report_id])
    own = paragraph.originator_id == report.owner_agency_id
    return Cited(
        "reports.paragraph", paragraph.pk, f"{report.reference}/{number}", report.title, f"{address}#paragraph-{number}",
        report.revision, paragraph.classification, (paragraph.originator_id,), tlp=report.tlp if own else "",
        handling_codes=tuple(report.handling_codes))


PARAGRAPH = Kind("reports.paragraph", _numbered, _seen)
