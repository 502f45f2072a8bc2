"""What the issuer of an alert approves: its text, its subject with names and identifiers, its audience, its reports, and what
rooms above have issued with it (`parts.py`).
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from agencies.access import approval
from intel.alerts import parts
from intel.alerts.entries import AlertEntry
from intel.alerts.models import Alert, AlertGrant
from intel.alerts.selectors import reports_of
from intel.reports.approval import parts_of as parts_of_report
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject

_WORDS: Mapping[str, object] = {"text": _("what the alert says"), "subject": _("its subject"), "audience": _("its audience")}


def fingerprints(alert: Alert) -> dict[str, str]:
    """A fingerprint of each part that the viewer sees; a report under its reference."""
    groups = AlertGrant.objects.filter(content_object=alert).values_list("group_id", flat=True)
    subject = Subject.objects.get(pk=alert.subject_id)
    reports = {report.reference: parts_of_report(report)["text"] for report in reports_of(alert)}
    return approval.fingerprints({"text": AlertEntry.of(alert), "subject": SubjectEntry.of(subject),
                                  "audience": set(groups), **parts.said(alert), **reports})


def words() -> dict[str, object]:
    """The parts as a person reads them."""
    return {**_WORDS, **parts.words()}


def changed_since_submission(alert: Alert) -> str:
    """What of a submitted alert is not as it was submitted, in words; empty when all of it is."""
    return approval.in_words(approval.changed(alert.submitted_as, fingerprints(alert)), words())
