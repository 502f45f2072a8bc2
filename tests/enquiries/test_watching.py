"""Who is told that a request came, that half of its time is over, that it is overdue: each once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.handover.services import hand_over
from agencies.hours import services as hours
from agencies.hours.spans import Work
from agencies.notices.models import Announcement
from agencies.people import change_person, deactivate, person_or_absent
from agencies.roles import Role
from agencies.work import queue, running
from agencies.work.kinds import NOTICES, kind_of
from agencies.work.models import Work as WorkRow
from hub.kit.errors import HubError
from intel.enquiries import metrics, services, watching
from intel.enquiries.models import Enquiry
from tests.engines import POSTGRES
from tests.enquiries import making
from tests.enquiries.test_told import told
from tests.hours.test_duty import entered, there, unit_of
from tests.notices.told import words
from tests.world import as_operator, engaged

HOUR = timedelta(hours=1)


def later(**of):
    """So much time goes by: what waits until then is due."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set role hub_service")
        cursor.execute("update work_work set not_before = not_before - %s", [timedelta(**of)])
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table enquiries_enquiry disable trigger user")
        cursor.execute("alter table enquiries_enquiry no force row level security")
        cursor.execute("update enquiries_enquiry set sent_at = sent_at - %s, due_at = due_at - %s",
                       [timedelta(**of), timedelta(**of)])
        cursor.execute("alter table enquiries_enquiry force row level security")
        cursor.execute("alter table enquiries_enquiry enable trigger user")


def only(world, kind):
    return sorted(name for name, kinds in told(world).items() if kind in kinds)


def works_always(world, by):
    with looking_as(by):
        hours.change_week(by=by, works=[Work(day, 0, 1440) for day in range(1, 8)], revision=0)


def works_never_now(world, by):
    """It works, and not today nor tomorrow."""
    day = (timezone.localdate() + timedelta(days=3)).isoweekday()
    with looking_as(by):
        hours.change_week(by=by, works=[Work(day, 600, 660)], revision=0)


def test_half_of_the_working_time_later_who_answers_is_reminded_once(world):
    works_always(world, world.bruno)
    making.enquiry(world)
    assert only(world, "request.half_over") == []
    later(hours=39)
    assert only(world, "request.half_over") == []
    later(hours=2)
    assert only(world, "request.half_over") == ["ana", "bruno", "hugo"]
    for _turn in range(3):
        running.run_due(NOTICES)
    assert [said for said in words(world.ana) if "Half" in said] == ["Half of the time to answer "
                                                                    f"{reference(world)} is over."]


def test_who_has_it_is_reminded_alone_and_a_colleague_to_whom_it_was_handed(world):
    works_always(world, world.bruno)
    making.in_work(world)
    told(world)
    with looking_as(world.bruno):
        hand_over(by=world.bruno, giver=world.users["ana"], receiver=world.users["hugo"])
    later(hours=41)
    assert only(world, "request.half_over") == ["hugo"]


@pytest.mark.parametrize("how", ["left", "without the role"])
def test_when_who_has_it_cannot_answer_any_more_all_are_reminded(world, how):
    works_always(world, world.bruno)
    making.in_work(world)
    told(world)
    with looking_as(world.gala):
        ana = person_or_absent(world.gala, world.ana.user_id)
        if how == "left":
            deactivate(by=world.gala, person=ana)
        else:
            change_person(by=world.gala, person=ana, first_name="Ana", last_name="", email="", unit=None, roles=["FRONT_LINE"],
                          clearance=ana.clearance, language="en")
    later(hours=41)
    assert only(world, "request.half_over") == ["bruno", "hugo"]


def reference(world):
    with looking_as(world.ana):
        return Enquiry.objects.get().reference


