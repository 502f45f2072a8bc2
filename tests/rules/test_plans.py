"""At volume, what pages, programs and workers ask of the database is found by an index: no big table is read from end to end."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.access import as_service, looking_as
from agencies.labels.declared import declared
from agencies.work import queue
from intel.alerts.models import Alert
from intel.hits.models import Hit
from intel.reports.models import Report
from intel.screening import live, services
from intel.subjects.models import Subject
from intel.trade.models import Consignment, Trader
from tests import volume
from tests.rules.addresses import of_lists

COPIES = 4_000

#: Lists as they are narrowed, besides each list as it is opened. Words are looked for by reading what the viewer sees.
NARROWED = (
    "/hits/?state=CANDIDATE", "/hits/?min_probability=0.9", "/hits/?kind=ORGANISATION", "/alerts/?state=ACTIVE",
    "/alerts/?kind=ORGANISATION", "/reports/?state=DISSEMINATED", "/reports/?since=2026-01-01", "/subjects/?kind=ORGANISATION",
    "/traders/?country=BO", "/traders/?country=zz", "/consignments/?departure=CL", "/consignments/?since=2026-01-01",
    "/consignments/?hs=8471", "/consignments/?hs=0071",
    "/audit/?number=1",
    "/reports/?sort=title", "/reports/?sort=-reported", "/reports/?sort=reference", "/alerts/?sort=-priority",
    "/alerts/?sort=until",
    "/subjects/?sort=name", "/subjects/?sort=-name", "/traders/?sort=name", "/consignments/?sort=-number",
    "/consignments/?sort=date",
    "/hits/?sort=-found",
)
#: The page of one row of each kind.
ROWS = {"/alerts/{}/": Alert, "/hits/{}/": Hit, "/reports/{}/": Report, "/subjects/{}/": Subject, "/traders/{}/": Trader,
        "/consignments/{}/": Consignment}


@pytest.fixture
def at_volume(transactional_db, world):
    """Thousands of everything that is copied; the alert, trader and consignment that came first."""
    first = volume.first_of_each(world)
    volume.copy(world, COPIES, labels=500)
    return first


def asked(do: Callable[..., object], *given: object) -> list[str]:
    """The statements by which an act reads."""
    with CaptureQueriesContext(connection) as statements:
        do(*given)
    return [query["sql"] for query in statements if query["sql"].lstrip("( ").upper().startswith("SELECT")]


def read_whole(statement: str) -> set[str]:
    """The copied tables that a statement reads from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + statement.replace("%", "%%"), [])
        [[found]] = cursor.fetchall()
    [planned] = json.loads(found) if isinstance(found, str) else found
    copied = {table.name for table in volume.TABLES}
    return {node["Relation Name"] for node in nodes(planned["Plan"])
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in copied}


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from nodes(inner)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_page_reads_a_big_table_from_end_to_end(at_volume, world):
    """For who reads a quarter of everything, for who reads a score of old rows, and for an auditor."""
    found = {}
    for viewer in (world.bruno, world.diego, world.fabio):
        browser, program = world.client(viewer), world.api(viewer)
        with looking_as(viewer):
            rows = [path.format(row.pk) for path, model in ROWS.items() if (row := model.objects.order_by("-pk").first())]
        for path in [*(address.path for address in of_lists()), *NARROWED, *rows]:
            statements = asked((program if path.startswith("/api/") else browser).get, path)
            with looking_as(viewer):
                found |= {(viewer.label, path, statement): tables
                          for statement in statements if (tables := read_whole(statement))}
    assert found == {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_list_that_nothing_narrows_is_read_in_its_order(at_volume, world):
    """Of the thousands of rows that the viewer sees, the first page fetches no more than it shows."""
    read = {}
    for path in ("/alerts/", "/reports/", "/subjects/", "/traders/", "/consignments/"):
        with CaptureQueriesContext(connection) as statements:
            world.client(world.bruno).get(path)
        asked_in_order = [query["sql"] for query in statements
                          if "enable_sort" in query["sql"] or query["sql"].rstrip().endswith("LIMIT 26")]
        with looking_as(world.bruno), connection.cursor() as cursor:
            for statement in asked_in_order:
                if not statement.endswith("LIMIT 26"):
                    cursor.execute(statement)
                    continue
                cursor.execute("explain (analyze, format json) " + statement.replace("%", "%%"), [])
                [[found]] = cursor.fetchall()
                [planned] = json.loads(found) if isinstance(found, str) else found
                read[path] = max(node["Actual Rows"] for node in nodes(planned["Plan"]))
    assert {path: rows for path, rows in read.items() if rows > 100} == {}
    assert len(read) == 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_worker_reads_a_big_table_from_end_to_end(at_volume, world):
    """One alert, trader and consignment are matched; a worker reads all alerts in force when it starts, and no more."""
    live.forget()
    with as_service("test"):
        live.indexes()
    with looking_as(world.ana):
        for kind, row in zip(("alert", "trader", "consignment"), at_volume, strict=True):
            queue.enqueue(f"screening.{kind}", [row.pk])
    statements = asked(services.screen_pending)
    assert len(statements) > 20
    with as_service("test"):
        assert {statement: tables for statement in statements if (tables := read_whole(statement))} == {}
    live.forget()


def test_what_brings_a_label_on_finds_the_parts_by_an_index(db):
    """A key that cascades looks for the parts by the id of their whole first."""
    with connection.cursor() as cursor:
        cursor.execute("""
            select c.conname from pg_constraint c
            where c.contype = 'f' and c.confupdtype = 'c' and not exists (
                select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1] and i.indpred is null)""")
        assert cursor.fetchall() == []


def test_everything_that_bears_a_label_is_tried_at_volume(db):
    """What is not copied: few by their nature, or of rooms that say so here."""
    few = {"trade_feed", "exchange_importrun", "subjects_subjectproposal", "reports_reportlink", "reports_citation",
           "hits_hitnote", "keeping_hold", "keeping_receipt",
           "queries_query", "queries_answer", "queries_batch", "queries_certificate", "queries_standing",
           "queries_sounding", "queries_disclosure",
           "arrangements_arrangement", "arrangements_term", "arrangements_releaseterm", "arrangements_arrangementstep",
           "enquiries_request", "enquiries_requeststep", "enquiries_enquiry", "enquiries_enquirystep", "enquiries_answer",
           "enquiries_proposal", "enquiries_enquirynote", "protection_measure", "protection_onwardnotice", "sharing_catchup",
           "sweeps_sweep", "hours_week", "hours_span", "hours_holiday", "hours_duty",
           "deconfliction_side", "handover_holding", "handover_handover", "handover_absence", "deputies_delegation",
           "releases_releaserequest", "releases_portion", "releases_releaserequeststep", "releases_consent",
           "releases_consentportion", "releases_consentstep", "releases_release", "releases_releasedportion",
           "releases_copy", "releases_reading",
           "releases_releasestep", "releases_productanswer", "releases_statement", "releases_delivery", "releases_paper",
           "releases_emergency", "releases_disclosure",
           "releases_disclosedportion", "readings_use", "readings_question", "readings_entry"}
    assert {said.table for said in declared()} - {table.name for table in volume.TABLES} == few
