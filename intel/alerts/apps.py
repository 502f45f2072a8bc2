"""What to look for."""

from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried, Citable, Labelled, Marked
from hub.kit.handing import HandedOver
from hub.kit.room import MenuEntry, Panel, Room, Section, Waiting
from intel.alerts.tells import TELLS

#: A part of an alert is seen by who sees the alert, and with it its subject.
OF_ALERT = {"label_id": "label_id", "subject_label_id": "subject_label_id"}


#: What the front line is told of: alerts that are acted on, and not in a way that the subject must not notice.
OPEN = "r.state = 'ACTIVE' and r.action_requested not in ('DISCREET_CHECK', 'OPERATIONAL_ANALYSIS')"


class AlertsConfig(Room):
    name = "intel.alerts"
    label = "alerts"
    lists = ("intel.alerts.lists.ALERTS",)
    labels = (
        Labelled("alerts_alert", act="alerts.view_alert", grants="alerts_alertgrant", shared_when="r.issued_at is not null",
                 reserved_when=f"not ({OPEN})"),
        Marked("subjects_subject", column="looked_for", of="alerts_alert", by="subject_id", when=OPEN),
        Carried("alerts_alert", by="subject_id", of="subjects_subject", columns={"subject_label_id": "label_id"}),
        Citable("alerts_alert", kind="alerts.alert", act="alerts.view_alert",
                labels={"label_id": "alerts.view_alert", "subject_label_id": "subjects.view_subject"}),
        Carried("alerts_alertstep", by="alert_id", of="alerts_alert", columns=OF_ALERT),
        Carried("alerts_alertreport", by="alert_id", of="alerts_alert", columns=OF_ALERT),
        Carried("alerts_alertreport", by="report_id", of="reports_report", columns={"report_label_id": "label_id"}),
    )
    menu = (MenuEntry(_("Alerts"), "alerts:list", "bell-ringing", "alerts.view_alert", "a", Section.INTELLIGENCE, rank=1),)
    places = ("alerts.detail", "alerts.form", "alerts.issue")
    panels = (
        Panel("subjects.subject", "alerts/_panel.html", "intel.alerts.panels.on_subject"),
        Panel("reports.report", "alerts/_panel.html", "intel.alerts.panels.on_report"),
        Panel("home.tiles", "alerts/_home_tiles.html", "intel.alerts.panels.counts", rank=1),
        Panel("home.narrow", "alerts/_home.html", "intel.alerts.panels.at_home", rank=1),
    )
    tells = TELLS
    waiting = (
        Waiting(_("Alerts to validate"), "intel.alerts.waiting.to_validate", page="alerts:list"),
        Waiting(_("Alerts given back"), "intel.alerts.waiting.returned", page="alerts:list"),
    )
    tones = {"green": "ACTIVE", "blue": "PENDING_VALIDATION", "amber": "SUSPENDED"}
    #: Every hour, though the date changes once a day: whatever was missed is made good.
    repeats = ({"task": "alerts.expire", "schedule": crontab(minute="2")},)
    enums = {"AlertStateEnum": "intel.alerts.states.State"}

    handed = (HandedOver("alerts.alert", words=_("Draft alerts"), act="alerts.change_alert", page="alerts:detail",
                         while_in=("DRAFT", "PENDING_VALIDATION"), author="created_by"),)

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, FIELD, OFFICE, WRITERS, allow
        from agencies.sharing import catching_up
        from hub.kit import citing
        from intel.alerts.citing import ALERT
        from intel.alerts.entries import require_alerts_as_high
        from intel.alerts.models import AlertGrant
        from intel.alerts.resting import require_consent
        from intel.alerts.states import IN_FORCE
        from intel.subjects.guards import guard
        from intel.subjects.signals import subjects_changed

        catching_up.register(catching_up.Given(
            AlertGrant, {"state__in": IN_FORCE, "subject__use_restricted_at__isnull": True}, check=require_consent))
        allow("alerts.view_alert", *FIELD)
        allow("alerts.view_reserved_alert", *OFFICE)
        allow("alerts.add_alert", *WRITERS)
        allow("alerts.change_alert", *WRITERS)
        allow("alerts.issue_alert", *APPROVERS)
        allow("alerts.import_watchlist", *APPROVERS)
        guard(require_alerts_as_high)
        citing.register(ALERT)
        subjects_changed.connect(_subjects_changed, dispatch_uid="alerts.subjects")


def _subjects_changed(ids: list[int], **more: Any) -> None:
    """A subject that is looked for changed: its alerts must be matched anew."""
    from intel.alerts.models import Alert
    from intel.alerts.signals import alerts_changed
    from intel.alerts.states import State

    alerts = list(Alert.objects.filter(subject__in=ids, state=State.ACTIVE).values_list("pk", flat=True))
    if alerts:
        alerts_changed.send(Alert, ids=alerts)
