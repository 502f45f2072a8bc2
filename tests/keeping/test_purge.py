"""What is over is purged, whole, once, with a receipt; what is not over, or held, stays."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.keeping.models import Receipt
from agencies.keeping.purging import purge, to_purge
from agencies.markings.models import Code
from agencies.notices.models import Notice
from agencies.work import kinds, running
from intel.enquiries.models import Answer as Given
from intel.enquiries.models import Enquiry, EnquiryStep, Proposal, Request
from intel.exchange import uploads
from intel.exchange.models import ImportRun
from intel.queries.models import Query
from tests.enquiries import making
from tests.exchange.test_read_declarations_csv import SAMPLE
from tests.keeping.days import later
from tests.notices.told import words, work_done
from tests.queries import asking
from tests.reports import writing
from tests.screening import making as making_trade
from tests.subjects.sharing import shared
from tests.world import as_operator


def went(found=None) -> dict[str, int]:
    return {one.kept.of: one.rows for one in (purge() if found is None else found) if one.rows}


def receipts(viewer, kind) -> list[Receipt]:
    with looking_as(viewer):
        return list(Receipt.objects.filter(kind=kind).order_by("id"))


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_a_query_loses_its_subject_and_keeps_its_record(world):
    query = asking.asked(world.carla, identifiers=(("passport", "X99817", "PE"),), birth_dates=("1971",))
    asking.answered(query)
    asking.opened(query)
    with later(90):
        assert "queries.query" not in went()
    with later(91):
        assert went()["queries.query"] == 1
        assert "queries.query" not in went()
    with looking_as(world.carla):
        query.refresh_from_db()
        assert (query.names, query.identifiers, query.birth_dates, query.answer.hits) == ([], [], [], [])
        assert (query.asked_by_id, query.purpose) == (world.carla.user_id, "CRIMINAL_INVESTIGATION")
        assert query.case_reference == "LP-118/2026"
        assert query.purged_at and query.retain_until is None
    [receipt] = receipts(world.celia, "queries.query")
    assert (receipt.reference, receipt.code, receipt.days, receipt.rows) == (query.reference, "QUERY", 90, 2)
    assert (receipt.kept_since, receipt.kept_until) == (timezone.localdate(), in_days(90))
    assert receipts(world.bruno, "queries.query") == []


def test_a_request_goes_with_all_that_was_answered_and_both_agencies_have_a_receipt(world):
    row = making.in_work(world)
    making.answered(world, row)
    making.draft(world)
    with later(1826):
        assert went()["enquiries.enquiry"] == 1
        assert went() == {}
    with looking_as(world.carla):
        assert [model.objects.count() for model in (Request, Enquiry, EnquiryStep, Given)] == [0, 0, 0, 0]
    with looking_as(world.ana):
        assert Proposal.objects.count() == 0
    asker, asked = receipts(world.celia, "enquiries.enquiry"), receipts(world.bruno, "enquiries.enquiry")
    assert [one.reference for one in asker] == [one.reference for one in asked] == [row.reference]
    assert asker[0].rows == asked[0].rows == 1
    assert len(receipts(world.celia, "enquiries.request")) == 2
    assert receipts(world.bruno, "enquiries.request") == []


def test_of_a_search_the_words_go_and_the_event_stays(world):
    world.client(world.carla).get("/queries/?q=Potrerillos")
    with later(91):
        went()
    assert events() == [{"found": 0}]


def test_before_their_time_nobody_takes_the_words_of_a_search_away(world):
    world.client(world.carla).get("/queries/?q=Potrerillos")
    said = events()
    with looking_as(world.fabio), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Event.objects.update(detail={})
    with as_service("tests"), connection.cursor() as cursor:
        cursor.execute("select audit_event_blank(array(select id from audit_event))")
        cursor.execute("update audit_event set retain_until = '2020-01-01'")
        assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("update audit_event set detail = '{}'")
    assert events() == said


def events() -> list[dict]:
    """What the log says of searches for queries."""
    with connection.cursor() as cursor:
        cursor.execute("set role hub_owner; alter table audit_event no force row level security")
        cursor.execute("select detail from audit_event where action = 'query.searched'")
        found = [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]
        cursor.execute("alter table audit_event force row level security; set role hub_application")
    return found


def test_notices_go_with_one_receipt_for_an_agency(world):
    writing.disseminated(world, audience=("PB",), title="Uno")
    work_done()
    with looking_as(world.carla):
        assert set(Notice.objects.values_list("retain_until", flat=True)) == {in_days(90)}
    with later(90):
        assert went() == {}
    with later(91):
        assert went()["notices.notice"] == 4
    assert words(world.carla) == []
    [receipt] = receipts(world.celia, "notices.notice")
    assert (receipt.reference, receipt.object_id, receipt.rows) == ("", None, 2)


def test_how_long_is_a_code_and_what_is_there_follows_it(world):
    query = asking.asked(world.carla)
    for days in (30, 200):
        with as_operator():
            Code.objects.filter(scheme="retention", code="QUERY").update(amount=days)
        with looking_as(world.carla):
            assert Query.objects.get(pk=query.pk).retain_until == in_days(days)
    with later(91):
        assert "queries.query" not in went()
    with as_operator():
        Code.objects.filter(scheme="retention", code="QUERY").delete()
    with looking_as(world.carla):
        assert Query.objects.get(pk=query.pk).retain_until is None
    with later(9_000):
        assert "queries.query" not in went()


def test_nobody_purges_before_time_whatever_runs(world):
    query = asking.asked(world.carla)
    with as_service("tests"):
        assert Query.objects.filter(pk=query.pk).update(names=[], identifiers=[], purged_at=timezone.now()) == 0
    with looking_as(world.carla), pytest.raises(Exception, match="stays as it is"):
        Query.objects.filter(pk=query.pk).update(names=["Otra"], retain_until=in_days(-5), withdrawn_by=world.carla.user_id)


def test_the_command_says_what_would_go_and_what_went(world, capsys):
    asking.asked(world.carla)
    with later(91):
        call_command("purge", dry_run=True)
        assert "queries.query                   1 to purge      0 held" in capsys.readouterr().out
        assert {one.kept.of: one.rows for one in to_purge()}["queries.query"] == 1
        call_command("purge")
        assert "queries.query                   1 purged      0 held" in capsys.readouterr().out


def test_of_an_uploaded_file_the_rows_that_came_back_go(world):
    feed = making_trade.feed(world.bruno)
    good = SAMPLE.read_text()
    with looking_as(world.bruno):
        run = uploads.upload(by=world.bruno, feed=feed, file_name="semana 47.csv", content=(good + "mala,fila\n").encode())
    running.run_due(kinds.IMPORTS)
    with later(90):
        assert "exchange.importrun" not in went()
    with later(91):
        assert went()["exchange.importrun"] == 1
    with looking_as(world.bruno):
        run = ImportRun.objects.get(pk=run.pk)
    assert (run.errors, run.content, run.rows_bad, run.state) == ("", None, 1, "DONE")
    assert run.purged_at and run.retain_until is None
    assert [one.reference for one in receipts(world.bruno, "exchange.importrun")] == ["semana 47.csv"]
    assert "Purged on" in world.client(world.bruno).get(f"/imports/{run.pk}/").content.decode()


def test_that_somebody_asked_about_ours_goes_after_its_own_time(world):
    shared(world, world.ana, to=("SIN",), kind="PERSON", label=asking.NAME)
    asking.asked(world.carla)
    asking.work()
    asking.work()
    with later(1825):
        assert "queries.sounding" not in went()
    with later(1826):
        assert went() == {"queries.sounding": 1}
