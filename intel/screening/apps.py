"""When to match, and the matches kept. Rooms below say what changed; this room notes it as work."""

from typing import Any

from celery.schedules import crontab

from agencies.labels import Carried, Paired
from hub.kit.room import Room
from intel.screening.kinds import ALERT, CONSIGNMENT, ROUND, TRADER


class ScreeningConfig(Room):
    name = "intel.screening"
    label = "screening"
    labels = (
        Paired("screening_match", alerts="alerts_alert",
               parties={"trader_id": "trade_trader", "consignment_id": "trade_consignment"}),
        Carried("screening_sighting", by="match_id", of="screening_match"),
        Carried("screening_sighting", by="consignment_id", of="trade_consignment",
                columns={"consignment_label_id": "label_id"}),
    )

    #: Every hour, though the date changes once a day: whatever was missed is made good.
    repeats = (
        {"task": "screening.follow_calendar", "schedule": crontab(minute="5")},
        {"task": "screening.forget_changes", "schedule": crontab(minute="20")},
    )

    def ready(self) -> None:
        from agencies.access.acts import FIELD, allow
        from agencies.work import kinds
        from intel.alerts.signals import alerts_changed
        from intel.screening import live, new_alerts, rounds, services
        from intel.trade.signals import consignments_arrived, traders_changed

        allow("screening.view_match", *FIELD)
        kinds.register(ALERT, new_alerts.screen_alerts, queue=kinds.INTERACTIVE, batch=10_000, ready=live.prepare)
        kinds.register(TRADER, services.screen_traders, queue=kinds.BULK, batch=1_000, ready=live.prepare)
        kinds.register(CONSIGNMENT, services.screen_consignments, queue=kinds.BULK, batch=2_000, ready=live.prepare)
        kinds.register(ROUND, rounds.go_on, queue=kinds.BULK, batch=1_000, ready=live.prepare)
        alerts_changed.connect(_alerts_changed, dispatch_uid="screening.alerts")
        traders_changed.connect(_traders_changed, dispatch_uid="screening.traders")
        consignments_arrived.connect(_consignments_arrived, dispatch_uid="screening.consignments")


def _alerts_changed(ids: list[int], **more: Any) -> None:
    from agencies.work import queue
    from intel.screening import live

    live.note_changes(ids)
    queue.enqueue(ALERT, ids)


def _traders_changed(ids: list[int], **more: Any) -> None:
    from agencies.work import queue

    queue.enqueue(TRADER, ids)


def _consignments_arrived(ids: list[int], **more: Any) -> None:
    from agencies.work import queue

    queue.enqueue(CONSIGNMENT, ids)
