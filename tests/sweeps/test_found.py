"""A sweep is found later, told to the supervisors of the asker and counted for the hub auditor; and nobody else notices."""

import re
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.access import as_service, looking_as
from agencies.audit.models import Event
from agencies.keeping import holds
from agencies.keeping.models import Receipt
from agencies.notices.models import Notice
from agencies.roles import Role
from agencies.services import found_agency
from agencies.work.models import Work
from hub.kit.errors import Conflict, Invalid, NotAllowed
from intel.queries import index
from intel.queries.batches import opening
from intel.queries.models import Query
from intel.sweeps import services
from intel.sweeps.models import Sweep, SweepCount
from intel.sweeps.states import State
from intel.sweeps.tasks import look
from tests.queries.asking import asked, opened, work
from tests.sweeps.sweeping import earlier, looked, sent, sweeps, swept
from tests.world import as_operator, engaged

WORDS = ("487000", "C-48", "Ley 1970", "carla", "Carla")


@pytest.fixture(autouse=True)
def no_index_of_another_test():
    index.forget()
    yield
    index.forget()


@pytest.fixture
def ursula(world):
    with as_operator():
        keeper = found_agency(code="CEN", name="Central", kind="HUB")
    return engaged(keeper, "ursula", Role.HUB_AUDITOR, clearance="UNCLASSIFIED")


def number_at_random(at):
    return str(Random(at).randint(2_000_000, 9_000_000))


def told(viewer):
    with looking_as(viewer):
        return [(notice.kind, notice.reference) for notice in Notice.objects.all() if notice.kind.startswith("sweep")]


def test_the_supervisor_of_the_asker_is_told_with_the_evidence(world):
    queries = swept(world.carla)
    assert sweeps() == []
    looked()
    [sweep] = sweeps()
    assert (sweep.person_id, sweep.owner_agency.code, sweep.state) == (world.carla.user_id, "PB", State.OPEN)
    assert "SEQUENCE" in sweep.patterns and set(sweep.evidence["queries"]) == {query.pk for query in queries}
    assert not any(word in str(sweep.evidence) for word in WORDS)
    assert told(world.celia) == [("sweep.found", sweep.reference)]
    client = world.client(world.celia)
    page = client.get(f"/sweeps/{sweep.pk}/").content.decode()
    assert "numbers of one block" in page and "honest work" in page and "4870005" in page and "Carla" in page
    assert sweep.reference in client.get("/sweeps/?q=carla&state=OPEN&pattern=SEQUENCE").content.decode()
    assert sweep.reference in client.get("/inbox/").content.decode()
    api = world.api(world.celia).get(f"/api/v1/sweeps/{sweep.pk}/").json()
    [why] = [sign["why"] for sign in api["signs"] if sign["pattern"] == "SEQUENCE"]
    assert api["queries_count"] == 40 and "bloque" in why["es"] and "block" in why["en"]


@pytest.mark.parametrize("name", ["carla", "ana", "bruno", "diego", "elena"])
def test_nobody_else_sees_it(world, name):
    swept(world.carla)
    looked()
    [sweep] = sweeps()
    viewer = world.viewers[name]
    with looking_as(viewer):
        assert not Sweep.objects.exists() and not SweepCount.objects.exists()
    assert told(viewer) == []
    for path in (f"/sweeps/{sweep.pk}/", f"/api/v1/sweeps/{sweep.pk}/"):
        assert world.client(viewer).get(path).status_code == 404


def test_a_supervisor_who_sweeps_is_told_nothing_and_others_are(world):
    other = engaged(world.agencies["PB"], "marco", Role.SUPERVISOR)
    before = pages(world, world.celia)
    swept(world.celia)
    between = pages(world, world.celia)
    looked()
    assert [sweep.person_id for sweep in sweeps()] == [world.celia.user_id]
    assert pages(world, world.celia) == between and before["/sweeps/"] == between["/sweeps/"]
    assert told(world.celia) == [] and len(told(other)) == 1
    with looking_as(world.celia), pytest.raises(NotAllowed):
        services.explain(by=world.celia, sweep=sweeps()[0], reason="Lo hice yo.", revision=1)


_ANEW = r"""csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*\""""


def pages(world, viewer):
    """What somebody reads of the hub, but for what every page has anew."""
    client, program = world.client(viewer), world.api(viewer)
    paths = ("/", "/inbox/", "/notices/", "/notices/bell/", "/queries/", "/sweeps/", "/sweeps/?state=OPEN")
    found = {path: re.sub(_ANEW, "", client.get(path).content.decode()) for path in paths}
    return found | {path: program.get(path).content for path in ("/api/v1/sweeps/", "/api/v1/queries/")}


