"""What was said to a sharing group, for those who joined it later: they learn it when two persons say so."""

from django.db.models import Q, QuerySet

from agencies.access import Viewer
from agencies.sharing.models import Epoch
from intel.alerts.states import IN_FORCE
from intel.queries.levels import Level
from intel.queries.models import Disclosure


class Said:
    """What of this room is given into sharing groups; see `agencies/sharing/catching_up.py`."""

    def before(self, by: Viewer, epoch: Epoch) -> QuerySet[Disclosure]:
        """What is in force for the group as it was before this epoch. That it learns nothing holds for newcomers anyway."""
        there = (Q(alert__state__in=IN_FORCE, alert__subject__use_restricted_at__isnull=True)
                 | Q(subject__approved_at__isnull=False, subject__use_restricted_at__isnull=True) | ~Q(risk_area=""))
        return Disclosure.objects.filter(
            there, owner_agency=by.agency_id, sharing_group=epoch.sharing_group_id, epoch__number__lt=epoch.number,
            decided_at__isnull=False, level=Level.HIT_CONTACT_OWNER).order_by("id")

    def give(self, row: Disclosure, epoch: Epoch) -> None:
        """From now on the group as it is at this epoch learns it."""
        Disclosure.objects.filter(pk=row.pk).update(epoch=epoch)
