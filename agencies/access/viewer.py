"""Who is looking: a value made once at the door and carried through the request, task or command."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject, Now

from agencies.access.acts import acts_standing_in, delegable, known
from agencies.markings.classification import readable_with

if TYPE_CHECKING:
    from agencies.models import User


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at the door, or nobody, or a service of the hub.

    `acts` are permission names such as `alerts.issue_alert`; they come from the person's groups "agency X, role Y" and
    from nothing else, so that a superuser is no exception. `cleared` are the classifications the person may read.
    `fresh`: the password was given a moment ago, so that acts are open for which an old session or a token is not enough.
    `deputy_for` are those of the acts that were delegated to them, each with the id of the person in whose name.
    """

    user_id: int | None = None
    label: str = ""
    agency_id: int | None = None
    agency_code: str = ""
    unit_id: int | None = None
    group_ids: tuple[int, ...] = ()
    roles: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    cleared: tuple[str, ...] = ()
    fresh: bool = False
    deputy_for: tuple[tuple[str, int], ...] = ()
    request_id: str = ""
    address: str = ""

    @classmethod
    def of(cls, user: Any) -> "Viewer":
        """The viewer that a signed-in user is. An anonymous or inactive user, or one without an agency, is nobody."""
        if not getattr(user, "is_authenticated", False) or not user.is_active or user.agency_id is None:
            return NOBODY
        return _of_person(user)

    def may(self, act: str) -> bool:
        """Whether a role of this person allows the act at all; rules about the single row come on top.

        Raises LookupError for an act that no room declares.
        """
        return known(act) in self.acts

    def stands_for(self, act: str) -> int | None:
        """In whose name (their id) this person does an act that was delegated to them; None for what their own roles allow."""
        return next((authority for delegated, authority in self.deputy_for if delegated == act), None)

    def names(self, act: str) -> tuple[int, ...]:
        """Who does an act that this person does (their ids): the person, and the one in whose name."""
        return tuple(person for person in (self.user_id, self.stands_for(act)) if person is not None)

    def during(self, *, request_id: str = "", address: str = "") -> "Viewer":
        """The same viewer in one request, for the audit log."""
        return replace(self, request_id=request_id, address=address)

    def confirmed(self) -> "Viewer":
        """The same viewer who has just given the password, or answers for it in some other way: an operator's command."""
        return replace(self, fresh=True)

    @property
    def is_nobody(self) -> bool:
        return self.user_id is None


NOBODY = Viewer(label="anonymous")
#: Who finds out who somebody is.
DOOR = Viewer(label="door", acts=frozenset({"agencies.open_door"}))


@dataclass(frozen=True, slots=True)
class _Held:
    """What somebody holds: groups, roles, acts by these, and what others delegated to them (act, id of the other)."""

    groups: tuple[int, ...]
    roles: frozenset[str]
    acts: frozenset[str]
    delegated: tuple[tuple[str, int], ...]


def _of_person(user: "User") -> Viewer:
    """Three short queries: groups with roles and what these reach through sharing groups, permissions of the groups, agency.

    For a deputy the same of the one in whose name.
    """
    held, needs = _held(user), delegable()
    deputy_for = tuple((act, authority) for act, authority in held.delegated
                       if act not in held.acts and needs.get(act) in held.acts and _holds(authority, act, user.agency_id))
    return Viewer(
        user_id=user.pk,
        label=f"{user} ({user.username})",
        agency_id=user.agency_id,
        agency_code=user.agency.code if user.agency else "",
        unit_id=user.unit_id,
        group_ids=held.groups,
        roles=held.roles,
        acts=held.acts | {act for act, _authority in deputy_for},
        cleared=readable_with(user.clearance),
        deputy_for=tuple({act: (act, authority) for act, authority in reversed(deputy_for)}.values()),
    )


def _held(user: "User") -> _Held:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission

    from agencies.deputies.models import Delegation
    from agencies.models import AgencyRole
    from agencies.sharing.models import Epoch

    people = get_user_model()._default_manager.filter(groups=OuterRef("group"), is_active=True)
    epochs = Epoch.objects.filter(
        Q(sharing_group__members__person=None) | Q(sharing_group__members__person=user.pk),
        sharing_group__members__agency=OuterRef("agency"), sharing_group__members__left_at=None,
        sharing_group__members__roles__contains=[OuterRef("role")], sharing_group__members__since__lte=F("number"))
    delegations = Delegation.objects.filter(deputy=user.pk, owner_agency=user.agency_id, ended_at=None, begins_at__lte=Now(),
                                            ends_at__gt=Now()).order_by("begins_at", "id")
    of_agency = list(AgencyRole.objects.filter(agency=user.agency_id).values_list(
        "group_id", "role", Exists(people.filter(pk=user.pk)), Exists(people),
        ArraySubquery(epochs.order_by().values("group_id")),
        ArraySubquery(delegations.values_list(JSONObject(act="act", authority="authority_id")))))
    held_groups = [group for group, _role, held, *_more in of_agency if held]
    through = {group for _group, _role, held, _named, reached, _delegated in of_agency if held for group in reached}
    roles = frozenset(role for _group, role, held, *_more in of_agency if held)
    named = {role for _group, role, _held, anybody, *_more in of_agency if anybody}
    acts = Permission.objects.filter(group__in=held_groups).values_list("content_type__app_label", "codename").distinct()
    return _Held(
        groups=tuple(sorted({*held_groups, *through})), roles=roles,
        acts=frozenset(f"{app}.{codename}" for app, codename in acts) | acts_standing_in(roles, named),
        delegated=tuple((one["act"], one["authority"]) for one in (of_agency[0][5] if of_agency else ())))


def _holds(person: int, act: str, agency: int | None) -> bool:
    """Whether somebody is still an active person of the agency who holds an act by a role of their own."""
    from agencies.models import User

    found = User.objects.filter(pk=person, agency=agency, is_active=True).first()
    return found is not None and act in _held(found).acts