def test_an_auditor_who_asks_reads_no_event_of_a_sweep_of_their_own(world):
    both = engaged(world.agencies["PB"], "both", Role.OFFICER, Role.AUDITOR)
    other = engaged(world.agencies["PB"], "rosa", Role.AUDITOR)
    swept(both)
    looked()
    world.client(world.celia).get(f"/sweeps/{sweeps()[0].pk}/")
    with looking_as(both):
        assert not Event.objects.filter(object_type="sweeps.sweep").exists()
    with looking_as(other):
        assert {event.action for event in Event.objects.filter(object_type="sweeps.sweep")} == {"sweep.found", "sweep.read"}


@pytest.mark.parametrize("who", ["carla", "celia"])
def test_who_is_in_question_learns_nothing_by_a_legal_hold_or_a_receipt(world, who):
    other, asker = engaged(world.agencies["PB"], "marco", Role.SUPERVISOR), world.viewers[who]
    swept(asker)
    looked()
    with looking_as(other):
        hold = holds.place(by=other, on=sweeps()[0], reason="Sumario", legal_basis="Ley 1178",
                           until=timezone.localdate() + timedelta(days=90))
    with as_service("tests"), connection.cursor() as cursor:
        cursor.execute("insert into keeping_receipt (owner_agency_id, classification, kind, object_id, reference, kept_since,"
                       " kept_until, code, days, rows) values (%s, 'UNCLASSIFIED', 'sweeps.sweep', 1, 'PB-S-1', now(), now(),"
                       " 'SWEEP', 1, 1)", [asker.agency_id])
    seen = {who: (world.api(viewer).get("/api/v1/legal-holds/").json()["results"],
                  world.client(viewer).get("/retention/holds/").content.decode().count(hold.object_reference))
            for who, viewer in (("asker", asker), ("other", other))}
    assert seen["asker"] == ([], 0) and seen["other"][0] and seen["other"][1]
    with looking_as(world.carla):
        assert not Receipt.objects.exists()
    both = engaged(world.agencies["PB"], "both", Role.OFFICER, Role.AUDITOR)
    with looking_as(both):
        assert not Event.objects.filter(action="hold.placed").exists()


def test_the_hub_auditor_reads_agency_times_and_counts_and_no_content(world, ursula):
    swept(world.carla)
    looked()
    [sweep] = sweeps()
    assert told(ursula) == [("sweep.counted", sweep.reference)]
    client = world.client(ursula)
    with looking_as(ursula):
        count = SweepCount.objects.get()
        assert not Sweep.objects.exists() and not Query.objects.exists()
    for path in ("/sweep-counts/?agency=PB&state=OPEN", f"/sweep-counts/{count.pk}/"):
        page = client.get(path).content.decode()
        assert sweep.reference in page and "Policía" in page + "Policía" and "40" in page
        assert not any(word in page for word in WORDS)
    row = world.api(ursula).get("/api/v1/sweep-counts/").json()["results"][0]
    assert set(row) == {"id", "reference", "agency", "patterns", "queries_count", "first_at", "last_at", "found_at", "state",
                        "decided_at"}
    assert client.get(f"/sweeps/{sweep.pk}/").status_code == 404 and client.get("/sweeps/").status_code == 403
    assert world.client(world.celia).get("/sweep-counts/").status_code == 403


def test_asking_writes_and_says_the_same_whether_or_not_there_is_a_sweep(world):
    """The asker's request does no work of the detector: the same statements, answers and rows of work."""
    seen = []
    for _time in range(2):
        api = world.api(world.carla)
        body = {"purpose": "CRIMINAL_INVESTIGATION", "case_reference": "C-1", "legal_basis": "Ley", "kind": "PERSON",
                "identifiers": [{"kind": "national_id", "value": "4870100", "country": "BO"}]}
        with CaptureQueriesContext(connection) as statements:
            answer = api.post("/api/v1/queries/", body, format="json")
        kinds = [one["sql"].split()[:3] for one in statements.captured_queries if "SAVEPOINT" not in one["sql"]]
        with as_service("tests"):
            queued = sorted(Work.objects.values_list("kind", flat=True))
        seen.append((kinds, set(answer.json()), sorted(answer.headers), queued))
        work()
        swept(world.carla)
        looked()
    assert seen[0] == seen[1] and len(sweeps()) == 1 and "sweep" not in str(seen)


