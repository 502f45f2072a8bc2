"""Founding agencies and engaging people: what an operator and an agency administrator do."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.transaction import atomic

from agencies.access.acts import settle_permissions
from agencies.markings.classification import Classification
from agencies.models import Agency, AgencyRole, Unit, User
from agencies.roles import Role, roles_in


@atomic
def found_agency(*, code: str, name: str, kind: str, country: str = "BO", address: str = "") -> Agency:
    """Create an agency with one group for each role, holding the role's permissions. Founding it again changes nothing."""
    agency, _new = Agency.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "country": country, "address": address})
    settle_permissions(_complete(agency))
    return agency


def complete_agencies() -> None:
    """Give agencies founded before there was a role the group that means it. Its permissions: `settle_permissions`."""
    for agency in Agency.objects.all():
        _complete(agency)


def _complete(agency: Agency) -> list[AgencyRole]:
    """Make the roles that the agency lacks."""
    present = set(AgencyRole.objects.filter(agency=agency).values_list("role", flat=True))
    made = []
    for role in roles_in(agency.kind):
        if role.value not in present:
            group, _new = Group.objects.get_or_create(name=f"{agency.code}: {role.value}")
            made.append(AgencyRole.objects.create(agency=agency, role=role, group=group))
    return made


@atomic
def engage(*, agency: Agency, username: str, roles: Iterable[Role | str], password: str | None = None, first_name: str = "",
           last_name: str = "", email: str = "", unit: Unit | None = None,
           clearance: str = Classification.RESTRICTED, language: str = "es") -> User:
    """Create a person of an agency with roles. Without a password the person cannot sign in yet."""
    user = User(username=username, agency=agency, unit=unit, first_name=first_name, last_name=last_name, email=email,
                clearance=clearance, language=language)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    user.groups.set(Group.objects.filter(agency_role__agency=agency, agency_role__role__in=list(roles)))
    return user
