"""What a person may do: acts are Django permissions, held by the groups "agency X, role Y"."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.roles import READERS, Role
from hub.kit.errors import NotAllowed, StepUpRequired

if TYPE_CHECKING:
    from agencies.access.viewer import Viewer

#: Who reads intelligence in the office, and who holds it to the law; who reads what an inspection needs; who writes and works
#: it; who lets it leave the agency.
OFFICE = (*(role for role in READERS if role is not Role.FRONT_LINE), Role.DATA_PROTECTION)
FIELD = (Role.FRONT_LINE, *OFFICE)
WRITERS = (Role.OFFICER, Role.ANALYST, Role.SUPERVISOR)
APPROVERS = (Role.SUPERVISOR, Role.RELEASE_AUTHORITY)

#: How long after the password was given acts that need a fresh sign-in are open, in seconds.
FRESH_FOR = 600

_allowed: dict[str, set[str]] = defaultdict(set)
_stand_ins: dict[str, tuple[str, str]] = {}
_delegable: dict[str, str] = {}


def allow(act: str, *roles: Role, stand_in: Role | None = None, deputies_hold: str = "") -> None:
    """Declare, in the `ready` of a room, which roles hold an act (`app_label.codename` of a permission of its models).

    `stand_in` holds it in an agency that names nobody to the (one) role given. With `deputies_hold` it can be delegated for a
    while, to who holds that act by a role of their own (`agencies/deputies`).
    """
    _allowed[act].update(role.value for role in roles)
    if deputies_hold:
        _delegable[act] = deputies_hold
    if stand_in is not None:
        [first] = roles
        _stand_ins[act] = (first.value, stand_in.value)


def acts_of(role: str) -> set[str]:
    """Every act that the rooms give to a role."""
    return {act for act, roles in _allowed.items() if role in roles}


def roles_holding(act: str) -> tuple[Role, ...]:
    """The roles that hold an act, in their order. Raises LookupError for an act that no room declares."""
    return tuple(role for role in Role if role.value in _allowed[known(act)])


def may_hold(act: str) -> tuple[Role, ...]:
    """The roles that hold an act, and the one that stands in for them, in their order. Raises LookupError."""
    _first, instead = _stand_ins.get(act, ("", ""))
    return tuple(role for role in Role if role.value in _allowed[known(act)] or role.value == instead)


def readers_of(act: str) -> tuple[Role, ...]:
    """The roles that "agency X may see it" means, of what one needs this act to see."""
    return tuple(role for role in roles_holding(act) if role in READERS)


def acts_standing_in(roles: Collection[str], named: Collection[str]) -> set[str]:
    """The acts that somebody with these roles holds for want of others: `named` are the roles that the agency has people in."""
    return {act for act, (first, instead) in _stand_ins.items() if instead in roles and first not in named}


def delegable() -> dict[str, str]:
    """The acts that can be delegated, each with the one that a deputy holds by a role of their own."""
    return dict(_delegable)


def words_of(act: str) -> str:
    """An act in words: those of its permission. Of one that is none's, its code."""
    from django.apps import apps

    label, _dot, codename = act.partition(".")
    said = (permission for model in apps.get_models() if model._meta.app_label == label for permission in model._meta.permissions)
    return next((str(words) for name, words in said if name == codename), act)


def known(act: str) -> str:
    """The act, if a room declared it. Raises LookupError for any other: a misspelt name would be false for everybody."""
    if act not in _allowed:
        raise LookupError(f"No room declares the act “{act}”; there are {', '.join(sorted(_allowed))}.")
    return act


def may(viewer: "Viewer", act: str, *, when: bool = True) -> bool:
    """Whether the viewer holds the act and the rule about the row holds."""
    return viewer.may(act) and when


def require(viewer: "Viewer", act: str, *, when: bool = True, otherwise: object = "", strong: bool = False) -> None:
    """Raise NotAllowed unless the viewer holds the act and the rule about the row (`when`) holds.

    `otherwise` says what is missing and whom to ask. `strong`: and StepUpRequired unless they signed in a moment ago.
    """
    if not viewer.may(act):
        raise NotAllowed(lacking(act))
    if not when:
        raise NotAllowed(otherwise)
    if strong:
        require_fresh(viewer)


def require_fresh(viewer: "Viewer") -> None:
    """Raise StepUpRequired unless the viewer gave the password a moment ago, which no token does."""
    if not viewer.fresh:
        raise StepUpRequired(_("This needs a sign-in of the last %(minutes)s minutes on the pages of the hub; a token is not"
                               " enough.") % {"minutes": FRESH_FOR // 60})


def lacking(act: str) -> str:
    """What somebody is told whose roles do not hold the act."""
    return _("None of your roles allows this (%(act)s). Ask your agency administrator.") % {"act": act}


def check_permissions() -> None:
    """Raise LookupError for an act that is the permission of no model: a programmer's mistake, found before the hub starts."""
    from django.apps import apps

    there = {f"{model._meta.app_label}.{name}" for model in apps.get_models()
             for name in (*(f"{verb}_{model._meta.model_name}" for verb in model._meta.default_permissions),
                          *(name for name, _words in model._meta.permissions))}
    missing = sorted(set(_allowed) - there)
    if missing:
        raise LookupError(f"Acts without a permission of a model: {', '.join(missing)}.")


def settle_permissions(roles: Iterable[Any] | None = None) -> None:
    """Give the groups of all agencies, or of the AgencyRole rows given, exactly the permissions their role holds."""
    from django.contrib.auth.models import Permission

    from agencies.models import AgencyRole

    permissions = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    with transaction.atomic():
        for held in AgencyRole.objects.select_related("group") if roles is None else roles:
            held.group.permissions.set(permissions[act] for act in acts_of(held.role))


def in_markdown() -> str:
    """Which role holds which act, as `docs/roles.md` shows it; `(●)` where it stands in."""
    lines = [f"| | {' | '.join(f'`{role.value}`' for role in Role)} |", f"| --- |{' :-: |' * len(Role)}"]
    for act in sorted(_allowed):
        instead = _stand_ins.get(act, ("", ""))[1]
        held = ("●" if role.value in _allowed[act] else "(●)" if role.value == instead else "" for role in Role)
        lines.append(f"| `{act}` | {' | '.join(held)} |")
    return "\n".join(lines)
