"""The life of a report: every move with who may make it. Nobody returns or disseminates what they wrote themselves."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.handover.holding import another, writes
from intel.reports.models import Report, ReportStep
from intel.reports.states import STATES, State

IS_AUTHOR = writes("reports.change_report")
IS_OWN = Rule("reports.change_report", when=lambda by, report: report.owner_agency_id == by.agency_id,
              otherwise=gettext_lazy("Only the agency it belongs to links it."))
DECIDES = Rule("reports.disseminate_report", when=lambda by, report: report.owner_agency_id == by.agency_id,
               otherwise=gettext_lazy("Only the agency it belongs to decides on it."))
IS_SECOND_PERSON = DECIDES & another()
NEVER_DISSEMINATED = Rule(when=lambda by, report: report.disseminated_at is None,
                          otherwise=gettext_lazy("It was disseminated since you opened it. Reload it and read it again."))
REVISES = Rule("reports.change_report", when=lambda by, report: report.owner_agency_id == by.agency_id,
               otherwise=gettext_lazy("Only the agency it belongs to writes a new version."))

SUBMIT = Move(State.SUBMITTED, IS_AUTHOR, "report.submitted")
RETURN = Move(State.DRAFT, IS_SECOND_PERSON, "report.returned", with_reason=True)
DISSEMINATE = Move(State.DISSEMINATED, IS_SECOND_PERSON & SIGNED_IN_AFRESH, "report.disseminated")
DROP = Move(State.WITHDRAWN, (IS_AUTHOR | DECIDES) & NEVER_DISSEMINATED, "report.dropped", with_reason=True)
WITHDRAW = Move(State.WITHDRAWN, DECIDES, "report.withdrawn", with_reason=True)


def _changed(report: Report) -> str:
    return _("This report was changed since you opened it. Reload it and read it again.")


LIFE: Life[Report] = Life(STATES, conflict=_changed, steps=ReportStep, step_of="report")
