"""What an alert says, before it is a row: checked, with the path of every field that is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from agencies.markings.classification import LADDER, Classification, strictest
from agencies.markings.models import Code
from hub.kit.errors import Invalid
from hub.kit.limits import NOTE
from intel.alerts.models import ActionRequested, Alert
from intel.alerts.states import IN_FORCE
from intel.reports.models import Report, RiskArea
from intel.subjects.entries import SubjectEntry
from intel.subjects.models import Subject

#: No alert is in force for longer without somebody having looked at it again.
LONGEST = timedelta(days=3 * 366)
#: The most characters of each of its texts.
LIMITS = {"reason": NOTE, "legal_basis": NOTE, "suspicion_basis": NOTE, "instructions_front_line": NOTE,
          "handling_conditions": NOTE}


@dataclass(frozen=True, slots=True)
class AlertEntry:
    """What one agency asks others to look out for, without the subject and the audience."""

    reason: str
    risk_area: str
    action_requested: str
    valid_from: date
    valid_until: date
    legal_basis: str = ""
    suspicion_basis: str = ""
    instructions_front_line: str = ""
    priority: int = int(Alert.Priority.NORMAL)
    classification: str = Classification.RESTRICTED.value
    handling_codes: tuple[str, ...] = field(default=())
    handling_conditions: str = ""

    @classmethod
    def of(cls, alert: Alert) -> "AlertEntry":
        """What a row says."""
        values = {f.name: getattr(alert, f.name) for f in fields(cls)}
        return cls(**values | {"handling_codes": tuple(alert.handling_codes)})

    def columns(self) -> dict[str, Any]:
        """The values of the row."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"handling_codes": list(self.handling_codes)}


def checked(entry: AlertEntry, *, cleared: tuple[str, ...]) -> AlertEntry:
    """The entry, if it can be kept. Raises Invalid with the field that is wrong and what to do."""
    if not entry.reason.strip():
        raise Invalid(_("Say why the subject is to be looked out for."), field="reason")
    for name, most in LIMITS.items():
        if len(getattr(entry, name)) > most:
            raise Invalid(_("At most %(most)s characters.") % {"most": most}, field=name)
    for name, codes in (("risk_area", RiskArea.values), ("action_requested", ActionRequested.values),
                        ("priority", Alert.Priority.values), ("classification", LADDER)):
        if getattr(entry, name) not in codes:
            raise Invalid(_("“%(code)s” is none of the codes.") % {"code": getattr(entry, name)}, field=name)
    if entry.classification not in cleared:
        raise Invalid(_("You may not read what is classified so high yourself."), field="classification")
    if entry.valid_until < entry.valid_from:
        raise Invalid(_("It ends before it begins."), field="valid_until")
    if entry.valid_until - entry.valid_from > LONGEST:
        raise Invalid(_("At most three years; it can be issued again."), field="valid_until")
    known = set(Code.objects.filter(scheme="handling").values_list("code", flat=True))
    if unknown := sorted(set(entry.handling_codes) - known):
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": unknown[0]}, field="handling_codes")
    if "H3" in entry.handling_codes and not entry.handling_conditions.strip():
        raise Invalid(_("H3 needs the conditions in words."), field="handling_conditions")
    return entry


def require_as_high_as_subject(classification: str, subject: Subject) -> None:
    """An alert is marked at least as high as its subject, or somebody sees one without the other. Raises Invalid."""
    if strictest([classification, subject.classification]) != classification:
        raise Invalid(_("Its subject is marked %(marking)s: the alert needs that at least.")
                      % {"marking": subject.get_classification_display()}, field="classification")


def require_alerts_as_high(subject: Subject, after: SubjectEntry) -> None:
    """A subject is not marked above an alert in force on it, which would vanish from its partners' eyes. Raises Invalid."""
    for alert in Alert.objects.filter(subject=subject, state__in=IN_FORCE).order_by("pk"):
        if strictest([alert.classification, after.classification]) != alert.classification:
            raise Invalid(_("%(alert)s in force on it is marked %(marking)s only, and partners would lose sight of it."
                            " Withdraw it first, and issue one that is marked as high.")
                          % {"alert": alert.reference, "marking": alert.get_classification_display()}, field="classification")


def require_as_high_as_reports(classification: str, reports: Iterable[Report]) -> None:
    """An alert is marked at least as high as the reports it rests on, from which its words come. Raises Invalid."""
    for report in reports:
        if strictest([classification, report.classification]) != classification:
            raise Invalid(_("%(report)s, on which it rests, is marked %(marking)s: the alert needs that at least.")
                          % {"report": report.reference, "marking": report.get_classification_display()},
                          field="classification")
