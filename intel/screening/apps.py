"""When to match, and the matches kept. Rooms below say what changed; this room notes it as pending work."""

from typing import Any

from django.apps import AppConfig

from agencies.labels import Carried, Paired


class ScreeningConfig(AppConfig):
    name = "intel.screening"
    label = "screening"
    labels = (
        Paired("screening_match", alerts="alerts_alert",
               parties={"trader_id": "trade_trader", "consignment_id": "trade_consignment"}),
        Carried("screening_sighting", by="match_id", of="screening_match"),
        Carried("screening_sighting", by="consignment_id", of="trade_consignment",
                columns={"consignment_label_id": "label_id"}),
    )

    def ready(self) -> None:
        from agencies.access.acts import OFFICE, allow
        from intel.alerts.signals import alerts_changed
        from intel.trade.signals import consignments_arrived, traders_changed

        allow("screening.view_match", *OFFICE)
        alerts_changed.connect(_alerts_changed, dispatch_uid="screening.alerts")
        traders_changed.connect(_traders_changed, dispatch_uid="screening.traders")
        consignments_arrived.connect(_consignments_arrived, dispatch_uid="screening.consignments")


def _alerts_changed(ids: list[int], **more: Any) -> None:
    from intel.screening import pending

    pending.enqueue(pending.Kind.ALERT, ids)


def _traders_changed(ids: list[int], **more: Any) -> None:
    from intel.screening import pending

    pending.enqueue(pending.Kind.TRADER, ids)


def _consignments_arrived(ids: list[int], **more: Any) -> None:
    from intel.screening import pending

    pending.enqueue(pending.Kind.CONSIGNMENT, ids)
