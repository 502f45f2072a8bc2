"""How much there is still to match, and how much was."""

from dataclasses import dataclass

from django.db.models import Count, Q

from intel.screening.models import Match, PendingWork


@dataclass(frozen=True, slots=True)
class Backlog:
    """Rows of pending work that the viewer may know of: all for the service, else those on rows the viewer sees."""

    alerts: int
    traders: int
    consignments: int
    put_off: int

    @property
    def total(self) -> int:
        return self.alerts + self.traders + self.consignments


def backlog() -> Backlog:
    """What is waiting at this moment; `put_off` are those of them that failed before."""
    kind = PendingWork.Kind
    return Backlog(**PendingWork.objects.aggregate(
        alerts=Count("pk", filter=Q(kind=kind.ALERT)), traders=Count("pk", filter=Q(kind=kind.TRADER)),
        consignments=Count("pk", filter=Q(kind=kind.CONSIGNMENT)), put_off=Count("pk", filter=Q(attempts__gt=0))))


def matches_that_hold() -> int:
    """The number of matches that hold and that the viewer sees."""
    return Match.objects.filter(holds=True).count()
