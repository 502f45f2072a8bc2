"""When an answer is due: after so many hours of the agency asked, by the clock when urgent, or when the asker names it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.access import looking_as
from agencies.hours import services as hours
from agencies.hours.selectors import over_at
from agencies.hours.spans import Work
from hub.kit.errors import Invalid, WrongState
from intel.enquiries import services
from intel.enquiries.models import Asked, Enquiry, Request
from tests.enquiries import making

LA_PAZ = ZoneInfo("America/La_Paz")


def over(by, since, number):
    with looking_as(by):
        return over_at(since, number)


@pytest.mark.parametrize("urgency, amount", [("ROUTINE", 80), ("PRIORITY", 24)])
def test_it_is_due_in_the_working_hours_of_each_agency_asked(world, urgency, amount):
    with looking_as(world.bruno):
        hours.change_week(by=world.bruno, works=[Work(day, 600, 660) for day in range(1, 8)], revision=0)
    request = making.sent(world, of=("AN", "SIN"), urgency=urgency)
    with looking_as(world.celia):
        due = dict(Enquiry.objects.filter(request=request).values_list("asked_agency__code", "due_at"))
    assert due["AN"] == over(world.bruno, request.sent_at, amount)
    assert due["SIN"] == over(world.diego, request.sent_at, amount)
    assert due["AN"].astimezone(LA_PAZ).hour in (10, 11) and due["AN"] > due["SIN"]


def test_urgent_counts_by_the_clock(world):
    row = making.enquiry(world, urgency="URGENT")
    assert row.due_at == row.sent_at + timedelta(hours=8)


def test_the_time_that_the_asker_names_wins(world):
    wanted = timezone.now() + timedelta(hours=5)
    assert making.enquiry(world, answer_by=wanted, urgency="URGENT").due_at == wanted


@pytest.mark.parametrize("wanted", [timedelta(seconds=-1), timedelta(days=366)])
def test_it_is_not_over_already_nor_further_than_a_year(world, wanted):
    with pytest.raises(Invalid) as refused:
        making.draft(world, answer_by=timezone.now() + wanted)
    assert refused.value.field == "answer_by"


def test_a_time_that_is_over_when_it_is_to_be_sent_is_not_sent(world):
    request = making.submitted(world, answer_by=timezone.now() + timedelta(seconds=1))
    with looking_as(world.celia), connection.cursor() as cursor:
        cursor.execute("select pg_sleep(1.1)")
        with pytest.raises(WrongState, match="is over"):
            services.send(by=world.celia, request=request, revision=request.revision)
    with looking_as(world.celia):
        assert Request.objects.get(pk=request.pk).state == "PENDING"


def test_who_sends_in_sql_does_not_choose_when_it_is_due(world):
    making.sent(world)
    with looking_as(world.celia), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="each_side_writes_its_own"), transaction.atomic():
            cursor.execute("update enquiries_enquiry set due_at = now() + interval '1 minute'")


@pytest.mark.parametrize("later", [timedelta(hours=-3), timedelta(days=40)])
def test_nobody_tries_out_in_sql_when_another_agency_works(world, later):
    request = making.sent(world)
    with looking_as(world.celia), pytest.raises(DatabaseError, match="enquiry_is_sent_now"), transaction.atomic():
        Enquiry.objects.create(
            **{field.name: getattr(request, field.name) for field in Asked._meta.fields}, request=request, also_asked=[],
            reference=request.reference, asking_agency_id=world.celia.agency_id, asked_agency=world.agencies["AN"],
            sent_by_id=world.celia.user_id, sent_at=request.sent_at + later)


def test_in_sql_too_nothing_is_sent_that_was_due_before(world):
    request = making.submitted(world, answer_by=timezone.now() + timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    columns = ("reference, purpose, legal_basis, question, urgency, hit_reference, classification, handling_codes,"
               " handling_conditions")
    with looking_as(world.celia), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="enquiry_is_due_after_it_is_sent"), transaction.atomic():
            cursor.execute("update enquiries_request set state = 'SENT', sent_by_id = %s, sent_at = %s", [
                world.celia.user_id, later])
            cursor.execute(
                f"insert into enquiries_enquiry (request_id, asking_agency_id, asked_agency_id, also_asked, state, revision,"
                f" sent_by_id, sent_at, updated_at, {columns}) select id, owner_agency_id, %s, '{{}}', 'SENT', 1, sent_by_id,"
                f" sent_at, now(), {columns} from enquiries_request where id = %s", [world.agencies["AN"].pk, request.pk])


def test_what_it_was_due_by_stays_when_hours_change(world):
    row = making.enquiry(world)
    with looking_as(world.bruno):
        hours.change_week(by=world.bruno, works=[Work(1, 600, 660)], revision=0)
        assert Enquiry.objects.get().due_at == row.due_at
