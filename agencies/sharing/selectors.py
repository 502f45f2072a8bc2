"""What the viewer sees of sharing groups."""

from django.db.models import QuerySet

from agencies.sharing.models import CatchUp, Member, SharingGroup


def sharing_groups() -> QuerySet[SharingGroup]:
    """Those that the viewer's agency keeps or that the viewer is in, those that last first."""
    return SharingGroup.objects.select_related("kept_by", "founded_by").order_by("-ended_at", "name", "id")


def members(group: SharingGroup) -> QuerySet[Member]:
    """Who is in it now, as far as the viewer may know."""
    rows = Member.objects.filter(sharing_group=group, left_at=None).select_related("agency", "person", "sharing_group")
    return rows.order_by("agency__code", "person__username", "id")


def catch_ups(group: SharingGroup) -> QuerySet[CatchUp]:
    """What the viewer's agency let newcomers read, or proposes to."""
    rows = CatchUp.objects.filter(sharing_group=group)
    return rows.select_related("epoch", "proposed_by", "decided_by", "sharing_group").order_by("-id")
