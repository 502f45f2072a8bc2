"""What one side of an arrangement or an enquiry does by itself tells the other nothing: by no page, row or time, nor in SQL."""

from datetime import timedelta
from typing import Any

from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from agencies.access import looking_as
from agencies.handover import absences
from agencies.handover import services as handover
from agencies.hours import duty
from agencies.hours import services as hours
from agencies.hours.spans import Work
from agencies.keeping import holds
from intel.enquiries import services as enquiries
from tests.alerts import writing as alerts
from tests.arrangements.making import TermEntry, drafted, in_force
from tests.enquiries import making
from tests.notices.told import work_done
from tests.queries.asking import disclosed
from tests.rules.addresses import of_lists
from tests.rules.test_non_interference import answer, difference, without_own_trail
from tests.sharing.test_groups import founded
from tests.world import engaged, second_person

_TABLES = """
    select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and has_table_privilege('hub_application', c.oid, 'select') order by 1
"""
#: What grows with each look of one's own.
_OWN_TRAIL = {"audit_event", "notices_visit", "knox_authtoken", "django_session"}


def rows_of(viewer: Any) -> dict[str, list[str]]:
    """Every row of every table that somebody reads in SQL, with who wrote it last."""
    found = {}
    with looking_as(viewer), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (table,) in cursor.fetchall():
            if table not in _OWN_TRAIL:
                try:
                    with transaction.atomic():
                        cursor.execute(f'select t.xmin::text || t::text from "{table}" t order by 1')
                        found[table] = [row for (row,) in cursor.fetchall()]
                except ProgrammingError:  # of some columns alone
                    continue
    return found


def pages_of(browser: Client, program: APIClient, *more: str) -> dict[str, Any]:
    """Every list and form, and these pages, with their counterparts in the API."""
    paths = [*(address.path for address in of_lists()), *(prefix + path for path in more for prefix in ("", "/api/v1"))]
    return without_own_trail({path: answer(program if path.startswith("/api/") else browser, path) for path in paths})


def test_what_a_partner_does_by_itself_tells_the_other_side_nothing(world):
    agreed, enquiry, alert = in_force(world), making.in_work(world), alerts.issued(world, audience=("PB",))
    second_person(world.ana)  # who works where is known to all
    work_done()
    people = [world.carla, world.celia, engaged(world.agencies["PB"], "audits", "AUDITOR")]
    pages = (f"/arrangements/{agreed.pk}/", f"/enquiries/{enquiry.pk}/", f"/requests/{enquiry.request_id}/",
             f"/alerts/{alert.pk}/")
    looking = world.client(world.celia), world.api(world.celia)
    before, rows = pages_of(*looking, *pages), [rows_of(viewer) for viewer in people]
    does_all_by_itself(world, agreed, enquiry, alert)
    after, rows_after = pages_of(*looking, *pages), [rows_of(viewer) for viewer in people]
    assert {path: difference(before[path][1], after[path][1]) for path in before if before[path] != after[path]} == {}
    assert [{table: sorted(set(other[table]) ^ set(one[table])) for table in one if one[table] != other[table]}
            for one, other in zip(rows, rows_after, strict=True)] == [{}, {}, {}]
    assert agreed.reference in str(before) and enquiry.reference in str(before)


def does_all_by_itself(world: Any, agreed: Any, enquiry: Any, alert: Any) -> None:
    """Customs drafts, notes, proposes, returns, hands over, is away, holds, changes its hours, and lets tax learn something."""
    today, now = timezone.localdate(), timezone.now()
    drafted(world, TermEntry(world.agencies["AN"].pk, "SILENT"), replaces=agreed)
    drafted(world, other="PB")
    proposal = making.proposed(world, enquiry)
    with looking_as(world.bruno):
        enquiries.return_answer(by=world.bruno, proposal=proposal, reason="Falta", revision=proposal.revision)
        holds.place(by=world.bruno, on=enquiry, reason="Proceso", legal_basis="Auto 1", until=today + timedelta(days=100))
        duty.enter(by=world.bruno, person=world.users["hugo"], begins_at=now, ends_at=now + timedelta(hours=9))
        hours.add_holiday(by=world.bruno, day=today + timedelta(days=1), name="Feriado")
        hours.change_week(by=world.bruno, works=[Work(1, 0, 60)], revision=0)
        handover.hand_over(by=world.bruno, giver=world.users["ana"], receiver=world.users["hugo"])
        absences.enter(by=world.bruno, person=world.users["hugo"], stand_in=world.users["ana"], begins_on=today,
                       ends_on=today + timedelta(days=3))
    with looking_as(world.ana):
        enquiries.note(by=world.ana, enquiry=enquiry, text="Ver expediente")
    disclosed(world.ana, "HIT_CONTACT_OWNER", agency=world.agencies["SIN"], alert=alert)
    founded(world, "SIN")
    work_done()
