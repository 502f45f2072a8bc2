"""Being away: open work goes to the stand-in, what is returned meanwhile too, and what is open afterwards comes back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.handover import absences
from agencies.handover.models import Absence, Handover
from agencies.people import deactivate, person_or_absent
from agencies.roles import Role
from agencies.work import queue, running
from agencies.work.kinds import NOTICES
from agencies.work.models import Work
from hub.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from intel.reports import services as reports
from intel.reports.models import Report
from tests.enquiries.test_told import told
from tests.reports import writing
from tests.world import as_operator, engaged


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def away(world, by=None, *, person="ana", stand_in="hugo", begins=0, ends=7):
    by = by or world.bruno
    with looking_as(by):
        return absences.enter(by=by, person=world.users[person], stand_in=world.users[stand_in], begins_on=day(begins),
                              ends_on=day(ends))


def passes(*, begin=False, end=False):
    """The time comes."""
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("set role hub_service")
        cursor.execute("update work_work set not_before = now() where kind = any (%s)",
                       [[kind for kind, wanted in ((absences.BEGIN, begin), (absences.END, end)) if wanted]])
    running.run_due(NOTICES)


def holder(world, report):
    with looking_as(world.bruno):
        pk = Report.objects.get(pk=report.pk).held_by_id
    return next(name for name, user in world.users.items() if user.pk == pk)


def test_work_goes_to_the_stand_in_on_the_first_day_and_comes_back_after_the_last(world):
    report = writing.draft(world)
    away(world, world.ana, begins=3)
    running.run_due(NOTICES)
    assert holder(world, report) == "ana"
    passes(begin=True)
    assert holder(world, report) == "hugo"
    heard = told(world)
    assert heard["hugo"] == {"absence.stands_in", "handover.received"} and "ana" not in heard
    passes(end=True)
    assert holder(world, report) == "ana"
    with looking_as(world.bruno):
        assert not absences.absences().exists()
        assert Handover.objects.filter(absence__isnull=False).count() == 2
    with looking_as(world.fabio):
        assert Event.objects.filter(action="work.handed_over").count() == 2
        assert Event.objects.filter(action="absence.entered").count() == 1


def test_who_is_away_is_told_when_somebody_else_enters_it(world):
    away(world, begins=2)
    heard = told(world)
    assert heard == {"ana": {"absence.entered"}, "hugo": {"absence.stands_in"}}


def test_one_that_begins_today_begins_at_once(world):
    report = writing.draft(world)
    away(world)
    running.run_due(NOTICES)
    assert holder(world, report) == "hugo"


def test_what_is_returned_meanwhile_goes_to_the_stand_in_and_comes_back_too(world):
    before = writing.submitted(world)
    away(world)
    running.run_due(NOTICES)
    after = writing.submitted(world)  # she wrote it in spite of being away
    for report in (before, after):
        with looking_as(world.bruno):
            row = Report.objects.get(pk=report.pk)
            reports.return_to_author(by=world.bruno, report=row, reason="Falta el lugar.", revision=row.revision)
        assert holder(world, report) == "hugo"
    passes(end=True)
    assert holder(world, before) == holder(world, after) == "ana"


def test_what_the_stand_in_finished_or_handed_on_does_not_come_back(world):
    mine, finished, on = writing.draft(world, world.hugo), writing.draft(world), writing.draft(world)
    away(world)
    running.run_due(NOTICES)
    from agencies.handover.services import Thing, hand_over

    with looking_as(world.hugo):
        reports.withdraw(by=world.hugo, report=finished, reason="Ya no hace falta.", revision=finished.revision)
        hand_over(by=world.hugo, giver=world.users["hugo"], receiver=world.users["bruno"],
                  things=[Thing("reports.report", on.pk)])
    passes(end=True)
    assert [holder(world, report) for report in (mine, on)] == ["hugo", "bruno"]


def test_who_is_back_early_has_it_back(world):
    report = writing.draft(world)
    absence = away(world)
    running.run_due(NOTICES)
    with looking_as(world.ana):
        absences.end_early(by=world.ana, absence=absence)
    running.run_due(NOTICES)
    assert holder(world, report) == "ana"
    with looking_as(world.ana), pytest.raises(NotFound):
        absences.end_early(by=world.ana, absence=absence)
    later = away(world, begins=3)
    with looking_as(world.bruno):
        absences.end_early(by=world.bruno, absence=later)
    running.run_due(NOTICES)
    passes(begin=True, end=True)
    assert holder(world, report) == "ana"
    away(world)


def test_when_the_stand_in_left_it_stays_and_when_the_person_left_it_does_not_come_back(world):
    report = writing.draft(world)
    away(world, begins=1)
    with looking_as(world.gala):
        deactivate(by=world.gala, person=person_or_absent(world.gala, world.hugo.user_id))
    passes(begin=True)
    assert holder(world, report) == "ana"
    passes(end=True)
    assert holder(world, report) == "ana"


@pytest.mark.parametrize("who", ["hugo", "celia", "gala", "fabio"])
def test_only_the_person_and_a_supervisor_enter_it_and_end_it(world, who):
    with pytest.raises(NotAllowed):
        away(world, world.viewers[who])
    absence = away(world)
    with looking_as(world.viewers[who]), pytest.raises(NotAllowed):
        absences.end_early(by=world.viewers[who], absence=absence)


@pytest.mark.parametrize("field, given", [
    ("stand_in", {"stand_in": "carla"}), ("stand_in", {"stand_in": "ana"}), ("begins_on", {"begins": -1}),
    ("begins_on", {"begins": 400, "ends": 401}), ("ends_on", {"begins": 3, "ends": 2}), ("ends_on", {"ends": 400})])
def test_what_makes_no_sense_is_refused(world, field, given):
    with pytest.raises(Invalid) as refused:
        away(world, **given)
    assert refused.value.field == field


def test_nobody_is_away_twice_nor_stands_in_while_away(world):
    away(world, begins=5, ends=9)
    with pytest.raises(Conflict):
        away(world, begins=9, ends=12)
    away(world, begins=10, ends=12)
    with pytest.raises(Invalid, match="away at that time, too"):
        away(world, person="hugo", stand_in="ana", begins=7, ends=7)
    with pytest.raises(Invalid, match="Hugo stands in for Ana at that time"):  # whichever was entered first
        away(world, person="hugo", stand_in="bruno", begins=7, ends=7)
    away(world, person="hugo", stand_in="bruno", begins=13, ends=14)


def test_a_worker_that_dies_in_between_does_it_once(world, monkeypatch):
    report = writing.draft(world)
    away(world)
    done = queue.done

    def dies(rows):
        raise KeyboardInterrupt

    monkeypatch.setattr(queue, "done", dies)
    with pytest.raises(KeyboardInterrupt):
        running.run_due(NOTICES)
    assert holder(world, report) == "ana"
    monkeypatch.setattr(queue, "done", done)
    running.run_due(NOTICES)
    assert holder(world, report) == "hugo"
    with as_service("test"):
        assert not Work.objects.filter(kind=absences.BEGIN).exists()
    with looking_as(world.bruno):
        assert Handover.objects.count() == 1


def test_in_sql_nobody_else_enters_or_ends_it(world):
    away(world)
    insert = ("insert into handover_absence (owner_agency_id, classification, person_id, stand_in_id, begins_on, ends_on,"
              " entered_by_id) values (%s, 'UNCLASSIFIED', %s, %s, current_date, current_date, %s)")
    for by, agency, person, stand_in in ((world.celia, "AN", "ana", "hugo"), (world.hugo, "AN", "ana", "hugo"),
                                         (world.bruno, "AN", "ana", "carla"), (world.bruno, "PB", "carla", "ana")):
        with looking_as(by), connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                cursor.execute(insert, [world.agencies[agency].pk, world.users[person].pk, world.users[stand_in].pk, by.user_id])
    for by in (world.celia, world.hugo):
        with looking_as(by), connection.cursor() as cursor:
            cursor.execute("update handover_absence set ends_on = current_date")
            assert cursor.rowcount == 0
    with looking_as(world.celia):
        assert not Absence.objects.exists()


def recorded_in_sql(world, who, absence, *, giver, receiver):
    by = world.viewers[who]
    with looking_as(by), connection.cursor() as cursor, transaction.atomic():
        cursor.execute("insert into handover_handover (owner_agency_id, classification, giver_id, receiver_id, handed_by_id,"
                       " absence_id, things) values (%s, 'UNCLASSIFIED', %s, %s, %s, %s, '[]')",
                       [by.agency_id, world.users[giver].pk, world.users[receiver].pk, by.user_id, absence.pk])


def test_in_sql_a_record_names_no_absence_but_one_that_lets_the_work_go(world):
    absence, later = away(world), away(world, person="bruno", stand_in="ivan", begins=20, ends=30)
    running.run_due(NOTICES)
    recorded_in_sql(world, "ivan", absence, giver="ana", receiver="hugo")
    for who, named, giver, receiver in (
            ("ivan", absence, "bruno", "hugo"), ("ivan", absence, "ana", "ivan"), ("ivan", absence, "hugo", "ana"),
            ("ivan", later, "bruno", "ivan"), ("carla", absence, "ana", "hugo")):
        with pytest.raises(DatabaseError, match="row-level security"):
            recorded_in_sql(world, who, named, giver=giver, receiver=receiver)


def test_in_sql_an_absence_lets_nobody_but_the_stand_in_have_a_draft(world):
    report = writing.draft(world)
    away(world)
    running.run_due(NOTICES)
    assert holder(world, report) == "hugo"
    sara = engaged(world.agencies["AN"], "sara", Role.OFFICER)
    with looking_as(sara), connection.cursor() as cursor:
        for change in ("holds = false", f"given_by_id = {sara.user_id}"):
            with pytest.raises(DatabaseError, match="holding_is_given_by_who_has_it"), transaction.atomic():
                cursor.execute(f"update handover_holding set {change}")


def test_pages_and_programs_enter_and_end_it(world):
    ana = world.users["ana"].pk
    client, api = world.client(world.bruno), world.api(world.bruno)
    form = {"begins_on": day(2).isoformat(), "ends_on": day(5).isoformat(), "stand_in": world.users["hugo"].pk}
    assert client.post(f"/hand-over/{ana}/absence/", form | {"ends_on": "²"}).status_code == 400
    assert client.post(f"/hand-over/{ana}/absence/", form).status_code == 302
    assert "Hugo stands in" in client.get(f"/hand-over/{ana}/").content.decode()
    assert world.client(world.hugo).post(f"/hand-over/{ana}/absence/", form).status_code == 404
    with looking_as(world.bruno):
        pk = Absence.objects.get().pk
    assert world.client(world.hugo).post(f"/absences/{pk}/end/").status_code == 403
    assert world.client(world.celia).post(f"/absences/{pk}/end/").status_code == 404
    assert client.post(f"/absences/{pk}/end/").status_code == 302
    running.run_due(NOTICES)
    given = {"person": "ana", "stand_in": "hugo", "begins_on": day(2).isoformat(), "ends_on": day(5).isoformat()}
    for wrong in (given | {"person": "carla"}, given | {"person": "a\0"}, given | {"ends_on": "9999-12-31"}, given | {"why": "x"},
                  given | {"begins_on": "²"}, {}):
        assert api.post("/api/v1/absences/", wrong).status_code == 400, wrong
    made = api.post("/api/v1/absences/", given)
    assert made.status_code == 201 and made.json()["begun_at"] is None
    assert api.post("/api/v1/absences/", given).status_code == 409
    assert [row["id"] for row in api.get("/api/v1/absences/").json()["results"]] == [made.json()["id"]]
    assert world.api(world.celia).get("/api/v1/absences/").json()["results"] == []
    assert api.post(f"/api/v1/absences/{made.json()['id']}/end/").status_code == 204
