"""Questions from a file: what is read of it, what is asked, and who sees what of it."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from agencies.work import kinds, running
from agencies.work.models import Work
from hub.kit.errors import Conflict, Invalid, NotAllowed, OverBudget
from intel.queries import index
from intel.queries.batches import opening
from intel.queries.models import Batch, Query
from tests.alerts import writing as alerts
from tests.beside import beside
from tests.queries.asking import asked, disclosed, work
from tests.queries.filing import ABSENT, GOOD, HEADER, WHY, queries, read, sent, text
from tests.world import as_operator, engaged


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def at_once(monkeypatch):
    """The instant at which a file opens is over when it is decided."""
    monkeypatch.setattr(opening, "instant", lambda asked_at, now, **of: asked_at - timedelta(hours=1))


def test_each_row_becomes_a_query_of_who_sent_the_file(world):
    batch = read(world.carla, sent(world.carla, text(GOOD, "", ABSENT)))
    assert (batch.state, batch.rows_read, batch.rows_asked, batch.rows_bad, batch.reason) == ("DONE", 2, 2, 0, "")
    assert bytes(batch.content or b"") == b""
    first, second = queries(batch)
    assert (first.batch_line, second.batch_line) == (2, 4)
    assert (first.names, first.identifiers, first.birth_dates, first.countries, first.addresses) == (
        ["Wilfredo Potrerillos Huanca", "Wilo"], [["national_id", "4871220", "BO"], ["passport", "BO1:2", ""]], ["1971-03"],
        ["BO"], ["Av. Blanco Galindo 7"])
    assert second.identifiers == [["tax", "3345019027", ""]]
    for query in (first, second):
        assert (query.asked_by_id, query.owner_agency_id, query.purpose, query.legal_basis, query.case_reference) == (
            world.carla.user_id, world.carla.agency_id, *WHY.values())


@pytest.mark.parametrize(("header", "row"), [
    ("tipo;nombres;identificadores", "persona;Ñuflo Chávez Ortiz;"), ("Names, Kind ,extra", "Ñuflo Chávez Ortiz,person,x"),
    ("\ufeffkind,name,error_line,error_where,error", "PERSON,Ñuflo Chávez Ortiz,2,names,mended"),
])
def test_columns_have_names_in_both_languages_and_any_order(world, header, row):
    with as_operator():
        world.users["carla"].language = "es" if "tipo" in header else "en"
        world.users["carla"].save(update_fields=["language"])
    [query] = queries(read(world.carla, sent(world.carla, text(row, header=header))))
    assert (query.kind, query.names) == ("PERSON", ["Ñuflo Chávez Ortiz"])


@pytest.mark.parametrize(("row", "column"), [
    ("GHOST,Rosa,,,,", "kind"), ("PERSON,,,,,", "names"), ("PERSON,Rosa|Ro\u200bsa,,,,", "names 2"),
    ("PERSON,Rosa,tax:S/N:BO,,,", "identifiers 1"), ("PERSON,Rosa,tax:1020703023:BO|bogus:1:BO,,,", "identifiers 2"),
    ("PERSON,Rosa,,31/12/1971,,", "birth_date 1"), ("PERSON,Rosa,,,Bolivia,", "country 1"),
    ("PERSON,Rosa,,,," + "x" * 401, "address 1"),
    ("PERSON,Ro\u0000sa,,,,", "names 1"), ("PERSON,Rosa", ""), ("PERSON," + "|".join(["Rosa"] * 21) + ",,,,", "names"),
])
def test_a_bad_row_comes_back_with_row_and_column_and_the_good_ones_are_asked(world, row, column):
    batch = read(world.carla, sent(world.carla, text(GOOD, row, ABSENT)))
    assert (batch.state, batch.rows_asked, batch.rows_bad) == ("DONE", 2, 1)
    page = world.client(world.celia).get(f"/queries/batches/{batch.pk}/errors/")
    [told] = csv.DictReader(io.StringIO(page.content.decode("utf-8-sig")))
    assert (told["error_line"], told["error_where"], told["kind"]) == ("3", column, row.split(",")[0]) and told["error"]


@pytest.mark.parametrize(("content", "told"), [
    ("", "empty"), ("a,b\n1,2", "has to name the columns"), ("kind,names,name\nPERSON,a,b", "twice: names"),
    (HEADER, "No row of the file"), (text("GHOST,x,,,,"), "No row of the file"), ("\n\n", "name the columns"),
])
def test_a_file_of_which_nothing_can_be_asked_fails_and_says_why(world, content, told):
    if not content:
        with pytest.raises(Invalid, match=told):
            sent(world.carla, content)
        return
    batch = read(world.carla, sent(world.carla, content))
    assert batch.state == "FAILED" and told in batch.reason and not queries(batch)
    assert told in world.client(world.carla).get(f"/queries/batches/{batch.pk}/").content.decode()


def test_more_rows_than_a_file_may_have_ask_nothing(world, monkeypatch):
    monkeypatch.setattr("intel.queries.batches.services.BATCH_ROWS", 2)
    batch = read(world.carla, sent(world.carla, text(GOOD, ABSENT, "GHOST,x,,,,")))
    assert batch.state == "FAILED" and "more than 2 rows" in batch.reason and not queries(batch)


def test_the_same_file_is_asked_once_a_day_for_one_purpose_and_case(world):
    sent(world.carla, text(GOOD))
    for by in (world.carla, world.celia):
        with pytest.raises(Conflict):
            sent(by, text(GOOD))
    sent(world.carla, text(GOOD), case_reference="LP-119/2026")
    sent(world.diego, text(GOOD))
    with as_service("tests"):
        assert Batch.objects.count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_asked_once(world):
    acts = [beside(lambda by=by: sent(by, text(GOOD))) for by in (world.carla, world.celia, world.carla)]
    for thread, _found in acts:
        thread.join(60)
    assert sorted(type(came).__name__ for _thread, [came] in acts) == ["Batch", "Conflict", "Conflict"]
    with as_service("tests"):
        assert Batch.objects.count() == 1


def test_one_that_failed_can_be_sent_again(world):
    batch = read(world.carla, sent(world.carla, text("GHOST,x,,,,")))
    again = read(world.carla, sent(world.carla, text("GHOST,x,,,,")))
    assert {batch.state, again.state} == {"FAILED"}


def test_rows_of_files_have_a_budget_of_their_own(world, monkeypatch):
    monkeypatch.setattr("intel.queries.budget.BATCH_ROWS_A_DAY", 3)
    monkeypatch.setattr("intel.queries.budget.A_DAY", 1)
    assert read(world.carla, sent(world.carla, text(GOOD, ABSENT))).rows_asked == 2
    over = read(world.carla, sent(world.carla, text(GOOD, ABSENT, "PERSON,Rosa,,,,")))
    assert over.state == "FAILED" and "2 rows of files today" in over.reason and not queries(over)
    read(world.carla, sent(world.carla, text("PERSON,Rosa,,,,")))
    with pytest.raises(OverBudget):
        sent(world.carla, text("PERSON,Otra,,,,"))
    asked(world.carla)  # one by one is counted apart
    assert read(world.celia, sent(world.celia, text(GOOD))).rows_asked == 1


@pytest.mark.parametrize("who", ["gala", "fabio"])
def test_who_does_not_work_intelligence_sends_no_file(world, who):
    with pytest.raises(NotAllowed):
        sent(world.viewers[who], text(GOOD))


def test_who_lost_the_role_meanwhile_asks_nothing(world):
    batch = sent(world.carla, text(GOOD))
    with as_operator():
        world.users["carla"].groups.clear()
    read(world.celia, batch)
    with looking_as(world.celia):
        batch = Batch.objects.get(pk=batch.pk)
    assert batch.state == "FAILED" and "may not import any more" in batch.reason and not queries(batch)


def test_a_worker_killed_while_it_reads_begins_anew_and_asks_once(world, monkeypatch):
    batch = sent(world.carla, text(GOOD, ABSENT))

    def killed(*given, **more):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr("intel.queries.batches.services._ask", killed)
        with pytest.raises(SystemExit):
            running.run_due(kinds.IMPORTS)
    assert not queries(batch)
    with as_service("tests"):
        Work.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert read(world.carla, batch).rows_asked == 2 == len(queries(batch))


def test_absent_and_silent_leave_the_same_rows_and_the_same_page(world, at_once):
    alerts.issued(world)
    pages, results = [], []
    for name in ("Importadora Sajama S.R.L.", "Importadora Nadie S.R.L. X"):
        batch = read(world.carla, sent(world.carla, text(f"ORGANISATION,{name},,,,")))
        work()
        told = world.api(world.carla).get(f"/api/v1/queries/batches/{batch.pk}/").json()
        pages.append({field: value for field, value in told.items() if field in ("state", "rows_read", "rows_asked", "answers")})
        results.append(world.api(world.carla).get(f"/api/v1/queries/batches/{batch.pk}/results/").content.decode().count("\n"))
    assert pages[0] == pages[1] and results[0] == results[1]


FORM = {**WHY, "urgency": "NORMAL"}


def test_a_person_sends_a_file_waits_and_takes_the_results(world, at_once):
    disclosed(world.ana, "HIT_CONTACT_OWNER", risk_area="ANY")
    alerts.issued(world)
    client = world.client(world.carla)
    assert "/queries/batches/" in client.get("/queries/").content.decode()
    content = text("ORGANISATION,Importadora Sajama S.R.L.,,,,", 'ORGANISATION,"-Suma(A1) S.A.",,,,').encode()
    made = client.post("/queries/batches/new/", {**FORM, "file": SimpleUploadedFile("=nombres.csv", content)})
    assert made.status_code == 302
    address = made["Location"]
    assert "every 2s" in client.get(address).content.decode()
    running.run_due(kinds.IMPORTS)
    page = client.get(address).content.decode()
    assert "every 2s" in page and f"{address}results/" not in page
    assert client.get(f"{address}results/").status_code == 409
    work()
    page = client.get(address).content.decode()
    assert "every 2s" not in page and f"{address}results/" in page
    taken = client.get(f"{address}results/")
    assert taken.status_code == 200 and "attachment" in taken["Content-Disposition"] and "no-store" in taken["Cache-Control"]
    first, second = csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig")))
    assert (first["answer"], first["owner_agency"], first["classification"]) == ("HIT_CONTACT_OWNER", "AN", "RESTRICTED")
    assert second["names"] == "'-Suma(A1) S.A." and second["answer"] == "NO_HIT" and first["hit_reference"].startswith("AN-H-")
    with looking_as(engaged(world.agencies["PB"], "paula", Role.AUDITOR)):
        actions = set(Event.objects.filter(object_type="queries.batch").values_list("action", flat=True))
    assert actions == {"batch.started", "batch.asked", "batch.finished", "batch.read", "batch.exported"}


def test_a_program_sends_a_file_polls_and_takes_the_results(world, at_once):
    api = world.api(world.carla)
    given = {**WHY, "file": SimpleUploadedFile("nombres.csv", text(GOOD, ABSENT, "GHOST,x,,,,").encode())}
    made = api.post("/api/v1/queries/batches/", given, format="multipart")
    assert made.status_code == 201 and made.json()["state"] == "WAITING"
    address = f"/api/v1/queries/batches/{made.json()['id']}/"
    again = {**WHY, "file": SimpleUploadedFile("otro.csv", text(GOOD, ABSENT, "GHOST,x,,,,").encode())}
    assert api.post("/api/v1/queries/batches/", again, format="multipart").status_code == 409
    running.run_due(kinds.IMPORTS)
    told = api.get(address).json()
    assert (told["state"], told["rows_read"], told["rows_asked"], told["rows_bad"], told["answers"], told["answered_at"]) == (
        "DONE", 3, 2, 1, None, None)
    assert api.get(f"{address}results/").status_code == 409
    assert api.get(f"{address}errors/").content.decode().count("\n") == 2
    work()
    told = api.get(address).json()
    assert told["answers"] == {"NO_HIT": 2, "HIT_CONTACT_OWNER": 0, "HIT_WITH_DATA": 0} and told["answered_at"]
    assert api.get(f"{address}results/").content.decode().count("\n") == 3
    assert [one["id"] for one in api.get("/api/v1/queries/batches/").json()["results"]] == [told["id"]]
    for who in ("ana", "diego", "elena"):
        for each in (address, f"{address}results/", f"{address}errors/"):
            assert world.api(world.viewers[who]).get(each).status_code == 404


@pytest.mark.parametrize(("changed", "status", "field"), [
    ({"purpose": "NOSINESS"}, 400, "purpose"), ({"case": "x"}, 400, "case"), ({"file": None}, 400, "file"),
    ({"legal_basis": ""}, 400, "legal_basis"), ({"case_reference": "a\0b"}, 400, "case_reference"),
    ({"file": "text"}, 400, "file"), ({"urgency": "NOW"}, 400, "urgency"),
])
def test_bad_input_is_a_400_that_says_where(world, changed, status, field):
    given = {**WHY, "file": SimpleUploadedFile("nombres.csv", text(GOOD).encode()), **changed}
    answer = world.api(world.carla).post("/api/v1/queries/batches/", {
        name: value for name, value in given.items() if value is not None}, format="multipart")
    assert answer.status_code == status and field in {error["field"] for error in answer.json()["errors"]}
    with as_service("tests"):
        assert not Batch.objects.exists()


def test_a_file_that_is_too_large_is_refused_at_its_field(world, monkeypatch):
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, upload_most_megabytes=0))
    given = {**FORM, "file": SimpleUploadedFile("a.csv", text(GOOD).encode())}
    page = world.client(world.carla).post("/queries/batches/new/", given)
    assert page.status_code == 200 and "larger than 0 MB" in page.content.decode()


def test_rows_of_files_stand_in_the_list_when_they_are_looked_for(world):
    batch = read(world.carla, sent(world.carla, text(GOOD)))
    asked(world.carla, names=("Otra Persona",))
    client = world.client(world.carla)
    page = client.get("/queries/").content.decode()
    assert "Otra Persona" in page and "Wilfredo" not in page
    assert "Wilfredo" in client.get("/queries/?q=Wilfredo").content.decode()
    page = client.get(f"/queries/?batch={batch.pk}").content.decode()
    assert "Wilfredo" in page and "Otra Persona" not in page


@pytest.mark.parametrize("who", ["ana", "diego", "elena", None])
def test_another_agency_finds_no_trace_of_a_file(world, who):
    batch = read(world.carla, sent(world.carla, text(GOOD)))
    client = world.client(world.viewers[who] if who else None)
    for address in ("", "errors/", "results/"):
        assert client.get(f"/queries/batches/{batch.pk}/{address}").status_code == 404
    if who:
        with looking_as(world.viewers[who]):
            assert not Batch.objects.exists() and not Query.objects.exists()


def test_the_database_holds_what_was_asked_and_when_it_opens(world):
    batch = read(world.carla, sent(world.carla, text(GOOD)))
    for change in ({"purpose": "TAX_CONTROL"}, {"opens_at": timezone.now()}, {"started_by": world.celia.user_id}):
        with pytest.raises(DatabaseError), looking_as(world.carla):
            Batch.objects.filter(pk=batch.pk).update(**change)
    with looking_as(world.celia):
        assert not Batch.objects.filter(pk=batch.pk).update(reason="x")
    [query] = queries(batch)
    with pytest.raises(DatabaseError), looking_as(world.celia):
        Query.objects.create(reference="PB-Q-1", owner_agency_id=world.celia.agency_id, asked_by_id=world.celia.user_id,
                             names=["x"], kind="PERSON", batch=batch, batch_line=99, classification=query.classification, **WHY)


@pytest.mark.parametrize("there", [True, False])
def test_nobody_learns_of_another_agency_s_file_or_its_rows(world, there):
    batch = read(world.carla, sent(world.carla, text(GOOD)))
    with pytest.raises(DatabaseError, match="violates foreign key"), looking_as(world.diego), transaction.atomic():
        Query.objects.create(reference="SIN-Q-1", owner_agency_id=world.diego.agency_id, asked_by_id=world.diego.user_id,
                             names=["x"], kind="PERSON", batch_id=batch.pk, batch_line=2 if there else 99,
                             classification="RESTRICTED", **WHY)
