"""What waits for whom, over all rooms, each with their own eyes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.access import looking_as
from agencies.notices import inbox
from agencies.notices.inbox import Tab
from agencies.work.models import Work
from hub.kit.waiting import DECIDED_WITHIN
from intel.hits.services import take
from intel.reports.models import Report
from intel.reports.services import return_to_author
from intel.subjects.services import register_subject
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.reports import writing


def waits(viewer, tab=Tab.MINE):
    with looking_as(viewer):
        return [(row.heading, row.line.reference) for row in inbox.read(viewer, tab).rows]


@pytest.fixture
def submitted(world):
    """A report and an alert of Ana's and a subject that she shares, all before a second person."""
    report, alert = writing.submitted(world, audience=("PB",)), alerts.submitted(world, audience=("PB",))
    with looking_as(world.ana):
        from agencies.access.grants import reader_groups
        register_subject(by=world.ana, kind="PERSON", label="Rosa Condori",
                         groups=reader_groups([world.agencies["PB"]], act="subjects.view_subject"))
    return report, alert


def test_what_one_submits_waits_for_another(world, submitted):
    report, alert = submitted
    lines = [("Reports to disseminate", report.reference), ("Alerts to validate", alert.reference),
             ("Subjects to decide on", "Sharing")]
    assert waits(world.bruno) == waits(world.ana, Tab.OTHERS) == lines
    assert waits(world.ana) == waits(world.bruno, Tab.OTHERS) == []


@pytest.mark.parametrize("who", ["hugo", "carla", "celia", "diego", "elena"])
def test_it_waits_for_nobody_else(world, submitted, who):
    assert [waits(world.viewers[who], tab) for tab in Tab] == [[], [], []]


def test_a_line_opens_the_decision(world, submitted):
    page = world.client(world.bruno).get("/inbox/").content.decode()
    for row in submitted:
        assert f'href="/{row._meta.model_name}s/{row.pk}/"' in page
    assert "Rosa Condori" in page


def test_what_is_given_back_waits_for_its_author(world, submitted):
    report, _alert = submitted
    with looking_as(world.bruno):
        return_to_author(by=world.bruno, report=report, reason="Falta la fuente.", revision=report.revision)
    assert ("Reports given back", report.reference) in waits(world.ana)
    assert ("Reports to disseminate", report.reference) not in waits(world.bruno)
    draft = writing.draft(world)
    assert ("Reports given back", draft.reference) not in waits(world.ana)


def test_what_waits_too_long_is_overdue_for_both(world, submitted):
    report, _alert = submitted
    with looking_as(world.ana):
        Report.objects.filter(pk=report.pk).update(updated_at=timezone.now() - DECIDED_WITHIN - timedelta(minutes=1))
    line = ("Reports to disseminate", report.reference)
    assert waits(world.bruno, Tab.OVERDUE) == waits(world.ana, Tab.OVERDUE) == [line]
    assert waits(world.bruno)[0] == line


def test_a_hit_waits_for_the_two_agencies_that_judge_it(world):
    tax = world.agencies["SIN"]
    hit = hits.hit(world, alert_to=(tax, world.agencies["PB"]), feed_to=(tax,), feed_by=world.carla)
    waiting = ("Hits to verify", str(hit))
    assert {who for who in ("ana", "bruno", "carla", "diego", "elena") if waiting in waits(world.viewers[who])} == {
        "carla"}  # customs does not see the feed of police


def test_a_hit_that_is_taken_waits_for_who_took_it(world):
    hit = hits.hit(world)
    with looking_as(world.ana):
        take(by=world.ana, hit=hit, revision=hit.revision)
    assert waits(world.ana) == [("Hits that you verify", str(hit))]
    assert waits(world.hugo) == [] and waits(world.hugo, Tab.OTHERS) == [("Hits that you verify", str(hit))]


def test_failed_work_waits_for_the_administrator(world):
    from agencies.access import as_service
    with as_service("test"):
        for code in ("AN", "PB"):
            Work.objects.create(kind="exchange.upload", object_id=1, agency_id=world.agencies[code].pk, label=f"{code}.csv",
                                state="FAILED", failed_at=timezone.now())
    with looking_as(world.gala):
        assert [row.line.title for row in inbox.read(world.gala, Tab.MINE).rows] == ["AN.csv"]
    assert waits(world.ana) == []


def test_more_than_it_shows_are_on_the_page_of_the_room(world, monkeypatch):
    for number in range(3):
        writing.submitted(world, title=f"Informe {number}")
    with looking_as(world.bruno):
        read = inbox.read(world.bruno, Tab.MINE, shown=2)
    assert len(read.rows) == 2 and read.count == "2+" and read.more == [("Reports to disseminate", "/reports/")]


def test_home_shows_its_top_and_no_second_copy(world, submitted):
    home = world.client(world.bruno).get("/").content.decode()
    assert home.count("Rosa Condori") == 1
    assert all(home.count(row.reference) == 1 for row in submitted)


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("gala", 200), ("fabio", 403)])
def test_it_is_in_the_menu_of_whom_it_serves(world, who, status):
    client = world.client(world.viewers[who])
    assert client.get("/inbox/").status_code == status
    assert ('href="/inbox/"' in client.get("/").content.decode()) == (status == 200)


def test_another_tab_is_refused(world):
    assert world.client(world.ana).get("/inbox/?tab=x").status_code == 400


def test_the_command_says_what_waits_for_whom(world):
    assert waits_for() == "Nothing waits for anybody."
    writing.submitted(world)
    assert "bruno" in waits_for() and "Reports to disseminate 1" in waits_for()
    assert "carla" not in waits_for() and "celia" not in waits_for()
    assert "Reports to disseminate" not in waits_for("--as", "celia")
    with pytest.raises(CommandError, match="no user nadie"):
        waits_for("--as", "nadie")


def waits_for(*given):
    said = StringIO()
    call_command("what_waits", *given, stdout=said)
    return said.getvalue().strip()
