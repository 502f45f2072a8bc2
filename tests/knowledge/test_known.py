"""What an agency could read at a moment, was told of, opened and exported until then: from the history, for its auditor."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.access import as_service, looking_as
from agencies.access.grants import reader_groups, share
from agencies.people import change_person
from agencies.roles import Role
from agencies.services import found_agency
from intel.alerts.models import Alert
from intel.knowledge.known import counted, people_then, uses_of
from intel.queries import index
from intel.reports.models import Report, ReportGrant
from intel.reports.services import disseminate
from tests.alerts import writing as alerts
from tests.hits import making as hits
from tests.knowledge.asking import could, now, read
from tests.notices.told import work_done
from tests.queries import asking as queries
from tests.releases import making as releases
from tests.reports import writing
from tests.rules.hidden import hide_one_of_each
from tests.world import as_operator, engaged, person


@pytest.fixture
def rosa(world):
    """Who audits the police."""
    return engaged(world.agencies["PB"], "rosa", Role.AUDITOR, clearance="UNCLASSIFIED")


@pytest.fixture
def ursula(world):
    with as_operator():
        keeper = found_agency(code="CEN", name="Central", kind="HUB")
    return engaged(keeper, "ursula", Role.HUB_AUDITOR, clearance="UNCLASSIFIED")


def seen(viewer):
    with looking_as(viewer):
        return {*Report.objects.values_list("reference", flat=True), *Alert.objects.values_list("reference", flat=True)}


def test_now_is_what_each_person_sees(world, rosa):
    hide_one_of_each(world)
    writing.disseminated(world, audience=("PB",)), writing.submitted(world, audience=("PB",))
    alerts.issued(world, audience=("PB",)), alerts.issued(world, audience=("SIN",), new_subject=alerts.PERSON, legal_basis="L",
                                                          suspicion_basis="S")
    fausto = engaged(world.agencies["PB"], "fausto", Role.FRONT_LINE)
    for viewer in (world.carla, world.celia, fausto, rosa):
        assert read(rosa, person=viewer.user_id) == seen(viewer)
    assert read(rosa) == seen(world.carla) | seen(world.celia)
    for viewer in (world.ana, world.bruno, world.hugo, world.ivan, world.fabio, world.gala):
        assert read(world.fabio, person=viewer.user_id) == seen(viewer)


def test_before_it_was_disseminated_and_after_it_was_taken_away(world, rosa):
    report = writing.submitted(world, audience=("PB",))
    before = now()
    with looking_as(world.bruno):
        report = disseminate(by=world.bruno, report=report, revision=report.revision)
    between = now()
    with looking_as(world.ana):
        share(report, groups=reader_groups([world.agencies["SIN"]], act="reports.view_report"), grant=ReportGrant)
    assert (read(rosa, before), read(rosa, between), read(rosa)) == (set(), {report.reference}, set())


def noted(by, action, on, at):
    """An event of the log, of another time than now."""
    with looking_as(by), connection.cursor() as cursor:
        cursor.execute("insert into audit_event (at, action, actor_id, actor_label, agency_id, object_type, object_id,"
                       " object_label, detail, request_id) values (%s, %s, %s, 'x', %s, %s, %s, 'x', '{}', '')",
                       [at, action, by.user_id, by.agency_id, on._meta.label_lower, on.pk])


def test_a_release_is_read_by_its_recipient_while_it_lasts(world):
    tomas = engaged(world.agencies["SIN"], "tomas", Role.AUDITOR, clearance="UNCLASSIFIED")
    before = now()
    release = releases.released(world, releases.sent(world), 1)
    between = now()
    from intel.releases import services
    with looking_as(world.bruno):
        release = services.recall(by=world.bruno, release=release, reason="Error.", revision=release.revision)
    for moment, holds in ((before, False), (between, True), (now(), False)):
        assert (release.reference in read(tomas, moment, kind="releases.release")) is holds
        assert (release.reference in read(world.fabio, moment, kind="releases.release")) is (moment != before)


def test_who_was_told_by_a_notice_and_when(world, rosa):
    before = now()
    report = writing.disseminated(world, audience=("PB",))
    work_done()
    row = could(rosa)[report.reference]
    assert (row.told, row.opened, row.exported) == (3 - 1, 0, 0)  # carla and celia; rosa reads no reports
    assert row.told_at is not None and before - timedelta(minutes=5) < row.told_at
    with looking_as(rosa):
        told = [(use.username, use.how) for use in uses_of("reports.report", report.pk, now()) if use.column == "TOLD"]
    assert sorted(told) == [("carla", "report.shared"), ("celia", "report.shared")]


def test_who_was_told_of_an_alert_by_a_hit(world, rosa):
    both = (world.agencies["PB"],)
    hit = hits.hit(world, feed_by=world.carla, alert_to=both)
    work_done()
    with looking_as(world.carla):
        alert = hit.match.alert
    assert could(rosa)[alert.reference].told > 0


def test_who_was_told_of_an_alert_by_the_answer_to_a_query(world, rosa):
    index.forget()
    alert = alerts.issued(world, audience=("PB",), new_subject=alerts.PERSON, legal_basis="L", suspicion_basis="S")
    query = queries.asked(world.carla, names=(alerts.PERSON.label,), birth_dates=("1971-03",))
    queries.work()
    queries.opened(query)
    with looking_as(rosa):
        told = [(use.username, use.how) for use in uses_of("alerts.alert", alert.pk, now()) if use.column == "TOLD"]
    assert ("carla", query.reference) in told
    index.forget()


def test_opened_and_exported_are_what_the_log_says_until_the_moment(world, rosa):
    report = writing.disseminated(world, audience=("PB",))
    moment = now()
    noted(world.carla, "report.read", report, moment - timedelta(seconds=2))
    noted(world.celia, "report.read", report, moment + timedelta(seconds=2))
    noted(world.celia, "report.exported", report, moment - timedelta(seconds=1))
    noted(world.ana, "report.read", report, moment - timedelta(seconds=1))
    row = could(rosa, moment)[report.reference]
    assert (row.opened, row.exported, row.opened_at) == (1, 1, moment - timedelta(seconds=2))
    assert could(rosa, moment, person=world.celia.user_id)[report.reference].opened == 0
    assert could(rosa, moment + timedelta(seconds=3))[report.reference].opened == 2


def test_what_was_opened_stays_known_when_it_is_not_read_any_more(world, rosa):
    report = writing.disseminated(world, audience=("PB",))
    world.client(world.carla).get(f"/reports/{report.pk}/")
    with looking_as(world.ana):
        share(report, groups=[], grant=ReportGrant)
    row = could(rosa)[report.reference]
    assert (row.could, row.opened) == (0, 1)


def test_it_is_narrowed(world, rosa):
    report, alert = writing.disseminated(world, audience=("PB",)), alerts.issued(world, audience=("PB",))
    own = writing.draft(world, world.carla)
    assert read(rosa) == {report.reference, alert.reference, own.reference}
    assert read(rosa, kind="reports.report") == {report.reference, own.reference}
    assert (read(rosa, whose="OWN"), read(rosa, whose="OTHERS")) == ({own.reference}, {report.reference, alert.reference})
    assert read(rosa, person=rosa.user_id) == set()


def test_people_are_as_they_were(world, rosa):
    julia = engaged(world.agencies["AN"], "julia", Role.OFFICER, clearance="RESTRICTED")
    then = now()
    with looking_as(world.gala):
        change_person(by=world.gala, person=person(julia), first_name="J", last_name="Q", email="", unit=None, roles=["ANALYST"],
                      clearance="CONFIDENTIAL", language="es")
    with looking_as(world.fabio):
        was, is_ = ([(one.roles, one.clearance) for one in people_then(moment) if one.username == "julia"]
                    for moment in (then, now()))
        assert {one.username for one in people_then(then)} == {"ana", "bruno", "fabio", "gala", "hugo", "ivan", "julia"}
    assert (was, is_) == ([(("OFFICER",), "RESTRICTED")], [(("ANALYST",), "CONFIDENTIAL")])


def test_nobody_but_an_auditor_is_answered(world, rosa, ursula):
    report = writing.disseminated(world, audience=("PB",))
    for viewer in (world.celia, world.bruno, world.gala, world.elena, ursula):
        assert could(viewer) == {}
        with looking_as(viewer):
            assert uses_of("reports.report", report.pk, now()) == [] and people_then(now()) == []
    for viewer in (rosa, world.bruno, world.elena):
        with looking_as(viewer):
            assert counted(world.agencies["PB"], now()) == []
    with as_service("tests"), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("select knowledge_begins()")


def test_an_auditor_asks_of_the_own_agency_alone(world, rosa):
    writing.disseminated(world, audience=("PB",))
    assert read(rosa, person=world.ana.user_id) == set()


@pytest.mark.parametrize("call", ["knowledge_viewers(1, now())", "knowledge_reach(1, now())", "knowledge_told(1, now())",
                                  "knowledge_used(1, now())", "knowledge_then('agencies_user', 1, null, now())"])
def test_what_they_are_made_of_is_closed(world, rosa, call):
    with looking_as(rosa), connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        with transaction.atomic():
            cursor.execute(f"select * from {call}")


def test_the_auditor_of_the_hub_reads_numbers(world, ursula):
    report = writing.disseminated(world, audience=("PB",))
    writing.disseminated(world, audience=("SIN",)), alerts.issued(world, audience=("PB",))
    world.client(world.carla).get(f"/reports/{report.pk}/")
    work_done()
    with looking_as(ursula):
        rows = {row.kind: (row.could, row.told, row.opened, row.exported) for row in counted(world.agencies["PB"], now())}
    assert rows == {"reports.report": (1, 1, 1, 0), "alerts.alert": (1, 1, 0, 0), "releases.release": (0, 0, 0, 0)}
