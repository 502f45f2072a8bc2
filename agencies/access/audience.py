"""Choosing who besides the own agency may see something, and saying beforehand whom that means."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from agencies.access.acts import readers_of, roles_holding
from agencies.access.viewer import Viewer
from agencies.markings.classification import LADDER
from agencies.models import Agency, AgencyRole
from agencies.roles import READERS, Role
from hub.kit.errors import Invalid


@dataclass(frozen=True, slots=True)
class Seers:
    """The people of one role of one agency: in the own one how many there are, and how many are cleared for a classification.

    Of other agencies both are None: their staff is their own business.
    """

    agency_code: str
    agency_name: str
    role: str
    people: int | None
    cleared: int | None
    own: bool

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class AgencyAudience:
    """One agency of an audience, with the roles that are in it; `whole` when that is everybody who reads there."""

    code: str
    name: str
    roles: tuple[str, ...]
    whole: bool


def by_agency(roles: Iterable[AgencyRole], *, act: str) -> list[AgencyAudience]:
    """The audience of what one needs `act` to see, by agency, in the order given; the words of the roles in their own order."""
    readers = readers_of(act)
    found: dict[str, tuple[str, set[str]]] = {}
    for held in roles:
        found.setdefault(held.agency.code, (held.agency.name, set()))[1].add(held.role)
    return [AgencyAudience(code, name, tuple(str(role.label) for role in READERS if role.value in held),
                           held >= {role.value for role in readers}) for code, (name, held) in found.items()]


def in_words(audience: Iterable[AgencyAudience]) -> str:
    """An audience as text, one agency a line, with the roles where not all of them are meant."""
    return "\n".join(one.name if one.whole else f"{one.name}: {', '.join(one.roles)}" for one in audience)


def reader_roles(act: str) -> list[AgencyRole]:
    """Every role of every agency that an audience may be made of, where `act` is needed to see; by agency code, then role."""
    roles = AgencyRole.objects.filter(role__in=readers_of(act)).select_related("agency")
    return sorted(roles, key=lambda held: (held.agency.code, READERS.index(Role(held.role))))


def audience_choices(by: Viewer, *, act: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """What a form offers: for each other agency its name, and (group id, role) of those who read intelligence there."""
    offered: dict[str, list[tuple[int, str]]] = {}
    for held in reader_roles(act):
        if held.agency_id != by.agency_id:
            words = f"{held.agency.code} · {held.agency.name}"
            offered.setdefault(words, []).append((held.group_id, held.get_role_display()))
    return list(offered.items())


def chosen_groups(groups: Iterable[int], *, own_agency_only: bool, by: Viewer, act: str) -> set[int]:
    """The audience as group ids, when it was really chosen. Raises Invalid (`audience`) otherwise.

    Nothing chosen is not the same as "only my agency": that has to be said.
    """
    chosen = set(groups)
    if own_agency_only and chosen:
        raise Invalid(_("You chose both “only my agency” and others. Choose one."), field="audience")
    if not own_agency_only and not chosen:
        raise Invalid(_("Choose who may see it, or say that only your agency may."), field="audience")
    offered = AgencyRole.objects.filter(group__in=chosen, role__in=readers_of(act)).exclude(agency=by.agency_id)
    if chosen - set(offered.values_list("group_id", flat=True)):
        raise Invalid(_("This is no audience that can be chosen."), field="audience")
    return chosen


def groups_of(audience: Iterable[tuple[str, Collection[str]]], *, act: str) -> set[int]:
    """The groups that (agency code, roles) pairs mean; no roles means all that read what one needs `act` to see.

    Raises Invalid with a path such as `audience.0.agency`.
    """
    known: dict[str, dict[str, int]] = {}
    for held in reader_roles(act):
        known.setdefault(held.agency.code, {})[held.role] = held.group_id
    groups: set[int] = set()
    for number, (code, roles) in enumerate(audience):
        if code not in known:
            raise Invalid(_("There is no agency “%(code)s”.") % {"code": code}, field=f"audience.{number}.agency")
        for role in roles or known[code]:
            if role not in known[code]:
                raise Invalid(_("“%(role)s” is no role of “%(code)s” that reads this.") % {"role": role, "code": code},
                              field=f"audience.{number}.roles")
            groups.add(known[code][role])
    return groups


def who_will_see(groups: Collection[int], *, classification: str, by: Viewer, act: str) -> list[Seers]:
    """Whom an audience means for something of this classification: the own agency's readers first, then the groups.

    `act` is what one needs to see it.

    The database says it, as it is the database that decides who reads.
    """
    cleared = LADDER[LADDER.index(classification):]
    with connection.cursor() as cursor:
        cursor.execute("select agency_id, role, people, cleared from hub_who_will_see(%s, %s, %s)", [
            sorted(groups), [role.value for role in roles_holding(act)], list(cleared)])
        rows = cursor.fetchall()
    agencies = Agency.objects.in_bulk({agency for agency, *_rest in rows})
    found = [Seers(agencies[agency].code, agencies[agency].name, role, people, able, agency == by.agency_id)
             for agency, role, people, able in rows]
    order = list(Role)
    return sorted(found, key=lambda seers: (not seers.own, seers.agency_code, order.index(Role(seers.role))))
