"""The list of alerts: what its page shows, and a file of it holds."""

from django.utils.translation import gettext_lazy as _

from hub.kit.listing import Listing, column
from intel.alerts.filters import AlertFilter
from intel.alerts.selectors import newest

ALERTS = Listing("alerts", _("Alerts"), page="alerts:list", act="alerts.view_alert", of="alert", rows=newest,
                 filters=AlertFilter, columns=(
    column("reference", _("Alert"), "reference", "priority", fixed=True),
    column("subject", _("Subject"), "risk_area", subject_kind="subject.kind", subject="subject.label"),
    column("action", _("Action requested"), "action_requested"),
    column("agency", _("Issued by"), agency="owner_agency.code"),
    column("marking", _("Marking"), "classification", "handling_codes", "handling_conditions", fixed=True),
    column("state", _("State"), "state"),
    column("until", _("Valid until"), "valid_from", "valid_until"),
))
