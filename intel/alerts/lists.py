"""The list of alerts: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from hub.kit.several import RowAct
from intel.alerts import services
from intel.alerts.filters import AlertFilter
from intel.alerts.selectors import newest

DECIDES = ("alerts.issue_alert",)
#: An alert is issued one by one: by a second person, after a fresh sign-in.
SEVERAL = (
    RowAct("suspend", _("Suspend"), "player-pause", lambda alert, **given: services.suspend(alert=alert, **given), DECIDES,
           done=_("The alert is suspended."), with_reason=True),
    RowAct("resume", _("Resume"), "player-play", lambda alert, **given: services.resume(alert=alert, **given), DECIDES,
           done=_("The alert is in force again."), with_reason=True),
    RowAct("withdraw", _("Withdraw"), "ban", lambda alert, **given: services.withdraw(alert=alert, **given),
           ("alerts.change_alert", *DECIDES), done=_("The alert is withdrawn."), with_reason=True),
)

ALERTS = Listing("alerts", _("Alerts"), page="alerts:list", act="alerts.view_alert", of="alert", rows=newest,
                 filters=AlertFilter, several=SEVERAL, detail="alerts:detail", columns=(
    column("reference", _("Alert"), "reference", "priority", fixed=True),
    column("subject", _("Subject"), "risk_area", subject_kind="subject.kind", subject="subject.label"),
    column("action", _("Action requested"), "action_requested"),
    column("agency", _("Issued by"), agency="owner_agency.code"),
    column("marking", _("Marking"), "classification", "handling_codes", "handling_conditions", fixed=True),
    column("state", _("State"), "state"),
    column("until", _("Valid until"), "valid_from", "valid_until"),
))