def test_the_same_sweep_is_told_once_and_grows(world):
    swept(world.carla, 30)
    looked()
    looked()
    swept(world.carla, 20, first=4_870_030)
    looked()
    [sweep] = sweeps()
    assert sweep.queries_count == 50 and len(told(world.celia)) == 1


def test_who_was_explained_and_goes_on_alike_is_not_told_again_until_there_is_twice_as_much(world):
    swept(world.carla, 30)
    looked()
    [sweep] = sweeps()
    with looking_as(world.celia):
        services.explain(by=world.celia, sweep=sweep, reason="Serie de cédulas robadas, caso FELCC.", revision=sweep.revision)
    swept(world.carla, 29, first=4_870_030)
    looked()
    looked()
    assert [one.queries_count for one in sweeps()] == [59] and sweeps()[0].state == State.EXPLAINED
    swept(world.carla, 30, first=4_870_059)
    looked()
    looked()
    swept(world.carla, 5, first=4_870_089)
    looked()
    assert [one.state for one in sweeps()] == [State.EXPLAINED, State.OPEN] and len(told(world.celia)) == 2


def test_an_explanation_covers_no_other_pattern(world):
    swept(world.carla, 30)
    looked()
    with looking_as(world.celia):
        services.explain(by=world.celia, sweep=sweeps()[0], reason="Serie robada.", revision=sweeps()[0].revision)
    with looking_as(world.carla):
        for number in range(30):
            asked(world.carla, names=("Jaime Quispe Nina",), identifiers=(), birth_dates=(), case_reference=f"X-{number}")
    looked()
    assert [one.patterns for one in sweeps()][1:] == [["PRETEXTS"]]


def test_after_misuse_what_is_asked_anew_is_told_anew_and_what_was_decided_is_not(world):
    swept(world.carla, 30)
    looked()
    with looking_as(world.celia):
        services.call_misuse(by=world.celia, sweep=sweeps()[0], reason="Sin caso.", revision=sweeps()[0].revision)
    looked()
    assert len(sweeps()) == 1
    swept(world.carla, 30, first=4_880_000)
    looked()
    assert [one.queries_count for one in sweeps()] == [30, 30]


def test_deciding_needs_a_reason_the_present_revision_and_another_person(world, ursula):
    swept(world.carla)
    looked()
    [sweep] = sweeps()
    client = world.client(world.celia)
    assert client.post(f"/sweeps/{sweep.pk}/explain/", {"reason": " ", "revision": sweep.revision}).status_code == 400
    with looking_as(world.celia):
        with pytest.raises(Conflict):
            services.explain(by=world.celia, sweep=sweep, reason="Sí", revision=7)
        with pytest.raises(Invalid):
            services.explain(by=world.celia, sweep=sweep, reason="", revision=1)
    with looking_as(world.bruno), pytest.raises(NotAllowed):
        services.explain(by=world.bruno, sweep=sweep, reason="Sí", revision=1)
    api = world.api(world.celia)
    assert api.post(f"/api/v1/sweeps/{sweep.pk}/misuse/", {"reason": "Sin caso", "revision": 1}).json()["state"] == "MISUSE"
    looked()
    with looking_as(ursula):
        assert SweepCount.objects.get().state == State.MISUSE
    assert client.post(f"/sweeps/{sweep.pk}/explain/", {"reason": "Error mío", "revision": 2}).status_code == 302
    assert "Error mío" in client.get(f"/sweeps/{sweep.pk}/").content.decode()


def test_the_database_keeps_evidence_from_who_decides_and_the_decision_from_who_is_in_question(world):
    swept(world.carla)
    looked()
    for viewer, change in ((world.celia, "evidence = '{}'"), (world.celia, "person_id = person_id + 1")):
        with looking_as(viewer), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"update sweeps_sweep set {change}")
    for viewer in (replace(world.carla, acts=world.carla.acts | world.celia.acts), world.ana, world.bruno):
        with looking_as(viewer), connection.cursor() as cursor:
            cursor.execute("update sweeps_sweep set state = 'EXPLAINED', decided_by_id = %s", [viewer.user_id])
            assert cursor.rowcount == 0


