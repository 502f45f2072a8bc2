"""What others learn of an alert who ask, said on its form: submitted with it, and confirmed by who issues it.

A part of alerts (`intel/alerts/parts.py`); its panels stand in `panels.py`.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import Viewer
from hub.kit.errors import Conflict, Invalid
from intel.alerts.models import Alert
from intel.queries.disclosure import On, can_confirm, confirm, disclose, disclosures, drop
from intel.queries.forms import LearnForm
from intel.queries.levels import Level
from intel.queries.models import Disclosure


class Learned:
    """What others learn of an alert."""

    name = "learned"
    words: object = gettext_lazy("what others learn of it who ask")

    def keep(self, by: Viewer, alert: Alert, sent: Mapping[str, Any]) -> None:
        """In the place of what the same person proposed of it before. A form that says nothing of it changes nothing."""
        form = LearnForm(sent, viewer=by)
        if form.add_prefix("level") not in sent:
            return
        if not form.is_valid():
            raise Invalid(_("Choose what others learn, and who."))
        before, level = own_proposal(by, alert), form.cleaned_data["level"]
        if before is not None:
            if (before.level, form.whom_of(before)) == (level, form.cleaned_data["whom"]):
                return
            drop(by=by, disclosure=before)
        if level:
            disclose(by=by, on=On(alert=alert), level=level, **form.chosen())

    def says(self, alert: Alert) -> list[tuple[Any, ...]]:
        """Every proposal: to whom, how much, by whom."""
        return list(waiting(alert).values_list("agency", "sharing_group", "epoch", "level", "proposed_by"))

    def issue(self, by: Viewer, alert: Alert) -> None:
        """Confirm what waits with it; what the issuer proposed, and what goes to a group that ended, waits on its own."""
        for row in waiting(alert):
            if can_confirm(by, row):
                try:
                    with atomic():
                        confirm(by=by, disclosure=row)
                except Conflict:
                    continue


def waiting(alert: Alert) -> QuerySet[Disclosure]:
    """What is proposed of an alert."""
    return disclosures(On(alert=alert)).filter(decided_at__isnull=True).exclude(level=Level.SILENT).order_by("id")


def own_proposal(by: Viewer, alert: Alert) -> Disclosure | None:
    """What the viewer proposed of it, which the form shows."""
    return waiting(alert).filter(proposed_by=by.user_id).first()
