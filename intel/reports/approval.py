"""What the disseminator of a report approves: what it says and rests on, its audience, and the subjects it is about."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from agencies.access import approval
from intel.reports.entries import ReportEntry
from intel.reports.models import Report, ReportGrant
from intel.reports.states import State
from intel.subjects.entries import SubjectEntry

WORDS: Mapping[str, object] = {
    "text": _("what the report says and rests on, as far as you see it"), "audience": _("its audience")}


def parts_of(report: Report) -> dict[str, object]:
    """What a report says, and to whom; whether it was withdrawn is part of what it says."""
    groups = ReportGrant.objects.filter(content_object=report).values_list("group_id", flat=True)
    return {"text": [ReportEntry.of(report), report.state == State.WITHDRAWN], "audience": set(groups)}


def fingerprints(report: Report) -> dict[str, str]:
    """A fingerprint of each part that the viewer sees; a subject under its name."""
    links = report.subject_links.select_related("subject").prefetch_related("subject__names", "subject__identifiers")
    subjects = {f"{link.subject} ({link.subject_id})": [link.role, SubjectEntry.of(link.subject)] for link in links}
    return approval.fingerprints(parts_of(report) | subjects)


def changed_since_submission(report: Report) -> str:
    """What of a submitted report is not as it was submitted, in words; empty when all of it is."""
    return approval.in_words(approval.changed(report.submitted_as, fingerprints(report)), WORDS)
