"""What an agency administrator does with the people of the agency, never with those of another.

Nobody hands out what they do not hold: no clearance above the administrator's own, and no password for somebody who is
cleared higher. Nobody changes their own roles, clearance or standing, so that each such change has a second person.
"""

import secrets
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.door import row_or_absent
from agencies.markings.classification import LADDER
from agencies.models import Agency, AgencyRole, Unit, User
from agencies.roles import Role, excluded
from agencies.services import engage
from agencies.tokens import revoke_all
from hub.kit.errors import Conflict, Invalid, NotAllowed
from hub.kit.rows import lock
from hub.kit.text import require_seen

ADMINISTER = "agencies.administer_users"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def people_of(by: Viewer) -> QuerySet[User]:
    """The people of the viewer's agency, by name; none for who does not administer them."""
    if not by.may(ADMINISTER):
        return User.objects.none()
    rows = User.objects.filter(agency=by.agency_id).select_related("agency", "unit")
    return rows.prefetch_related("groups__agency_role").order_by("username")


def person_or_absent(by: Viewer, pk: int) -> User:
    """One of the people of the viewer's agency. Raises NotFound for any other."""
    return row_or_absent(people_of(by), pk)


def roles_of(person: User) -> list[str]:
    """The codes of the person's roles, in the order of the closed list."""
    held = {group.agency_role.role for group in person.groups.all() if hasattr(group, "agency_role")}
    return [role.value for role in Role if role.value in held]


@atomic
def add_person(*, by: Viewer, username: str, first_name: str, last_name: str, email: str = "", unit: Unit | None = None,
               roles: Collection[str], clearance: str, language: str) -> User:
    """A new person of the administrator's agency, who cannot sign in until given a password.

    Raises NotAllowed, Invalid (`roles`, `clearance`, `unit`), Conflict when the name is taken.
    """
    require(by, ADMINISTER)
    _require_seen(first_name=first_name, last_name=last_name)
    _check(by, roles=roles, clearance=clearance, unit=unit)
    agency = Agency.objects.get(pk=by.agency_id)
    try:
        person = engage(agency=agency, username=username, roles=roles, first_name=first_name, last_name=last_name,
                        email=email, unit=unit, clearance=clearance, language=language)
    except ValidationError as error:
        if User.objects.filter(username__iexact=username).exists():
            raise Conflict(_("This name for signing in is taken. Choose another."), field="username") from error
        raise
    audit.record("person.added", by=by, on=person, roles=sorted(roles), clearance=clearance)
    return person


@atomic
def change_person(*, by: Viewer, person: User, first_name: str, last_name: str, email: str, unit: Unit | None,
                  roles: Collection[str], clearance: str, language: str) -> User:
    """Change what is known of a person, with roles and clearance, which hold from the next request on.

    Raises NotAllowed, Invalid (`roles`, `clearance`, `unit`).
    """
    _require_administers(by, person)
    _require_seen(first_name=first_name, last_name=last_name)
    person = lock(person)
    before = {"roles": roles_of(person), "clearance": person.clearance}
    after = {"roles": [role.value for role in Role if role.value in roles], "clearance": clearance}
    if by.user_id == person.pk and before != after:
        raise NotAllowed(_("Nobody changes their own roles or clearance. Another administrator has to."))
    _check(by, roles=roles, clearance=clearance, unit=unit, held=person.clearance)
    values: dict[str, Any] = {"first_name": first_name, "last_name": last_name, "email": email, "unit": unit,
                              "clearance": clearance, "language": language}
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    for name, value in values.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save(update_fields=list(values))
    person.groups.set(Group.objects.filter(agency_role__agency=person.agency, agency_role__role__in=list(roles)))
    audit.record("person.changed", by=by, on=person, fields=changed, before=before, after=after)
    return person


@atomic
def deactivate(*, by: Viewer, person: User) -> User:
    """From now on the person cannot sign in, sessions end and API tokens are gone. Raises NotAllowed."""
    _require_administers(by, person)
    _require_other(by, person)
    person = _set_active(person, False)
    revoke_all(person)
    audit.record("person.deactivated", by=by, on=person)
    return person


@atomic
def activate(*, by: Viewer, person: User) -> User:
    """Let a person sign in again. Raises NotAllowed."""
    _require_administers(by, person)
    _require_other(by, person)
    person = _set_active(person, True)
    audit.record("person.activated", by=by, on=person)
    return person


@atomic
def give_password(*, by: Viewer, person: User) -> str:
    """A new password for a person, told once, to the administrator; sessions of the person end. Raises NotAllowed.

    Not for somebody cleared higher than the administrator, who could otherwise read what the clearance keeps from them.
    """
    _require_administers(by, person)
    _require_other(by, person)
    if person.clearance not in by.cleared:
        raise NotAllowed(_("%(person)s is cleared higher than you. Ask an administrator with that clearance.")
                         % {"person": person})
    person = lock(person)
    password = "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _part in range(4))
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("person.password_given", by=by, on=person)
    return password


def grantable_clearances(by: Viewer, held: str = "") -> list[str]:
    """What the administrator may give: up to the own clearance, and what the person holds already."""
    return [code for code in LADDER if code in by.cleared or code == held]


def _require_administers(by: Viewer, person: User) -> None:
    require(by, ADMINISTER, when=person.agency_id == by.agency_id,
            otherwise=_("You administer the people of your own agency."))


def _require_seen(**names: str) -> None:
    for field, name in names.items():
        require_seen(name, field)


def _require_other(by: Viewer, person: User) -> None:
    if by.user_id == person.pk:
        raise NotAllowed(_("Not for yourself. Another administrator has to."))


def _check(by: Viewer, *, roles: Collection[str], clearance: str, unit: Unit | None, held: str = "") -> None:
    known = set(AgencyRole.objects.filter(agency=by.agency_id).values_list("role", flat=True))
    if not set(roles) <= known:
        raise Invalid(_("There is no such role."), field="roles")
    if both := excluded(set(roles)):
        raise Invalid(_("Nobody is %(roles)s at once: these duties exclude each other.")
                      % {"roles": f" {_('and')} ".join(str(role.label) for role in both)}, field="roles")
    if clearance not in grantable_clearances(by, held):
        raise Invalid(_("You can give a clearance up to your own."), field="clearance")
    if unit is not None and unit.agency_id != by.agency_id:
        raise Invalid(_("This unit belongs to another agency."), field="unit")


def _set_active(person: User, active: bool) -> User:
    person = lock(person)
    person.is_active = active
    person.save(update_fields=["is_active"])
    return person
