"""People are told what happened to what concerns them, by a worker, in their own eyes."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.access.grants import reader_groups, share
from agencies.notices.addressees import to_groups, to_person
from agencies.notices.announcing import notify
from agencies.notices.models import Announcement, Notice
from agencies.work.models import Work
from intel.reports.models import Report, ReportGrant
from intel.reports.services import return_to_author, withdraw
from tests.notices.told import words, work_done
from tests.reports import writing
from tests.world import engaged


def returned(world, report):
    with looking_as(world.bruno):
        return return_to_author(by=world.bruno, report=report, reason="Falta la fuente.", revision=report.revision)


def test_a_step_on_what_i_wrote_is_told_to_me_and_not_to_who_took_it(world):
    report = writing.submitted(world)
    returned(world, report)
    assert words(world.ana) == []  # until a worker has been there
    assert work_done()
    assert words(world.ana) == [f"Your report {report.reference} was returned."]
    assert words(world.bruno) == [f"Report {report.reference} waits for a second person."]
    assert words(world.hugo) == words(world.carla) == words(world.elena) == []


def test_what_is_shared_is_told_to_its_audience_and_to_nobody_else(world):
    report = writing.disseminated(world, audience=("PB",))
    work_done()
    shared = f"AN shared report {report.reference} with you."
    assert {name for name, viewer in world.viewers.items() if shared in words(viewer)} == {"carla", "celia"}
    with looking_as(world.bruno):
        report = Report.objects.get(pk=report.pk)
        withdraw(by=world.bruno, report=report, reason="Era falso.", revision=report.revision)
    work_done()
    assert words(world.carla) == [f"AN withdrew report {report.reference}.", shared]


def test_who_is_meant_and_may_not_read_it_is_not_told(world):
    """The audience is one of the database: a clearance too low, a group that does not read, a person outside."""
    low = engaged(world.agencies["PB"], "lucia", "ANALYST", clearance="UNCLASSIFIED")
    report = writing.disseminated(world, audience=("PB",), classification="CONFIDENTIAL")
    with looking_as(world.bruno):
        everybody = reader_groups(world.agencies.values(), act="reports.view_report")
        notify("report.shared", on=report, to=to_groups(everybody))
        notify("report.returned", on=report, to=to_person(world.elena.user_id))
    work_done()
    assert [words(viewer) for viewer in (low, world.elena, world.diego, world.ivan)] == [[], [], [], []]
    assert len(words(world.carla)) == 2 and words(world.hugo)
    with connection.cursor() as cursor:  # not there at all, and not merely hidden
        cursor.execute("set constraints all immediate")
        cursor.execute("set local role hub_owner")
        cursor.execute("alter table notices_notice no force row level security")
        told = set(Notice.objects.values_list("to_id", flat=True))
        cursor.execute("alter table notices_notice force row level security")
        cursor.execute("set local role hub_application")
    assert not told & {low.user_id, world.elena.user_id, world.diego.user_id, world.ivan.user_id}


def test_what_is_shared_no_more_leaves_no_notice(world):
    report = writing.disseminated(world, audience=("PB",))
    work_done()
    before = world.client(world.carla).get("/notices/bell/").content
    with looking_as(world.ana):
        share(report, groups=(), grant=ReportGrant)
    assert words(world.carla) == []
    assert b"1 new notice" in before and b"No new notice" in world.client(world.carla).get("/notices/bell/").content
    assert report.reference not in world.client(world.carla).get("/notices/").content.decode()


@pytest.mark.parametrize("audience", [(), ("PB",), ("PB", "SIN")])
def test_who_acts_writes_the_same_however_many_are_told(world, audience):
    writing.disseminated(world, audience=audience)
    with as_service("test"):
        assert Announcement.objects.filter(kind__in=("report.shared", "report.disseminated")).count() == (2 if audience else 1)
        assert Work.objects.filter(kind="notices.tell").count() == (3 if audience else 2)


def test_telling_twice_or_after_a_death_tells_once(world):
    report = writing.submitted(world)
    returned(world, report)
    with pytest.raises(RuntimeError), as_service("work"), transaction.atomic():
        from agencies.notices.telling import tell
        tell(list(Announcement.objects.values_list("pk", flat=True)))
        raise RuntimeError("the worker is killed")
    assert words(world.ana) == []
    work_done()
    work_done()
    assert len(words(world.ana)) == 1
    with as_service("test"):
        assert not Announcement.objects.exists() and not Work.objects.exists()


def test_of_one_kind_nobody_is_told_more_than_they_look_at(world, monkeypatch):
    monkeypatch.setattr("agencies.notices.telling.MOST_UNSEEN", 2)
    report = writing.disseminated(world, audience=("PB",))
    work_done()
    for _time in range(3):
        with looking_as(world.bruno):
            notify("report.shared", on=report, to=to_person(world.carla.user_id))
        with as_service("test"):  # a test is one transaction, and each act would have its own
            Announcement.objects.update(created_at=timezone.now())
        work_done()
    assert len(words(world.carla)) == 2


def test_a_kind_that_no_room_has_is_a_mistake_of_the_programmer(world):
    report = writing.draft(world)
    with looking_as(world.ana), pytest.raises(LookupError, match="report.retruned.*there are .*report.returned"):
        notify("report.retruned", on=report, to=to_person(1))


@pytest.mark.parametrize("who", ["bruno", "carla", "gala", "fabio"])
def test_a_notice_is_its_addressees_alone(world, who):
    report = writing.submitted(world)
    returned(world, report)
    work_done()
    with looking_as(world.ana):
        notice = Notice.objects.get()
    other = world.client(world.viewers[who])
    assert other.get(f"/notices/{notice.pk}/").status_code == 404
    assert other.post(f"/notices/{notice.pk}/put-away/").status_code == 404
    with looking_as(world.viewers[who]):
        assert not Notice.objects.filter(pk=notice.pk).update(seen_at=timezone.now())
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Notice.objects.bulk_create([Notice(to_id=world.ana.user_id, kind="report.returned", object_kind="reports.report",
                                               object_id=report.pk, created_at=timezone.now(),
                                               retain_until=timezone.localdate())])


def test_nobody_announces_in_anothers_name(world):
    report = writing.draft(world)
    with looking_as(world.ana), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        notify("report.returned", on=report, to=to_person(world.ana.user_id), by=replace(world.bruno))


def test_a_notice_is_called_as_the_thing_is_whatever_somebody_announces(world):
    """By SQL of one's own an announcement can name the things and the people, and bring no words."""
    report = writing.disseminated(world, audience=("PB",))
    with connection.cursor() as cursor:
        cursor.execute("select column_name, data_type from information_schema.columns where table_name = 'notices_announcement'")
        texts = {name for name, kind in cursor.fetchall() if kind not in ("bigint", "timestamp with time zone")}
    assert texts == {"kind", "object_ids", "to_groups", "act"}
    with looking_as(world.bruno):
        report.reference = "Llame al 71234567"  # what the service was handed is not asked
        notify("report.shared", on=report, to=to_person(world.carla.user_id))
    work_done()
    assert not any("71234567" in line for line in words(world.carla))
