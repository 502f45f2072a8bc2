"""The life of an alert: every move with who may make it. Nobody returns or issues what they wrote themselves."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access.lifecycle import Life, Move
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.handover.holding import another, writes
from intel.alerts.models import Alert, AlertStep
from intel.alerts.states import STATES, State

IS_AUTHOR = writes("alerts.change_alert")
IS_ISSUER = Rule("alerts.issue_alert", when=lambda by, alert: alert.owner_agency_id == by.agency_id,
                 otherwise=gettext_lazy("Only the agency it belongs to decides on it."))
IS_SECOND_PERSON = IS_ISSUER & another()
NEVER_ISSUED = Rule(when=lambda by, alert: alert.issued_at is None,
                    otherwise=gettext_lazy("It was issued since you opened it. Reload it and read it again."))
REVISES = Rule("alerts.change_alert", when=lambda by, alert: alert.owner_agency_id == by.agency_id,
               otherwise=gettext_lazy("Only the agency it belongs to writes a new version."))

SUBMIT = Move(State.PENDING_VALIDATION, IS_AUTHOR, "alert.submitted")
RETURN = Move(State.DRAFT, IS_SECOND_PERSON, "alert.returned", with_reason=True)
ISSUE = Move(State.ACTIVE, IS_SECOND_PERSON & SIGNED_IN_AFRESH, "alert.issued", only_from=(State.PENDING_VALIDATION,))
SUSPEND = Move(State.SUSPENDED, IS_ISSUER, "alert.suspended", with_reason=True)
RESUME = Move(State.ACTIVE, IS_ISSUER, "alert.resumed", only_from=(State.SUSPENDED,), with_reason=True)
DROP = Move(State.WITHDRAWN, (IS_AUTHOR | IS_ISSUER) & NEVER_ISSUED, "alert.dropped", with_reason=True)
WITHDRAW = Move(State.WITHDRAWN, IS_ISSUER, "alert.withdrawn", with_reason=True)


def _changed(alert: Alert) -> str:
    return _("This alert was changed since you opened it. Reload it and read it again.")


LIFE: Life[Alert] = Life(STATES, conflict=_changed, steps=AlertStep, step_of="alert")
