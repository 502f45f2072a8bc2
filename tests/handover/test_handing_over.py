"""Handing over: to whom, of what, by whom; what stays; and that nobody approves what they held."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.handover import services
from agencies.handover.models import Handover, Holding
from agencies.handover.services import Thing
from agencies.roles import Role
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.alerts import services as alerts
from intel.alerts.models import Alert
from intel.enquiries import services as requests
from intel.enquiries.models import Enquiry, EnquiryStep, Request
from intel.hits import services as hits
from intel.hits.models import Hit
from intel.reports import services as reports
from intel.reports.models import Report
from tests.alerts import writing as alert_writing
from tests.enquiries import making
from tests.enquiries.test_told import told
from tests.hits import making as hit_making
from tests.keeping.days import later
from tests.keeping.test_purge import went
from tests.reports import writing as report_writing
from tests.world import engaged


def handed(world, by=None, giver="ana", receiver="hugo", things=None):
    by = by or world.bruno
    with looking_as(by):
        people = {**world.users}
        return services.hand_over(by=by, giver=people[giver], receiver=people[receiver], things=things)


def kinds(rows):
    return sorted(row["kind"] for row in rows)


def taken(world):
    hit = hit_making.hit(world)
    with looking_as(world.ana):
        return hits.take(by=world.ana, hit=hit, revision=hit.revision)


def test_all_that_somebody_holds_goes_to_a_colleague_who_goes_on_with_it(world):
    hit, report, alert = taken(world), report_writing.draft(world), alert_writing.draft(world)
    request, enquiry = making.draft(world, world.ana, of=("PB",)), making.in_work(world)
    result = handed(world)
    assert kinds(result.handed) == ["alerts.alert", "enquiries.enquiry", "enquiries.request", "hits.hit", "reports.report"]
    assert result.stays == []
    hugo = world.hugo
    with looking_as(hugo):
        assert Hit.objects.get(pk=hit.pk).taken_by_id == hugo.user_id
        report = Report.objects.get(pk=report.pk)
        assert report.author_id == world.ana.user_id and report.held_by_id == hugo.user_id
        reports.submit(by=hugo, report=reports.edit_report(by=hugo, report=report, revision=report.revision, title="Otro"),
                       revision=report.revision + 1)
        alert = Alert.objects.get(pk=alert.pk)
        alerts.submit(by=hugo, alert=alert, revision=alert.revision)
        request = Request.objects.get(pk=request.pk)
        requests.submit(by=hugo, request=request, revision=request.revision)
    with looking_as(world.ana):
        for can, row in ((reports.can_edit, Report.objects.get(pk=report.pk)), (alerts.can_edit, Alert.objects.get(pk=alert.pk))):
            assert not can(world.ana, row)
        row = Hit.objects.get(pk=hit.pk)
        with pytest.raises(Conflict):
            hits.judge(by=world.ana, hit=row, state="CONFIRMED_HIT", reason="x", revision=row.revision)
    with looking_as(world.fabio):
        assert Event.objects.filter(action="work.handed_over").count() == 5
    assert enquiry.pk in [row["id"] for row in result.handed]


@pytest.mark.parametrize("what", ["report", "alert", "request"])
def test_neither_who_began_it_nor_who_went_on_with_it_approves_it(world, what):
    second, third = (engaged(world.agencies["AN"], name, Role.SUPERVISOR) for name in ("sara", "tito"))
    author = engaged(world.agencies["AN"], "ursel", Role.SUPERVISOR)
    from agencies.models import User

    if what == "report":
        row, submit, give = report_writing.draft(world, author), reports.submit, reports.disseminate
    elif what == "alert":
        row, submit, give = alert_writing.draft(world, author), alerts.submit, alerts.issue
    else:
        row, submit, give = making.draft(world, author, of=("PB",)), requests.submit, requests.send
    thing = [Thing(row._meta.label_lower, row.pk)]
    with looking_as(author):
        people = {user.username: user for user in User.objects.filter(username__in=["sara", "tito", "ursel"])}
        assert services.hand_over(by=author, giver=people["ursel"], receiver=people["sara"], things=thing).handed

    def again():
        return type(row).objects.get(pk=row.pk)

    name = {"report": "report", "alert": "alert", "request": "request"}[what]
    with looking_as(second):
        assert submit(by=second, **{name: again()}, revision=again().revision)
        with pytest.raises(NotAllowed, match="You wrote it"):
            give(by=second, **{name: again()}, revision=again().revision)
    with looking_as(second):  # handed on, she stays one who wrote it
        services.hand_over(by=second, giver=people["sara"], receiver=people["ursel"], things=thing)
        with pytest.raises(NotAllowed, match="You wrote it"):
            give(by=second, **{name: again()}, revision=again().revision)
    with looking_as(author):
        with pytest.raises(NotAllowed, match="You wrote it"):
            give(by=author, **{name: again()}, revision=again().revision)
    table, column = {"report": ("reports_report", "disseminated"), "alert": ("alerts_alert", "issued"),
                     "request": ("enquiries_request", "sent")}[what]
    with looking_as(second), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="held_none_of_it"), transaction.atomic():
            cursor.execute(f"update {table} set {column}_by_id = %s, {column}_at = now() where id = %s", [second.user_id, row.pk])
    with looking_as(third):
        assert give(by=third, **{name: again()}, revision=again().revision)


def test_what_the_receiver_may_not_read_or_do_stays_and_is_named(world):
    report, hit = report_writing.draft(world), taken(world)  # RESTRICTED: Ivan is not cleared
    result = handed(world, receiver="ivan")
    assert {row["reference"]: row["because"] for row in result.stays}[report.reference] == "They may not read it."
    assert "reports.report" not in kinds(result.handed)
    result = handed(world, receiver="fabio", things=[Thing("reports.report", report.pk), Thing("hits.hit", hit.pk)])
    assert not result.handed and result.handover is None
    with looking_as(world.ana):
        assert Report.objects.get(pk=report.pk).held_by_id == world.ana.user_id
        assert not Handover.objects.filter(receiver=world.users["fabio"]).exists()


@pytest.mark.parametrize("who", ["hugo", "gala", "celia", "fabio"])
def test_only_the_person_and_a_supervisor_hand_it_over(world, who):
    report_writing.draft(world)
    with pytest.raises(NotAllowed):
        handed(world, world.viewers[who])
    assert handed(world, world.ana).handed


def test_nobody_of_another_agency_receives_it_nor_the_giver(world):
    report_writing.draft(world)
    for receiver in ("carla", "ana"):
        with pytest.raises(Invalid) as refused:
            handed(world, receiver=receiver)
        assert refused.value.field == "receiver"
    for things in ([], [Thing("agencies.user", 1)], [Thing("hits.hit", 1)] * 501):
        with pytest.raises(Invalid) as refused:
            handed(world, things=things)
        assert refused.value.field == "things"


def test_what_is_not_theirs_is_not_handed_over(world):
    mine, other = report_writing.draft(world), report_writing.draft(world, world.hugo)
    result = handed(world, things=[Thing("reports.report", mine.pk), Thing("reports.report", other.pk), Thing("hits.hit", 12345)])
    assert [row["id"] for row in result.handed] == [mine.pk] and {row["id"] for row in result.stays} == {other.pk, 12345}


def test_both_are_told_and_read_what_it_was(world):
    report_writing.draft(world)
    result = handed(world)
    heard = told(world)
    assert heard["hugo"] == {"handover.received"} and "handover.given" in heard["ana"]
    assert {name for name, found in heard.items() if found & {"handover.received", "handover.given"}} == {"ana", "hugo"}
    seen = []
    for name, viewer in world.viewers.items():
        with looking_as(viewer):
            if Handover.objects.filter(pk=result.handover.pk).exists():
                seen.append(name)
    assert sorted(seen) == ["ana", "bruno", "hugo"]


def test_a_draft_that_is_returned_comes_back_to_who_holds_it(world):
    report = report_writing.draft(world)
    handed(world)
    with looking_as(world.hugo):
        reports.submit(by=world.hugo, report=report, revision=report.revision)
    with looking_as(world.bruno):
        report = Report.objects.get(pk=report.pk)
        reports.return_to_author(by=world.bruno, report=report, reason="Falta el lugar.", revision=report.revision)
    heard = told(world)
    assert "report.returned" in heard["hugo"] and "report.returned" not in heard.get("ana", set())


def test_who_asked_learns_nothing_of_who_has_it(world):
    row = making.in_work(world)

    def seen():
        with looking_as(world.celia), connection.cursor() as cursor:
            cursor.execute("select to_jsonb(e), e.xmin::text from enquiries_enquiry e")
            found = cursor.fetchone()
            return found, EnquiryStep.objects.count(), Holding.objects.count(), Handover.objects.count()

    before = seen()
    assert kinds(handed(world).handed) == ["enquiries.enquiry"]
    assert seen() == before and before[2:] == (0, 0)
    with looking_as(world.hugo):
        assert Enquiry.objects.get(pk=row.pk).revision == row.revision


def test_in_sql_nobody_of_another_agency_gives_or_reads_it(world):
    report = report_writing.draft(world)
    handed(world)
    insert = ("insert into handover_holding (owner_agency_id, classification, kind, object_id, person_id, holds, given_by_id)"
              " values (%s, 'UNCLASSIFIED', 'reports.report', %s, %s, true, %s)")
    for by, agency, person in ((world.celia, "AN", "bruno"), (world.celia, "PB", "bruno"), (world.fabio, "AN", "bruno")):
        with looking_as(by), connection.cursor() as cursor:
            assert not Holding.objects.exists()
            with pytest.raises(DatabaseError, match="row-level security|holding_is_given_by_who_has_it"), transaction.atomic():
                cursor.execute(insert, [world.agencies[agency].pk, report.pk, world.users[person].pk, by.user_id])
            cursor.execute("update handover_holding set holds = true")
            assert cursor.rowcount == 0
    with looking_as(world.hugo), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("update handover_holding set person_id = %s", [world.ana.user_id])
        cursor.execute("delete from handover_holding")
        assert cursor.rowcount == 0


HOLD = ("insert into handover_holding (owner_agency_id, classification, kind, object_id, person_id, holds, given_by_id)"
        " values (%s, 'UNCLASSIFIED', %s, %s, %s, true, %s)")


def holds_in_sql(world, who, row, *, to, kind="reports.report"):
    by = world.viewers[who]
    with looking_as(by), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(HOLD, [by.agency_id, kind, row.pk, world.users[to].pk, by.user_id])


@pytest.mark.parametrize(("who", "to"), [("hugo", "hugo"), ("hugo", "bruno"), ("ivan", "ana")])
def test_in_sql_nobody_takes_or_gives_a_colleague_s_draft(world, who, to):
    report = report_writing.draft(world)
    with pytest.raises(DatabaseError, match="holding_is_given_by_who_has_it"):
        holds_in_sql(world, who, report, to=to)


@pytest.mark.parametrize("who", ["ana", "bruno"])
def test_in_sql_its_author_and_a_supervisor_give_it(world, who):
    report = report_writing.draft(world)
    holds_in_sql(world, who, report, to="hugo")
    with looking_as(world.hugo):
        assert Report.objects.get(pk=report.pk).held_by_id == world.hugo.user_id


def test_in_sql_nobody_holds_what_is_not_there_or_another_agency_s(world):
    with pytest.raises(DatabaseError, match="holding_is_given_by_who_has_it"):
        holds_in_sql(world, "hugo", report_writing.draft(world, world.carla), to="hugo")
    for kind in ("enquiries.enquiry", "hits.hit", "x.y"):
        with pytest.raises(DatabaseError, match="holding_is_given_by_who_has_it"):
            holds_in_sql(world, "bruno", world.users["ana"], to="bruno", kind=kind)


def test_in_sql_who_gave_it_away_and_who_never_had_it_take_nothing_back(world):
    report = report_writing.draft(world)
    handed(world)
    for by in (world.ana, engaged(world.agencies["AN"], "sara", Role.OFFICER)):
        with looking_as(by), connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="holding_is_given_by_who_has_it"), transaction.atomic():
                cursor.execute("update handover_holding set holds = false where object_id = %s", [report.pk])


def test_who_held_a_thing_is_forgotten_with_it(world):
    making.draft(world, world.ana, of=("PB",)), report_writing.draft(world)
    handed(world)
    with looking_as(world.bruno):
        assert set(Holding.objects.values_list("kind", flat=True)) == {"enquiries.request", "reports.report"}
    with later(1827):
        assert went()["enquiries.request"] == 1
    with looking_as(world.bruno):
        assert set(Holding.objects.values_list("kind", flat=True)) == {"reports.report"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_over_at_once_one_receiver_has_it(world):
    hit, report = taken(world), report_writing.draft(world)
    both, found = threading.Barrier(2), []

    def hands(receiver):
        both.wait()
        try:
            found.append(len(handed(world, receiver=receiver).handed))
        finally:
            connections.close_all()

    engaged(world.agencies["AN"], "sara", Role.OFFICER)
    threads = [threading.Thread(target=hands, args=[receiver]) for receiver in ("hugo", "bruno")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with looking_as(world.bruno):
        assert Holding.objects.filter(object_id=report.pk, holds=True).count() == 1
        assert Hit.objects.get(pk=hit.pk).taken_by_id in (world.hugo.user_id, world.bruno.user_id)
    assert sum(found) == 2  # who came second is told that it is not theirs any more


def test_the_page_shows_what_one_holds_and_hands_it_over(world):
    report = report_writing.draft(world)
    ana = world.users["ana"].pk
    client = world.client(world.bruno)
    assert "Ana" in client.get("/hand-over/").content.decode()
    assert report.reference in client.get(f"/hand-over/{ana}/").content.decode()
    assert client.post(f"/hand-over/{ana}/", {"things": f"reports.report:{report.pk}"}).status_code == 400
    answer = client.post(f"/hand-over/{ana}/", {"things": [f"reports.report:{report.pk}", "x:²", "\ud7ff"],
                                                "receiver": world.users["hugo"].pk}, follow=True)
    assert "1 thing is handed over to Hugo." in answer.content.decode()
    page = world.client(world.hugo).get("/hand-over/").content.decode()
    assert report.reference in page and "Ana → Hugo" in page
    with looking_as(world.bruno):
        pk = Handover.objects.get().pk
    assert report.reference in world.client(world.ana).get(f"/hand-overs/{pk}/").content.decode()
    assert world.client(world.ivan).get(f"/hand-overs/{pk}/").status_code == 404
    assert world.client(world.hugo).get(f"/hand-over/{ana}/").status_code == 404
    assert world.client(world.celia).get(f"/hand-over/{ana}/").status_code == 404


def test_a_program_hands_over_and_is_told_what_stays(world):
    report = report_writing.draft(world)
    api = world.api(world.bruno)
    given = {"giver": "ana", "receiver": "hugo", "things": [
        {"kind": "reports.report", "id": report.pk}, {"kind": "hits.hit", "id": 7}]}
    for wrong in (given | {"receiver": "carla"}, given | {"giver": "a\0"}, given | {"things": [{"kind": "x", "id": 1}]},
                  given | {"things": [{"kind": "hits.hit", "id": "²"}]}, given | {"why": "x"}, given | {"things": []},
                  given | {"things": given["things"] * 300}, {}):
        assert api.post("/api/v1/hand-overs/", wrong).status_code == 400, wrong
    answer = api.post("/api/v1/hand-overs/", given)
    assert answer.status_code == 201
    assert [row["id"] for row in answer.json()["handed"]] == [report.pk]
    assert [row["because"] for row in answer.json()["stays"]] == ["It is not theirs any more."]
    assert api.get("/api/v1/hand-overs/").json()["results"][0]["receiver"] == "hugo"
    assert world.api(world.hugo).post("/api/v1/hand-overs/", {"giver": "ana", "receiver": "hugo"}).status_code == 403
    assert world.api(world.celia).get("/api/v1/hand-overs/").json()["results"] == []
