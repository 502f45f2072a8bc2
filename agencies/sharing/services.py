"""Founding a sharing group, letting members in, and ending both. Whoever joins reads what is given from then on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import audit
from agencies.access import Viewer, require
from agencies.access.rules import SIGNED_IN_AFRESH, Rule
from agencies.models import Agency, User
from agencies.notices.addressees import to_holders, to_person
from agencies.notices.announcing import notify
from agencies.roles import READERS
from agencies.sharing.models import Member, SharingGroup
from hub.kit.errors import Conflict, Invalid
from hub.kit.limits import NOTE
from hub.kit.rows import lock
from hub.kit.text import require_seen

KEEP = "sharing.keep_sharinggroup"
_LASTS = Rule(when=lambda by, group: group.ended_at is None, otherwise=gettext_lazy("This sharing group has ended."))
KEEPS = Rule(KEEP, when=lambda by, group: group.kept_by_id == by.agency_id,
             otherwise=gettext_lazy("Only the agency that keeps the group does this.")) & _LASTS & SIGNED_IN_AFRESH
NAMES = Rule(KEEP) & _LASTS & SIGNED_IN_AFRESH
REMOVES = Rule(KEEP, when=lambda by, member: by.agency_id in (member.agency_id, member.sharing_group.kept_by_id),
               otherwise=gettext_lazy("Only the agency that keeps the group, or the member's own, does this.")) & SIGNED_IN_AFRESH


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """An agency that is let in, with the roles meant there (none: all that read intelligence)."""

    agency: Agency
    roles: tuple[str, ...] = ()
    may_give: bool = True


@atomic
def found_group(*, by: Viewer, name: str, purpose: str, legal_basis: str, members: Iterable[MemberEntry] = (),
                members_hidden: bool = False) -> SharingGroup:
    """Found a sharing group that the viewer's agency keeps and belongs to.

    Raises NotAllowed, StepUpRequired, Invalid with the field, Conflict when the agency keeps one of that name.
    """
    require(by, KEEP, strong=True)
    said = {"name": _written(name, "name", 120), "purpose": _written(purpose, "purpose", NOTE),
            "legal_basis": _written(legal_basis, "legal_basis", NOTE)}
    try:
        with atomic():
            group = SharingGroup.objects.create(kept_by_id=by.agency_id, founded_by_id=by.user_id,
                                                members_hidden=members_hidden, **said)
    except IntegrityError as error:
        if "sharing_group_name_is_used_once" not in str(error):
            raise
        raise Conflict(_("Your agency keeps a sharing group of this name."), field="name") from error
    own = MemberEntry(Agency.objects.get(pk=by.agency_id))
    _let_in(by, group, [own, *(member for member in members if member.agency.pk != by.agency_id)])
    audit.record("sharing_group.founded", by=by, on=group, hidden=members_hidden)
    return group


@atomic
def let_in(*, by: Viewer, group: SharingGroup, members: Collection[MemberEntry]) -> None:
    """Let agencies join: they read what is given from now on. Raises NotAllowed, StepUpRequired, NotFound, Invalid, Conflict."""
    KEEPS.require(by, group)
    if not members:
        raise Invalid(_("Choose whom to let in."), field="agencies")
    _let_in(by, group, members)


@atomic
def name_person(*, by: Viewer, group: SharingGroup, person: User) -> Member:
    """Let a person of the viewer's own agency, which is a member, read besides the roles that it has there.

    Raises NotAllowed, StepUpRequired, NotFound, Invalid, Conflict.
    """
    NAMES.require(by, group)
    if person.agency_id != by.agency_id:
        raise Invalid(_("Choose somebody of your own agency."), field="person")
    mine = Member.objects.filter(sharing_group=group, agency=by.agency_id, left_at=None)
    if not mine.filter(person=None).exists():
        raise Invalid(_("Your agency is no member of this group."), field="person")
    member = Member(agency_id=by.agency_id, person=person, roles=_ALL, may_give=False)
    _join(by, group, [member])
    notify("sharing_group.named", on=group, to=to_person(person.pk), by=by)
    audit.record("sharing_group.person_named", by=by, on=member, group=group.pk, person=person.username)
    return member


@atomic
def remove(*, by: Viewer, member: Member) -> None:
    """End a membership: from now on nothing is read through it, neither old nor new. With an agency go the persons it named,
    which the database sees to.

    Raises NotAllowed, StepUpRequired, NotFound, Conflict when it was ended already.
    """
    REMOVES.require(by, member)
    member = lock(member)
    if member.left_at is not None:
        raise Conflict(_("This membership has ended already."))
    # Whom an agency names is its own business. Read before: who leaves does not see the group any more.
    on: Member | SharingGroup = member if member.person else member.sharing_group
    Member.objects.filter(pk=member.pk, left_at=None).update(left_at=timezone.now(), removed_by=by.user_id)
    _tell_left(by, member)
    audit.record("sharing_group.member_removed", by=by, on=on, group=member.sharing_group_id, agency=member.agency.code,
                 person=member.person.username if member.person else None)


@atomic
def end_group(*, by: Viewer, group: SharingGroup) -> None:
    """End a group: nobody reads through it any more, but each what is their own. The database ends its memberships.

    Raises NotAllowed, StepUpRequired, Conflict.
    """
    KEEPS.require(by, group)
    members = list(Member.objects.filter(sharing_group=group, person=None, left_at=None).select_related("agency"))
    lasting = SharingGroup.objects.filter(pk=group.pk, ended_at=None)
    if not lasting.update(ended_at=timezone.now(), ended_by=by.user_id):
        raise Conflict(_("This sharing group has ended."))
    for member in members:
        _tell_left(by, member)
    audit.record("sharing_group.ended", by=by, on=group)


def can_keep(by: Viewer, group: SharingGroup) -> bool:
    """Whether the page offers to let somebody in, and to end it."""
    return KEEPS.allows(by, group)


def can_name(by: Viewer, group: SharingGroup) -> bool:
    """Whether the page offers to name persons of the own agency."""
    return NAMES.allows(by, group) and Member.objects.filter(
        sharing_group=group, agency=by.agency_id, person=None, left_at=None).exists()


def can_remove(by: Viewer, member: Member) -> bool:
    """Whether the page offers to end a membership."""
    return member.left_at is None and REMOVES.allows(by, member)


_ALL = [role.value for role in READERS]


def _let_in(by: Viewer, group: SharingGroup, entries: Iterable[MemberEntry]) -> None:
    members = [_member(entry) for entry in entries]
    _join(by, group, members)
    for member in members:
        audit.record("sharing_group.member_let_in", by=by, on=group, agency=member.agency.code, roles=member.roles,
                     may_give=member.may_give)
        if member.agency_id != by.agency_id:
            notify("sharing_group.let_in", on=group, to=to_holders(KEEP, agency_id=member.agency_id), by=by)


def _tell_left(by: Viewer, member: Member) -> None:
    """By their agency: the group itself is there for them no more."""
    people = to_person(member.person.pk) if member.person else to_holders(KEEP, agency_id=member.agency_id)
    notify("sharing_group.left", on=member.agency, to=people, by=by)


def _member(entry: MemberEntry) -> Member:
    if unknown := set(entry.roles) - set(_ALL):
        raise Invalid(_("“%(code)s” is none of the codes.") % {"code": sorted(unknown)[0]}, field="roles")
    roles = [role for role in _ALL if role in entry.roles] or _ALL
    return Member(agency=entry.agency, roles=roles, may_give=entry.may_give)


def _join(by: Viewer, group: SharingGroup, members: list[Member]) -> None:
    """In one statement, which begins one epoch."""
    for member in members:
        member.sharing_group, member.let_in_by_id = group, by.user_id  # type: ignore[assignment]
    try:
        with atomic():
            Member.objects.bulk_create(members)
    except IntegrityError as error:
        if "member_takes_part" in str(error):
            raise Invalid(_("This agency takes no part in what is shared."), field="agencies") from error
        if "member_is_of_a_member" in str(error):
            raise Invalid(_("Your agency is no member of this group."), field="person") from error
        if "member_joins_what_lasts" in str(error):
            raise Conflict(_("This sharing group has ended.")) from error
        if "member_is_in_once" not in str(error):
            raise
        raise Conflict(_("%(member)s is a member already.") % {"member": ", ".join(map(str, members))}) from error


def _written(text: str, field: str, most: int) -> str:
    text = text.strip()
    require_seen(text, field)
    if not text:
        raise Invalid(_("This is required."), field=field)
    if len(text) > most:
        raise Invalid(_("At most %(most)s characters.") % {"most": most}, field=field)
    return text