def test_it_is_half_of_the_time_that_the_agency_works(world):
    works_never_now(world, world.bruno)
    row = making.enquiry(world, urgency="PRIORITY")  # 24 hours of one hour a week
    running.run_due(NOTICES)
    with as_service("test"):
        reminded, overdue = (WorkRow.objects.get(kind=kind).not_before for kind in (watching.REMIND, watching.OVERDUE))
    assert overdue == row.due_at
    assert timedelta(weeks=11) <= reminded - row.sent_at <= timedelta(weeks=12)


def test_when_it_is_overdue_those_who_decide_are_told_and_the_asker_what_the_clock_says(world):
    works_always(world, world.bruno)
    making.enquiry(world)
    told(world)
    later(hours=81)
    heard = told(world)
    assert "request.overdue" in heard["bruno"]
    assert all("request.overdue" not in kinds for name, kinds in heard.items() if name != "bruno")
    assert {name for name, kinds in heard.items() if "request.unanswered" in kinds} == {"carla", "celia"}
    assert all("request.half_over" not in kinds for kinds in heard.values())  # it is too late for that
    running.run_due(NOTICES)
    assert len([said for said in words(world.carla) if "is not" in said]) == 1
    assert {"diego", "elena", "fabio", "gala", "ivan"}.isdisjoint(heard)


@pytest.mark.parametrize("how", ["answered", "nothing", "recalled"])
def test_what_does_not_wait_any_more_is_not_told(world, how):
    works_always(world, world.bruno)
    row = making.in_work(world)
    told(world)
    if how == "answered":
        making.answered(world, row)
    elif how == "nothing":
        with looking_as(world.ana):
            services.say_nothing_held(by=world.ana, enquiry=row, revision=row.revision)
    else:
        with looking_as(world.carla):
            services.recall(by=world.carla, enquiry=row, reason="Not needed.", revision=row.revision)
    later(hours=100)
    heard = set().union(*told(world).values())
    assert not {"request.half_over", "request.overdue", "request.unanswered"} & heard
    with as_service("test"):
        assert not WorkRow.objects.filter(kind__startswith="enquiries.").exists()


def test_nothing_on_the_shared_row_or_in_its_times_tells_that_somebody_was_reminded(world):
    works_always(world, world.bruno)
    making.enquiry(world)
    told(world)

    def row():
        with looking_as(world.celia), connection.cursor() as cursor:
            cursor.execute("select to_jsonb(e) - '{sent_at,due_at}'::text[], xmin::text from enquiries_enquiry e")
            return cursor.fetchone()

    before = None
    for time in (41, 41):
        later(hours=time)
        found = row()
        running.run_due(NOTICES)
        assert row() == found
        assert before in (None, found[0])
        before = found[0]


def test_an_urgent_one_goes_to_who_is_on_duty_when_it_comes(world):
    works_never_now(world, world.bruno)
    entered(world)
    making.enquiry(world, urgency="URGENT")
    assert only(world, "request.received") == ["ana"]
    later(hours=5)
    assert only(world, "request.half_over") == ["ana"]
    later(hours=4)
    assert only(world, "request.overdue") == ["bruno"]


def test_a_unit_on_duty_is_told_but_for_who_could_not_answer(world):
    works_never_now(world, world.bruno)
    entered(world, unit=unit_of(world, "AN", "ana", "ivan", "fabio"))
    assert len(there(world)) == 3
    making.enquiry(world, urgency="URGENT")  # RESTRICTED: Ivan is not cleared, Fabio audits
    assert only(world, "request.received") == ["ana"]


@pytest.mark.parametrize("on_duty", [None, "ivan", "fabio"])
def test_while_nobody_is_on_duty_who_could_answer_all_are_told_and_that_it_is_so(world, on_duty):
    works_never_now(world, world.bruno)
    if on_duty:
        entered(world, person=world.users[on_duty])
    making.enquiry(world, urgency="URGENT")
    assert only(world, "request.received_unattended") == ["ana", "bruno", "hugo"]
    assert "Nobody is on duty" in words(world.ana)[0] and words(world.ana)[0].startswith("PB asks urgently")
    assert only(world, "request.received") == []


