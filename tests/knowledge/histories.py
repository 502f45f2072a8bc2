"""Random histories of people, sharing groups and things, for a model to replay."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime

from agencies.access import Viewer, looking_as
from agencies.markings.classification import LADDER
from agencies.sharing.models import Member, SharingGroup
from agencies.sharing.services import MemberEntry, let_in, name_person, remove
from tests.knowledge.beginning import Beginning
from tests.knowledge.model import HERE, ROLES, Somebody, State, Thing
from tests.world import person


class Histories(Beginning):
    """What is done, step by step."""

    def go(self, steps: int) -> None:
        """Draw so many steps and take them."""
        self.first = deepcopy(self.state)
        things = (self._grant, self._grant, self._revoke, self._mark, self._send_out, self._send_out, self._mark_subject,
                  self._share_subject, self._move, self._end, self._acknowledge)
        for _number in range(steps):
            if self.draw.random() < 0.12:
                self._one_with_people()
            else:
                self.draw.choice(things)(*self.draw.choice(list(self.state.things.items())))

    def _group(self) -> int:
        newest = [epochs[-1] for epochs in self.state.epochs.values()]
        return self.draw.choice(newest if self.draw.random() < 0.5 else self.audiences)

    def _grant(self, reference: str, thing: Thing) -> None:
        group = self._group()
        if thing.kind == "releases.release" or group in thing.row.groups:
            return
        self._give(thing.kind.replace(".", "_"), thing.pk, group, f"view_{thing.kind.partition('.')[2]}",
                   lambda state: state.things[reference].row.groups.add(group))

    def _give(self, table: str, pk: int, group: int, act: str, apply: Callable[[State], None]) -> None:
        self._do(f"grant {table} {pk}", f"insert into {table}grant (content_object_id, group_id, permission_id,"
                 f" granted_by_agency_id) select id, %s, %s, owner_agency_id from {table} where id = %s",
                 [group, self.grants[act], pk], apply)

    def _revoke(self, reference: str, thing: Thing) -> None:
        if thing.row.groups:
            group = self.draw.choice(sorted(thing.row.groups))
            table = thing.kind.replace(".", "_")
            self._do(f"revoke {reference}", f"delete from {table}grant where content_object_id = %s and group_id = %s",
                     [thing.pk, group], lambda state: state.things[reference].row.groups.discard(group))

    def _mark(self, reference: str, thing: Thing) -> None:
        if thing.kind != "releases.release":
            marked = self.draw.choice(LADDER)
            table = thing.kind.replace(".", "_")
            self._do(f"mark {reference}", f"update {table} set classification = %s where id = %s", [marked, thing.pk],
                     lambda state: setattr(state.things[reference].row, "marked", marked))

    def _send_out(self, reference: str, thing: Thing) -> None:
        if thing.row.out or thing.kind == "releases.release":
            return
        by = {"AN": self.world.bruno.user_id, HERE: self.world.celia.user_id, "SIN": self.world.elena.user_id}[thing.row.owner]
        if thing.kind == "reports.report":
            statement = ("update reports_report set state = 'DISSEMINATED', disseminated_by_id = %s, disseminated_at = now()"
                         " where id = %s")
        else:
            statement = "update alerts_alert set state = 'ACTIVE', issued_by_id = %s, issued_at = now() where id = %s"

        def apply(state: State) -> None:
            state.things[reference].row.out, state.things[reference].state = True, "ACTIVE"
        self._do(f"send out {reference}", statement, [by, thing.pk], apply)

    def _mark_subject(self, reference: str, thing: Thing) -> None:
        if thing.subject is not None:
            marked = self.draw.choice(LADDER)
            self._do(f"mark subject of {reference}", "update subjects_subject set classification = %s where id = %s",
                     [marked, thing.subject_pk], lambda state: setattr(state.things[reference].subject, "marked", marked))

    def _share_subject(self, reference: str, thing: Thing) -> None:
        if thing.subject is None:
            return
        wanted = self.audiences if self.draw.random() < 0.7 else self.draw.sample(self.audiences, 2)
        for group in sorted(set(wanted) - thing.subject.groups):
            self._give("subjects_subject", thing.subject_pk, group, "view_subject",
                       lambda state, group=group: state.things[reference].subject.groups.add(group))  # type: ignore[union-attr,misc]

    def _move(self, reference: str, thing: Thing) -> None:
        """Withdrawn or suspended and back, an alert; withdrawn, a report, which who could read it goes on to read."""
        if thing.kind == "releases.release" or not thing.row.out:
            return
        states = ("WITHDRAWN", "DISSEMINATED") if thing.kind == "reports.report" else ("SUSPENDED", "ACTIVE", "WITHDRAWN")
        state_ = self.draw.choice(states)
        self._do(f"move {reference} to {state_}", f"update {thing.kind.replace('.', '_')} set state = %s where id = %s",
                 [state_, thing.pk], lambda state: setattr(state.things[reference], "state", state_))

    def _end(self, reference: str, thing: Thing) -> None:
        if thing.kind == "releases.release" and not thing.ended:
            self._do(f"end {reference}", "update releases_release set state = 'ENDED', ended_at = statement_timestamp()"
                     " where id = %s", [thing.pk], lambda state: setattr(state.things[reference], "ended", True))

    def _acknowledge(self, reference: str, thing: Thing) -> None:
        if thing.kind == "releases.release" and thing.must_acknowledge and not thing.acknowledged:
            self._do(f"acknowledge {reference}", "update releases_release set acknowledged_by_id = %s, acknowledged_at ="
                     " statement_timestamp() where id = %s", [self.world.celia.user_id, thing.pk],
                     lambda state: setattr(state.things[reference], "acknowledged", True))

    def _one_with_people(self) -> None:
        one = self.draw.choice(list(self.state.people.values()))
        self.draw.choice((self._clear, self._role, self._role, self._stand, self._act, self._join, self._join, self._leave))(one)

    def _clear(self, one: Somebody) -> None:
        clearance = self.draw.choice(LADDER)
        self._do(f"clear {one.pk}", "update agencies_user set clearance = %s where id = %s", [clearance, one.pk],
                 lambda state: setattr(state.people[one.pk], "clearance", clearance))

    def _stand(self, one: Somebody) -> None:
        active = not one.active
        self._do(f"stand {one.pk}", "update agencies_user set is_active = %s where id = %s", [active, one.pk],
                 lambda state: setattr(state.people[one.pk], "active", active))

    def _role(self, one: Somebody) -> None:
        role = self.draw.choice(ROLES)
        if role in one.roles:
            self._do(f"take {role} from {one.pk}", "delete from agencies_user_groups where user_id = %s and group_id = %s",
                     [one.pk, self.roles[role]], lambda state: state.people[one.pk].roles.discard(role))
        else:
            self._do(f"give {role} to {one.pk}", "insert into agencies_user_groups (user_id, group_id) values (%s, %s)",
                     [one.pk, self.roles[role]], lambda state: state.people[one.pk].roles.add(role))

    def _act(self, _one: Somebody) -> None:
        """A role of the agency loses an act, or holds it again."""
        role, act = self.draw.choice(ROLES), self.draw.choice(
            ("reports.view_report", "alerts.view_reserved_alert", "releases.view_release", "subjects.view_subject"))
        values = [self.roles[role], self.grants[act.partition(".")[2]]]
        if act in self.state.acts[role]:
            self._do(f"{role} loses {act}", "delete from auth_group_permissions where group_id = %s and permission_id = %s",
                     values, lambda state: state.acts.__setitem__(role, state.acts[role] - {act}))
        else:
            self._do(f"{role} has {act}", "insert into auth_group_permissions (group_id, permission_id) values (%s, %s)", values,
                     lambda state: state.acts.__setitem__(role, state.acts[role] | {act}))

    def _join(self, one: Somebody) -> None:
        """The agency joins a sharing group with some roles; or names a person, once it is in."""
        group = self.draw.choice(sorted(self.state.epochs))
        inside = [whom for of_group, _roles, whom, _first in self.state.members.values() if of_group == group]
        if None not in inside:
            roles = set(self.draw.sample(("OFFICER", "ANALYST", "FRONT_LINE", "DESK"), 2))
            with looking_as(self.world.bruno):
                let_in(by=self.world.bruno, group=self._sharing(group),
                       members=[MemberEntry(self.world.agencies[HERE], tuple(roles))])
                member = Member.objects.get(sharing_group=group, agency=self.world.agencies[HERE], person=None, left_at=None)
            self._joined(group, member.pk, roles, None)
        elif one.pk not in inside and one.active and one.roles:
            with looking_as(self.world.celia):
                member = name_person(by=self.world.celia, group=self._sharing(group), person=person(Viewer(user_id=one.pk)))
            self._joined(group, member.pk, set(member.roles), one.pk)

    def _joined(self, group: int, member: int, roles: set[str], whom: int | None) -> None:
        epochs = list(self._follow_epochs(group))

        def apply(state: State) -> None:
            state.epochs[group] = epochs
            state.members[member] = (group, roles, whom, len(epochs) - 1)
        self._took(f"{whom or HERE} joins {group}", apply)

    def _leave(self, _one: Somebody) -> None:
        whole = [pk for pk, (_group, _roles, whom, _first) in self.state.members.items() if whom is None]
        if not whole:
            return
        left = self.draw.choice(whole)
        group = self.state.members[left][0]

        def apply(state: State) -> None:
            state.members = {pk: told for pk, told in state.members.items() if told[0] != group}
        if self.draw.random() < 0.5:
            with looking_as(self.world.bruno):
                remove(by=self.world.bruno, member=Member.objects.get(pk=left))
            self._took(f"{HERE} leaves {group}", apply)
        else:  # and says that it left long ago
            self._do(f"{HERE} left {group}", "update sharing_member set left_at = now() - interval '1 hour', removed_by_id = %s"
                     " where id = %s", [self.world.bruno.user_id, left], apply)

    def _sharing(self, group: int) -> SharingGroup:
        return SharingGroup.objects.get(pk=group)

    # What it was at a moment

    def moments(self, how_many: int) -> Iterator[tuple[datetime, State, str]]:
        """Random moments in order, each with what was so by the model, and the last step before it."""
        chosen = set(random.Random(how_many).sample(range(len(self.steps)), how_many))
        state = deepcopy(self.first)
        for place, step in enumerate(self.steps):
            step.apply(state)
            if place in chosen:
                yield step.done_at, state, step.what