def test_answers_that_nobody_reads_are_found_and_those_that_are_read_are_not(world):
    names = [f"{first} {last}" for first in ("Tomás", "Irma", "Saúl", "Delia", "Omar") for last in (
        "Ayala", "Bravo", "Cossío", "Durán", "Escóbar", "Fuentes", "Gálvez", "Heredia")]
    for by, reads in ((world.carla, False), (world.diego, True)):
        queries = [asked(by, names=(name,), case_reference=f"C-{name}", birth_dates=("1970-02-03",), identifiers=(
            ("national_id", number_at_random(at), "BO"),)) for at, name in enumerate(names)]
        work()
        for query in queries:
            opened(query)
            if reads:
                world.client(by).get(f"/queries/{query.pk}/")
    looked()
    assert [(sweep.person_id, sweep.patterns) for sweep in sweeps()] == [(world.carla.user_id, ["UNREAD"])]


@pytest.mark.parametrize(("rows", "found"), [
    ([f"PERSON,,national_id:{4_870_000 + at}:BO" for at in range(40)], [["SEQUENCE"]]),
    ([f"PERSON,{sign}elqua {sign}ixovik," for sign in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"], [])])
def test_a_file_is_looked_at_once_and_for_what_no_list_of_real_subjects_shows(world, monkeypatch, rows, found):
    monkeypatch.setattr(opening, "instant", lambda asked_at, now, **of: now - timedelta(minutes=1))
    batch = sent(world.carla, ["kind,names,identifiers", *rows])
    for _time in range(2):
        looked()
        assert [(sweep.batch_id, sweep.patterns) for sweep in sweeps()] == [(batch.pk, patterns) for patterns in found]
    for sweep in sweeps():
        page = world.client(world.celia).get(f"/sweeps/{sweep.pk}/").content.decode()
        assert batch.reference in page and "4870005" in page


def test_a_burst_at_an_hour_at_which_the_person_never_asks_is_found(world):
    def people(many):
        return [asked(world.carla, names=(f"{chr(97 + at % 26)}elqua {chr(97 + at // 2)}ixovik",), birth_dates=("1970-02-03",),
                      identifiers=(("national_id", number_at_random(at), "BO"),), case_reference=f"C-{at}") for at in range(many)]

    for day, query in enumerate(people(20), start=1):
        earlier([query], timedelta(days=day))
    burst = people(48)
    looked()
    assert sweeps() == []  # at an hour like that of the days before
    earlier(burst, timedelta(hours=5))
    people(1)
    looked()
    assert [sweep.patterns for sweep in sweeps()] == [["OUT_OF_HOURS"]]


def test_a_query_taken_back_counts_as_asked(world):
    from intel.queries.services import withdraw

    for query in swept(world.carla):
        with looking_as(world.carla):
            withdraw(by=world.carla, query=query, reason="Me equivoqué.")
    looked()
    assert len(sweeps()) == 1


def test_one_whose_look_fails_keeps_no_other_from_being_looked_at(world, monkeypatch):
    from intel.sweeps import looking

    read = looking.last_queries

    def fails(person, **more):
        if person == world.diego.user_id:
            raise ValueError("broken")
        return read(person, **more)

    monkeypatch.setattr(looking, "last_queries", fails)
    swept(world.diego)
    swept(world.carla)
    looked()
    assert [sweep.person_id for sweep in sweeps()] == [world.carla.user_id]
    with as_service("tests"):
        assert [(row.kind, row.object_id) for row in Work.objects.filter(kind="sweeps.look")] == [
            ("sweeps.look", world.diego.user_id)]


def test_looks_that_were_missed_are_made_up_for(world):
    swept(world.carla, 30)
    assert look() == 1
    with as_service("tests"):
        assert [row.kind for row in Work.objects.filter(kind="sweeps.look")] == ["sweeps.look"]
    assert look() == 1  # what was asked a moment ago may not have been known as unread


def test_honest_days_of_a_desk_are_no_sweep(world):
    for at in range(30):
        asked(world.carla, names=(f"{'Ana Luis Rosa Juan Eva'.split()[at % 5]} Mamani Quispe",), case_reference=f"T-{at}",
              birth_dates=(f"19{50 + at}-01-02",), identifiers=(("national_id", number_at_random(at), "BO"),))
    looked()
    assert sweeps() == []


def test_old_rows_are_kept_until_long_after_the_decision(world):
    swept(world.carla)
    looked()
    assert sweeps()[0].retain_until is None
    with looking_as(world.celia):
        services.explain(by=world.celia, sweep=sweeps()[0], reason="Sí", revision=1)
    assert sweeps()[0].retain_until - sweeps()[0].decided_at.date() >= timedelta(days=1094)
