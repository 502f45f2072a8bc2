"""Object grants: the audience of a row, as django-guardian's grants to groups "agency X, role Y".

Each model that can be shared has its own grant table with direct foreign keys, made with `GroupGrant`; the row policies
read it. Guardian's `get_objects_for_user` is not used: the database already shows only what a viewer may see.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from guardian.models import GroupObjectPermissionBase

from agencies.access.acts import readers_of
from agencies.models import Agency, AgencyRole
from agencies.sharing.models import Epoch


@dataclass(frozen=True, slots=True)
class UnknownGroup:
    """A sharing group that a row is shared with, of which the viewer is not."""

    group_id: int


#: What a row is shared with: a role of an agency, or a sharing group as it was. All have a `group_id`.
Shared = AgencyRole | Epoch | UnknownGroup

#: In the database: the agency of who is looking, or null. Of Django's own classes, since migrations name it for good.
VIEWERS_AGENCY = models.Func(function="hub_agency", output_field=models.BigIntegerField())


class GroupGrant(GroupObjectPermissionBase):
    """Abstract: "this group may see this row". The heir adds `content_object`, a foreign key to its model.

    `granted_by_agency_id` says who may withdraw it; it is there for who sees the row. A migration of the heir holds it to be
    the owner's by a composite foreign key (`…_is_given_by_owner`).
    """

    granted_by_agency_id = models.BigIntegerField(db_default=VIEWERS_AGENCY, editable=False)
    granted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True


def reader_groups(agencies: Iterable[Agency | int], *, act: str) -> list[int]:
    """The groups that "agency X may see it" means, of what one needs this act to see."""
    ids = [agency if isinstance(agency, int) else agency.pk for agency in agencies]
    return list(AgencyRole.objects.filter(agency__in=ids, role__in=readers_of(act)).order_by("group_id")
                .values_list("group_id", flat=True))


def share(thing: models.Model, *, groups: Collection[int], grant: Any) -> None:
    """Make the audience of a row exactly these groups, besides the agency that owns it.

    `grant` is the row's grant model (a GroupGrant). Adds what is missing, removes what is not in `groups`; the caller
    has checked that the viewer may do this, and records it.
    """
    view = Permission.objects.get(
        content_type__app_label=thing._meta.app_label, codename=f"view_{thing._meta.model_name}")
    present = grant.objects.filter(content_object=thing, permission=view)
    present.exclude(group__in=groups).delete()
    have = set(present.values_list("group_id", flat=True))
    grant.objects.bulk_create(
        [grant(content_object=thing, permission=view, group_id=group) for group in groups if group not in have])


def audience_of(thing: models.Model, *, grant: Any) -> list[Shared]:
    """Whom a row is shared with, as far as the viewer may know: all of them for the owner, else the viewer's own."""
    return audiences_of([thing], grant=grant)[thing.pk]


def audiences_of(things: Collection[models.Model], *, grant: Any) -> dict[int, list[Shared]]:
    """The audience of each of several rows of one model, by id; in two or three statements, however many they are."""
    held = set(grant.objects.filter(content_object__in=things).values_list("content_object_id", "group_id"))
    ordered = shared_with({group for _row, group in held})
    return {thing.pk: [one for one in ordered if (thing.pk, one.group_id) in held] for thing in things}


def shared_with(groups: Collection[int]) -> list[Shared]:
    """What groups mean: roles by agency, then epochs of sharing groups, then what the viewer knows nothing of."""
    roles = list(AgencyRole.objects.filter(group__in=groups).select_related("agency").order_by("agency__code", "role"))
    if len(roles) == len(set(groups)):
        return list(roles)
    epochs = list(Epoch.objects.filter(group__in=groups).select_related("sharing_group")
                  .order_by("sharing_group__name", "number"))
    known: list[Shared] = [*roles, *epochs]
    return [*known, *(UnknownGroup(group) for group in sorted(set(groups) - {one.group_id for one in known}))]


def agencies_reached(groups: Collection[int]) -> list[Agency]:
    """The agencies that these groups mean, those of sharing groups among them, by code: of what the viewer's agency gives."""
    reached = RawSQL("select unnest(hub_agencies_reached(%s))", [list(groups)])
    return list(Agency.objects.filter(pk__in=reached).order_by("code"))