def test_at_work_all_are_told_as_ever(world):
    works_always(world, world.bruno)
    making.enquiry(world, urgency="URGENT")
    assert only(world, "request.received") == ["ana", "bruno", "hugo"]
    assert words(world.ana)[0].startswith("PB asks for information")


def test_the_duty_of_another_agency_does_not_matter(world):
    works_never_now(world, world.bruno)
    entered(world, world.celia, person=world.users["carla"])
    making.enquiry(world, urgency="URGENT")
    assert only(world, "request.received_unattended") == ["ana", "bruno", "hugo"]


def test_work_that_somebody_adds_in_sql_tells_nothing_before_its_time(world):
    making.enquiry(world)
    told(world)
    with looking_as(world.celia), connection.cursor() as cursor:
        cursor.execute("insert into work_work (kind, object_id) select 'enquiries.overdue', id from enquiries_enquiry")
    assert only(world, "request.overdue") == [] and only(world, "request.unanswered") == []


def test_the_service_reads_no_word_of_what_is_asked(world):
    making.enquiry(world)
    with as_service("test"), connection.cursor() as cursor:
        assert Enquiry.objects.only("reference").get().reference.startswith("PB-RI-")
        for column in ("question", "legal_basis", "purpose", "hit_reference", "handling_conditions"):
            cursor.execute("select has_column_privilege('hub_service', 'enquiries_enquiry', %s, 'select')", [column])
            assert cursor.fetchone() == (False,)


def test_a_worker_that_dies_in_between_tells_it_once(world, monkeypatch):
    """The announcement and the end of the work are kept together, or neither."""
    making.enquiry(world)
    done = queue.done

    def dies(rows):
        raise KeyboardInterrupt

    monkeypatch.setattr(queue, "done", dies)
    with pytest.raises(KeyboardInterrupt):
        running.run_due(NOTICES)
    with as_service("test"):
        assert not Announcement.objects.filter(kind="request.received").exists()
    monkeypatch.setattr(queue, "done", done)
    assert only(world, "request.received") == ["ana", "bruno", "hugo"]
    with as_service("test"):
        assert WorkRow.objects.filter(kind=watching.REMIND).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_it_once(world):
    import threading

    from django.db import connections

    for _number in range(4):
        making.enquiry(world)
    both, faults = threading.Barrier(2), []

    def works():
        both.wait()
        try:
            running.run_due(NOTICES)
        except HubError as error:
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=works) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    running.run_due(NOTICES)
    assert not faults and POSTGRES
    assert len([said for said in words(world.ana) if "asks for information" in said]) == 4
    with as_service("test"):
        assert WorkRow.objects.filter(kind=watching.REMIND).count() == 4


def test_an_operator_sees_how_much_waits_and_how_long_answers_take(world, django_capture_on_commit_callbacks):
    works_always(world, world.bruno)
    making.enquiry(world)
    row = making.in_work(world, urgency="PRIORITY")
    later(hours=81)

    def value(gauge, urgency):
        return gauge.labels(urgency)._value.get()

    metrics.measure()
    assert [value(metrics.WAITING, code) for code in ("ROUTINE", "PRIORITY", "URGENT")] == [1, 1, 0]
    assert [value(metrics.OVERDUE, code) for code in ("ROUTINE", "PRIORITY", "URGENT")] == [1, 1, 0]
    before = metrics.ANSWER_SECONDS.labels("PRIORITY")._sum.get()
    with django_capture_on_commit_callbacks(execute=True):
        making.answered(world, row)
    assert 80 * 3600 < metrics.ANSWER_SECONDS.labels("PRIORITY")._sum.get() - before < 82 * 3600
    metrics.measure()
    assert value(metrics.WAITING, "PRIORITY") == 0
    assert kind_of(watching.RECEIVED).queue == NOTICES and Role.DESK and engaged
