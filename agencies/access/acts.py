"""What a person may do: acts are Django permissions, held by the groups "agency X, role Y"."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.roles import READERS, Role
from hub.kit.errors import NotAllowed

if TYPE_CHECKING:
    from agencies.access.viewer import Viewer

#: Who reads intelligence; who writes and works it; who lets it leave the agency.
OFFICE = READERS
DESK = (Role.OFFICER, Role.ANALYST, Role.SUPERVISOR)
APPROVERS = (Role.SUPERVISOR, Role.RELEASE_AUTHORITY)

_allowed: dict[str, set[str]] = defaultdict(set)


def allow(act: str, *roles: Role) -> None:
    """Declare, in the `ready` of a room, which roles hold an act (`app_label.codename` of a permission of its models)."""
    _allowed[act].update(role.value for role in roles)


def acts_of(role: str) -> set[str]:
    """Every act that the rooms give to a role."""
    return {act for act, roles in _allowed.items() if role in roles}


def known(act: str) -> str:
    """The act, if a room declared it. Raises LookupError for any other: a misspelt name would be false for everybody."""
    if act not in _allowed:
        raise LookupError(f"No room declares the act “{act}”.")
    return act


def may(viewer: "Viewer", act: str, *, when: bool = True) -> bool:
    """Whether the viewer holds the act and the rule about the row holds."""
    return viewer.may(act) and when


def require(viewer: "Viewer", act: str, *, when: bool = True, otherwise: object = "") -> None:
    """Raise NotAllowed unless the viewer holds the act and the rule about the row (`when`) holds.

    `otherwise` says what is missing and whom to ask.
    """
    if not viewer.may(act):
        raise NotAllowed(lacking(act))
    if not when:
        raise NotAllowed(otherwise)


def lacking(act: str) -> str:
    """What somebody is told whose roles do not hold the act."""
    return _("None of your roles allows this (%(act)s). Ask your agency administrator.") % {"act": act}


def settle_permissions(roles: Iterable[Any] | None = None) -> None:
    """Give the groups of all agencies, or of the AgencyRole rows given, exactly the permissions their role holds.

    Raises LookupError for an act that names no permission: a programmer's mistake.
    """
    from django.contrib.auth.models import Permission

    from agencies.models import AgencyRole

    permissions = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    missing = sorted(set(_allowed) - set(permissions))
    if missing:
        raise LookupError(f"Acts without a permission: {', '.join(missing)}")
    with transaction.atomic():
        for held in AgencyRole.objects.select_related("group") if roles is None else roles:
            held.group.permissions.set(permissions[act] for act in acts_of(held.role))
