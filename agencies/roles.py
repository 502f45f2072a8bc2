"""The roles a person may have in an agency. A group means "agency X, role Y"; what a role may do is declared by each room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The closed list of roles. `docs/roles.md` says what each may do.

    Front line: what an inspection needs. Desk: sends and receives requests, on duty out of hours. Release authority: decides
    on releases. Data protection: what is held on a person and why. Auditor: logs, not content. Agency administrator: people,
    not content. In the body that keeps the hub: hub auditor (acts, agencies, times and counts) and coordinator.
    """

    FRONT_LINE = "FRONT_LINE", _("Front line")
    OFFICER = "OFFICER", _("Officer")
    ANALYST = "ANALYST", _("Analyst")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    RELEASE_AUTHORITY = "RELEASE_AUTHORITY", _("Release authority")
    DESK = "DESK", _("Desk")
    DATA_PROTECTION = "DATA_PROTECTION", _("Data protection")
    AUDITOR = "AUDITOR", _("Auditor")
    AGENCY_ADMINISTRATOR = "AGENCY_ADMINISTRATOR", _("Agency administrator")
    HUB_AUDITOR = "HUB_AUDITOR", _("Hub auditor")
    COORDINATOR = "COORDINATOR", _("Coordinator")


#: The roles that an audience is made of: "agency X" means those of them in X that read such a thing.
READERS = (Role.FRONT_LINE, Role.OFFICER, Role.ANALYST, Role.SUPERVISOR, Role.RELEASE_AUTHORITY, Role.DESK)

#: The kind of agency that keeps the hub and takes no part in what is shared.
HUB = "HUB"
#: The kind of body that is outside the hub: it has no people and no roles, and may be given a release.
OUTSIDE = "OUTSIDE"
#: Roles of the body that keeps the hub, and those that every body has.
OF_HUB = (Role.HUB_AUDITOR, Role.COORDINATOR)
OF_EVERY = (Role.AUDITOR, Role.AGENCY_ADMINISTRATOR)

#: Duties that exclude each other: nobody has roles of two of them. The database holds it: hub_duties_exclude().
EXCLUSIVE = (frozenset({Role.AGENCY_ADMINISTRATOR}), frozenset({Role.AUDITOR, Role.HUB_AUDITOR}),
             frozenset({Role.SUPERVISOR, Role.RELEASE_AUTHORITY}))


def roles_in(kind: str) -> tuple[Role, ...]:
    """The roles that a body of this kind has, in their order."""
    if kind == OUTSIDE:
        return ()
    return tuple(role for role in Role if role in OF_EVERY or (role in OF_HUB) == (kind == HUB))


def excluded(roles: "set[str]") -> list[Role]:
    """Of these roles those of different duties that exclude each other, in their order; none when they may be held together."""
    touched = [duty for duty in EXCLUSIVE if duty & roles]
    return [role for role in Role if any(role in duty for duty in touched) and role in roles] if len(touched) > 1 else []
