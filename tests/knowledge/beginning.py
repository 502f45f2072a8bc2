"""The people, sharing groups and things that random histories begin with, and the row of steps that are taken.

What happens is done to the rows themselves, as the owner of the tables, with rules of the rooms switched off that ask who acts;
what labels and history make of it is the database's business.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from agencies.access import looking_as
from agencies.markings.classification import LADDER
from agencies.models import AgencyRole, User
from agencies.sharing.services import MemberEntry, found_group
from intel.alerts.models import Alert
from intel.releases.models import Release, ReleaseRequest
from intel.reports.models import Report
from intel.subjects.models import Subject
from tests.knowledge.asking import now
from tests.knowledge.model import HERE, ROLES, Shared, Somebody, State, Thing
from tests.world import as_operator, engaged

_TABLES = ("reports_report", "alerts_alert", "subjects_subject", "reports_reportgrant", "alerts_alertgrant",
           "subjects_subjectgrant", "releases_releaserequest", "releases_release", "agencies_user", "agencies_user_groups",
           "auth_group_permissions", "sharing_member")
#: The triggers of rooms that ask who acts and in which order, and none of those that keep labels and history.
_RULES = """
    select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    where c.relname = any (%s) and not t.tgisinternal and (p.proname in ('hub_refuse', 'hub_requires_viewer', 'hub_is_another')
        or c.relname like 'releases%%' and t.tgname !~ '^(label|past|sides|until|reference)')
"""


@dataclass
class Step:
    """Something that was done, and until when it was the last."""

    apply: Callable[[State], None]
    done_at: datetime
    what: str


class Beginning:
    """What there is before anything happens, in the small world."""

    def __init__(self, world: Any, seed: int, things: int) -> None:
        self.world, self.draw = world, random.Random(seed)
        self.steps: list[Step] = []
        self.state = self.first = State()
        self.roles = dict(AgencyRole.objects.filter(agency=world.agencies[HERE]).values_list("role", "group_id"))
        self.audiences = [self.roles[role] for role in ROLES]
        self.grants = dict(Permission.objects.values_list("codename", "pk"))
        self._let_the_owner_do_everything()
        self._people()
        self._groups()
        self._things(things)

    def _let_the_owner_do_everything(self) -> None:
        with as_operator(), connection.cursor() as cursor:
            cursor.execute(_RULES, [list(_TABLES)])
            for table, trigger in cursor.fetchall():
                cursor.execute(f"alter table {table} disable trigger {trigger}")
            for table in _TABLES:
                cursor.execute(f"drop policy if exists anything on {table}")
                cursor.execute(f"create policy anything on {table} for all to hub_owner using (true) with check (true)")

    def _people(self) -> None:
        for number in range(8):
            held = set(self.draw.sample(ROLES, self.draw.randint(1, 2)))
            clearance = self.draw.choice(LADDER)
            viewer = engaged(self.world.agencies[HERE], f"p{number}", *held, clearance=clearance)
            self.state.people[viewer.user_id] = Somebody(viewer.user_id, held, clearance)

    def _groups(self) -> None:
        with looking_as(self.world.bruno):
            for number in range(2):
                group = found_group(by=self.world.bruno, name=f"G{number}", purpose="x", legal_basis="y",
                                    members=[MemberEntry(self.world.agencies["SIN"])])
                self.state.epochs[group.pk] = []
                self._follow_epochs(group.pk)

    def _follow_epochs(self, group: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("set role hub_labels")
            cursor.execute("select group_id from sharing_epoch where sharing_group_id = %s order by number", [group])
            self.state.epochs[group] = [row[0] for row in cursor.fetchall()]
            cursor.execute("set role hub_application")
        return self.state.epochs[group]

    def _things(self, how_many: int) -> None:
        author = {"AN": self.world.ana.user_id, "PB": self.world.carla.user_id, "SIN": self.world.diego.user_id}
        makes = (self._report, self._report, self._alert, self._alert, self._release)
        with as_operator():
            for number in range(how_many):
                owner, marked = self.draw.choice(("AN", "AN", "SIN", HERE)), self.draw.choice(LADDER[:3])
                made, thing = self.draw.choice(makes)(f"{owner}-X-{number}", owner, marked, author[owner])
                self.state.things[made.reference] = thing

    def _report(self, reference: str, owner: str, marked: str, author: int) -> tuple[Any, Thing]:
        made = Report.objects.create(reference=reference, owner_agency=self.world.agencies[owner], classification=marked,
                                     author_id=author, title="x", risk_area="OTHER", source_grade="A", information_grade="1")
        return made, Thing("reports.report", made.pk, Shared(owner, marked))

    def _alert(self, reference: str, owner: str, marked: str, author: int) -> tuple[Any, Thing]:
        agency, today = self.world.agencies[owner], timezone.localdate()
        subject = Subject.objects.create(owner_agency=agency, kind="PERSON", label="x", classification="UNCLASSIFIED")
        action = self.draw.choice(("SCAN", "SCAN", "DISCREET_CHECK"))
        made = Alert.objects.create(reference=reference, owner_agency=agency, classification=marked, subject=subject, reason="x",
                                    risk_area="OTHER", action_requested=action, valid_from=today, valid_until=today,
                                    created_by_id=author)
        of_subject = Shared(owner, "UNCLASSIFIED", out=True)
        return made, Thing("alerts.alert", made.pk, Shared(owner, marked), of_subject, subject.pk, action)

    def _release(self, reference: str, owner: str, marked: str, author: int) -> tuple[Any, Thing]:
        agencies = self.world.agencies
        recipient = self.draw.choice(("AN", "SIN")) if owner == HERE else HERE
        must, expires = self.draw.random() < 0.3, None
        if self.draw.random() < 0.3:
            expires = timezone.now() + timedelta(seconds=self.draw.uniform(1, 60))
        one = self.draw.choice(list(self.state.people)) if self.draw.random() < 0.25 else None
        members = self.draw.choice(list(self.state.epochs.values()))[-1] if one is None and self.draw.random() < 0.25 else None
        whom = {"for_person": User.objects.get(pk=one).username if one else "", "for_group_id": members}
        request = ReleaseRequest.objects.create(
            reference=reference, owner_agency=agencies[owner], recipient_agency=agencies[recipient], need_to_know="x",
            purpose="TAX_CONTROL", legal_basis="x", urgency="NORMAL", rests_on_others=False, classification=marked,
            created_by_id=author, **whom)
        made = Release.objects.create(
            request=request, reference=reference, holder_agency=agencies[owner], recipient_agency=agencies[recipient],
            purpose="TAX_CONTROL", legal_basis="x", classification=marked, must_acknowledge=must, digest="x", expires_at=expires,
            released_by_id=author, released_at=timezone.now(), **whom)
        return made, Thing("releases.release", made.pk, Shared(owner, marked), recipient=recipient, expires=expires,
                           must_acknowledge=must, for_person=one, for_group=members)

    def _do(self, what: str, statement: str, values: list[Any], apply: Callable[[State], None]) -> None:
        with as_operator(), connection.cursor() as cursor:
            cursor.execute(statement, values)
        self._took(what, apply)

    def _took(self, what: str, apply: Callable[[State], None]) -> None:
        apply(self.state)
        self.steps.append(Step(apply, now(), what))
