"""Incompatible alerts on one subject: both agencies are told to call the coordinator, and neither learns of the other's."""

from typing import Any

from celery.schedules import crontab
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from agencies.labels import Carried
from hub.kit.room import MenuEntry, Panel, Room, Section, Waiting
from intel.deconfliction.tells import TELLS


class DeconflictionConfig(Room):
    name = "intel.deconfliction"
    label = "deconfliction"
    lists = ("intel.deconfliction.lists.SIDES", "intel.deconfliction.lists.COLLISIONS")
    labels = (
        Carried("deconfliction_side", by="alert_id", of="alerts_alert",
                columns={"label_id": "label_id", "subject_label_id": "subject_label_id"}),
        Carried("deconfliction_side", by="beside_id", of="alerts_alert",
                columns={"beside_label_id": "label_id", "beside_subject_label_id": "subject_label_id"}),
    )
    menu = (
        MenuEntry(_("Deconfliction"), "deconfliction:list", "arrows-split", "deconfliction.view_side", "",
                  Section.INTELLIGENCE, rank=4),
        MenuEntry(_("Collisions of alerts"), "deconfliction:collisions", "arrows-split", "deconfliction.view_collision", "",
                  Section.OVERSIGHT, rank=2),
    )
    panels = (Panel("alerts.detail", "deconfliction/_panel.html", "intel.deconfliction.panels.of_alert"),)
    tells = TELLS
    waiting = (
        Waiting(_("Alerts that collide, to be cleared up"), "intel.deconfliction.waiting.to_clear_up", page="deconfliction:list",
                at_home=False),
        Waiting(_("Collisions to coordinate"), "intel.deconfliction.waiting.to_coordinate", page="deconfliction:collisions"),
    )
    tones = {"amber": "TOLD FOUND", "blue": "SPOKEN CALLED", "green": "SOLVED"}
    enums = {"SideStateEnum": "intel.deconfliction.states.State",
             "CollisionStateEnum": "intel.deconfliction.states.CollisionState"}
    #: Every hour, though the date changes once a day: whatever was missed is made good.
    repeats = ({"task": "deconfliction.follow_calendar", "schedule": crontab(minute="8")},)

    def ready(self) -> None:
        """Declare the acts, and sign up with the rooms below."""
        from agencies.access.acts import APPROVERS, OFFICE, allow
        from agencies.access.lifecycle import stepped
        from agencies.roles import Role
        from agencies.work import kinds
        from intel.alerts.signals import alerts_changed
        from intel.deconfliction import comparing
        from intel.deconfliction.kinds import COMPARE, TELL_CLOSED
        from intel.hits.models import Hit

        allow("deconfliction.view_side", *OFFICE)
        allow("deconfliction.answer_side", *APPROVERS, Role.DESK)
        allow("deconfliction.view_collision", Role.COORDINATOR)
        allow("deconfliction.coordinate_collision", Role.COORDINATOR)
        kinds.register(COMPARE, comparing.compare, queue=kinds.NOTICES, batch=1_000)
        kinds.register(TELL_CLOSED, comparing.tell_closed, queue=kinds.NOTICES, batch=50)
        alerts_changed.connect(_alerts_changed, dispatch_uid="deconfliction.alerts")
        stepped.connect(_hits_judged, sender=Hit, dispatch_uid="deconfliction.hits")
        post_migrate.connect(_load, sender=self, dispatch_uid="deconfliction.load")


def _alerts_changed(ids: list[int], **more: Any) -> None:
    from intel.deconfliction.comparing import note_changes

    note_changes(ids)


def _hits_judged(rows: list[Any], **more: Any) -> None:
    """Who was confirmed to be a trader, and who no longer is."""
    from intel.deconfliction.comparing import note_changes

    note_changes([hit.match.alert_id for hit in rows])


def _load(sender: AppConfig, *, using: str, **more: Any) -> None:
    from django.db import connections

    from intel.deconfliction.incompatible import load_pairs

    # A migration back to before the table leaves nothing to load into.
    if sender.get_model("Incompatible")._meta.db_table in connections[using].introspection.table_names():
        load_pairs()
