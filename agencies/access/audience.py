"""Choosing who besides the own agency may see something, and saying beforehand whom that means."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.access.acts import readers_of, roles_holding
from agencies.access.grants import Shared, UnknownGroup
from agencies.access.viewer import Viewer
from agencies.markings.classification import LADDER
from agencies.models import Agency, AgencyRole
from agencies.roles import READERS, Role
from agencies.sharing.models import Epoch
from hub.kit.errors import Conflict, Invalid

_GIVEN = "select unnest(hub_sharing_groups('given'))"


@dataclass(frozen=True, slots=True)
class Seers:
    """The people of one role of one agency: in the own one how many there are, and how many are cleared for a classification.

    Of other agencies both are None: their staff is their own business. `through` is the sharing group by which they read; with
    no role, persons whom their agency names.
    """

    agency_code: str
    agency_name: str
    role: str
    people: int | None
    cleared: int | None
    own: bool
    through: str = ""

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label) if self.role else _("Persons whom the agency names")


@dataclass(frozen=True, slots=True)
class AgencyAudience:
    """One agency of an audience, with the roles that are in it; `whole` when that is everybody who reads there.

    Or a sharing group: it has a name and no code.
    """

    code: str
    name: str
    roles: tuple[str, ...]
    whole: bool


def by_agency(shared: Iterable[Shared], *, act: str) -> list[AgencyAudience]:
    """The audience of what one needs `act` to see, by agency, in the order given; the words of the roles in their own order.

    Sharing groups stand last, each once.
    """
    readers, shared = readers_of(act), list(shared)
    found: dict[str, tuple[str, set[str]]] = {}
    for held in shared:
        if not isinstance(held, AgencyRole):
            continue
        found.setdefault(held.agency.code, (held.agency.name, set()))[1].add(held.role)
    return [AgencyAudience(code, name, tuple(str(role.label) for role in READERS if role.value in held),
                           held >= {role.value for role in readers}) for code, (name, held) in found.items()] + [
        AgencyAudience("", name, (), whole=True)
        for name in dict.fromkeys(_name_of(held) for held in shared if not isinstance(held, AgencyRole))]


def _name_of(group: Epoch | UnknownGroup) -> str:
    return group.sharing_group.name if isinstance(group, Epoch) else _("A sharing group that you are not in")


def in_words(audience: Iterable[AgencyAudience]) -> str:
    """An audience as text, one agency a line, with the roles where not all of them are meant."""
    return "\n".join(one.name if one.whole else f"{one.name}: {', '.join(one.roles)}" for one in audience)


def reader_roles(act: str) -> list[AgencyRole]:
    """Every role of every agency that an audience may be made of, where `act` is needed to see; by agency code, then role."""
    roles = AgencyRole.objects.filter(role__in=readers_of(act)).select_related("agency")
    return sorted(roles, key=lambda held: (held.agency.code, READERS.index(Role(held.role))))


def audience_choices(by: Viewer, *, act: str, held: Collection[int] = ()) -> list[tuple[str, list[tuple[int, str]]]]:
    """What a form offers: for each other agency its name, and (group id, role) of those who read intelligence there.

    And sharing groups into which the viewer may give, as they are now; those of `held` as they were, too.
    """
    offered: dict[str, list[tuple[int, str]]] = {}
    for role in reader_roles(act):
        if role.agency_id != by.agency_id:
            words = f"{role.agency.code} · {role.agency.name}"
            offered.setdefault(words, []).append((role.group_id, role.get_role_display()))
    if epochs := _epochs_offered(held):
        offered[_("Sharing groups")] = epochs
    return list(offered.items())


def given_into(groups: Iterable[int] | None = None) -> QuerySet[Epoch]:
    """Epochs of the sharing groups into which the viewer may give, newest first; all of them, or those of these groups."""
    epochs = Epoch.objects.filter(sharing_group__ended_at=None, sharing_group__in=RawSQL(_GIVEN, ())).order_by(
        "sharing_group__name", "sharing_group", "-number").select_related("sharing_group")
    return epochs if groups is None else epochs.filter(group__in=groups)


def require_given_into(groups: Collection[int]) -> None:
    """Raise Conflict when a sharing group among them ended, or the viewer's agency gives nothing into it any more."""
    roles = AgencyRole.objects.filter(group__in=groups).values_list("group_id", flat=True)
    if set(groups) - set(roles) - set(given_into(groups).values_list("group_id", flat=True)):
        raise Conflict(_("A sharing group of its audience ended, or your agency gives nothing into it any more. Return it, so "
                         "that its audience is chosen anew."))


def _epochs_offered(held: Collection[int]) -> list[tuple[int, str]]:
    offered, newest = [], set()
    for epoch in given_into():
        name = epoch.sharing_group.name
        if epoch.sharing_group_id not in newest:
            newest.add(epoch.sharing_group_id)
            offered.append((epoch.group_id, name))
        elif epoch.group_id in held:
            offered.append((epoch.group_id, _("%(group)s without who joined since %(when)s") % {
                "group": name, "when": date_format(epoch.began_at, "SHORT_DATE_FORMAT")}))
    return offered


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
    unknown = chosen - set(offered.values_list("group_id", flat=True))
    if unknown and unknown - set(given_into(unknown).values_list("group_id", flat=True)):
        raise Invalid(_("This is no audience that can be chosen."), field="audience")
    return chosen


def newest_epoch(sharing_group: int, *, field: str) -> int:
    """The group by which something is given into a sharing group as it is now. Raises Invalid for one that is not there."""
    epoch = given_into().filter(sharing_group=sharing_group).first()
    if epoch is None:
        raise Invalid(_("There is no such sharing group, or you do not give into it."), field=field)
    return epoch.group_id


def groups_of(audience: Iterable[tuple[str, Collection[str]]], *, act: str) -> set[int]:
    """The groups that (agency code, roles) pairs mean; no roles means all that read what one needs `act` to see.

    A pair without a code means nobody. Raises Invalid with a path such as `audience.0.agency`.
    """
    known: dict[str, dict[str, int]] = {}
    for held in reader_roles(act):
        known.setdefault(held.agency.code, {})[held.role] = held.group_id
    groups: set[int] = set()
    for number, (code, roles) in enumerate(audience):
        if not code:
            continue
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
        cursor.execute("select agency_id, role, people, cleared, through from hub_who_will_see(%s, %s, %s)", [
            sorted(groups), [role.value for role in roles_holding(act)], list(cleared)])
        rows = cursor.fetchall()
    agencies = Agency.objects.in_bulk({agency for agency, *_rest in rows})
    found = [Seers(agencies[agency].code, agencies[agency].name, role, people, able, agency == by.agency_id,
                   through) for agency, role, people, able, through in rows]
    order = ["", *Role]
    return sorted(found, key=lambda seers: (not seers.own, seers.agency_code, seers.through, order.index(seers.role)))
