"""The pages, the file and the API of what could be known: for whom they are, what they refuse, and that asking is noted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.access import looking_as
from agencies.audit.models import Event
from agencies.roles import Role
from agencies.services import found_agency
from hub.kit.limits import LARGEST
from tests.alerts import writing as alerts
from tests.reports import writing
from tests.world import as_operator, engaged

LISTS = ("/knowledge/", "/knowledge/people/", "/api/v1/knowledge/", "/api/v1/knowledge/people/")
COUNTS = ("/knowledge/counts/?agency=PB", "/api/v1/knowledge-counts/?agency=PB")


@pytest.fixture
def rosa(world):
    """Who audits the police."""
    return engaged(world.agencies["PB"], "rosa", Role.AUDITOR, clearance="UNCLASSIFIED")


@pytest.fixture
def ursula(world):
    with as_operator():
        keeper = found_agency(code="CEN", name="Central", kind="HUB")
    return engaged(keeper, "ursula", Role.HUB_AUDITOR, clearance="UNCLASSIFIED")


@pytest.fixture
def report(world):
    """Of customs, for the police."""
    return writing.disseminated(world, audience=("PB",), title="Textiles por Pisiga")


def answer(world, viewer, address):
    return (world.api(viewer) if "/api/" in address else world.client(viewer)).get(address)


def noted(viewer):
    with looking_as(viewer):
        return [(event.action, event.detail.get("found")) for event in
                Event.objects.filter(action__startswith="knowledge.").order_by("id")]


@pytest.mark.parametrize(("who", "status", "counts"), [
    ("rosa", 200, 403), ("fabio", 200, 403), ("ursula", 403, 200), ("celia", 403, 403), ("gala", 403, 403)])
def test_for_whom_they_are(world, rosa, ursula, report, who, status, counts):
    viewer = {**world.viewers, "rosa": rosa, "ursula": ursula}[who]
    assert {address: answer(world, viewer, address).status_code for address in (*LISTS, *COUNTS)} == {
        **dict.fromkeys(LISTS, status), **dict.fromkeys(COUNTS, counts)}


def test_the_auditor_reads_reference_persons_and_times_and_no_content(world, rosa, report):
    world.client(world.carla).get(f"/reports/{report.pk}/")
    pages = [answer(world, rosa, address).content.decode() for address in (
        "/knowledge/", f"/knowledge/reports.report/{report.pk}/", "/api/v1/knowledge/")]
    assert all(report.reference in page for page in pages) and all("Pisiga" not in page for page in pages)
    assert "carla" in pages[1] and "celia" in pages[1]
    uses = answer(world, rosa, f"/api/v1/knowledge/reports.report-{report.pk}/").json()
    assert {(use["column"], use["person"]) for use in uses} >= {("COULD", "carla"), ("COULD", "celia"), ("OPENED", "carla")}


def test_the_auditor_of_the_hub_reads_no_reference_and_no_person(world, rosa, ursula, report):
    world.client(world.carla).get(f"/reports/{report.pk}/")
    for address in COUNTS:
        page = answer(world, ursula, address).content.decode()
        assert [secret for secret in (report.reference, "Pisiga", "carla", "Carla") if secret in page] == []
    rows = {row["kind"]: row for row in answer(world, ursula, COUNTS[1]).json()}
    assert rows["reports.report"] == {"kind": "reports.report", "could": 1, "told": 0, "opened": 1, "exported": 0}


@pytest.mark.parametrize("who", ["rosa", "ursula", "celia", None])
@pytest.mark.parametrize("pattern", ["/knowledge/{kind}/{pk}/", "/api/v1/knowledge/{kind}-{pk}/"])
def test_what_is_not_known_is_absent(world, rosa, ursula, who, pattern):
    hidden = writing.disseminated(world, audience=("SIN",))
    viewer = {**world.viewers, "rosa": rosa, "ursula": ursula, None: None}[who]
    for kind, pk in (("reports.report", hidden.pk), ("reports.report", 7), ("reports.report", LARGEST), ("agencies.user", 1)):
        assert answer(world, viewer, pattern.format(kind=kind, pk=pk)).status_code == 404


@pytest.mark.parametrize(("asked", "words"), [
    ("at=2199-01-01T00:00", "still to come"), ("at=2001-01-01T00:00", "Choose a later moment"), ("at=yesterday", "valid date"),
    ("person=ana", "nobody of this name"), ("kind=trade.trader", "not one of"), ("whose=THEIRS", "not one of")])
def test_what_cannot_be_asked_is_said(world, rosa, asked, words):
    page, program = (answer(world, rosa, f"{address}?{asked}") for address in ("/knowledge/", "/api/v1/knowledge/"))
    assert page.status_code == 200 and words in page.content.decode() and "Nothing could be known" not in page.content.decode()
    assert program.status_code == 400 and words in program.content.decode()


@pytest.mark.parametrize("asked", ["cursor=WzAsMV0:x", "person=%00", "page_size=x&cursor=%ED%A0%80"])
def test_what_is_tampered_with_is_refused(world, rosa, report, asked):
    for address in ("/knowledge/", "/api/v1/knowledge/"):
        assert answer(world, rosa, f"{address}?{asked}").status_code == 400


def test_it_is_paged_forth_and_back_without_a_gap(world, rosa):
    made = {writing.draft(world, world.carla).reference for _number in range(7)}
    seen, pages, address = [], [], "/api/v1/knowledge/?page_size=3"
    while address:
        page = answer(world, rosa, address).json()
        pages.append([row["reference"] for row in page["results"]])
        seen, previous, address = seen + pages[-1], page["previous"], page["next"]
    assert (set(seen), len(seen), [len(page) for page in pages]) == (made, 7, [3, 3, 1])
    back = answer(world, rosa, previous).json()
    assert [row["reference"] for row in back["results"]] == pages[1] and back["previous"] and back["next"]
    assert [row["reference"] for row in answer(world, rosa, back["previous"]).json()["results"]] == pages[0]


def test_each_asking_is_an_event_of_the_log(world, rosa, ursula, report):
    things = (f"/knowledge/reports.report/{report.pk}/", f"/api/v1/knowledge/reports.report-{report.pk}/")
    for address in (*LISTS[:2], things[0], *LISTS[2:], things[1]):
        assert answer(world, rosa, address).status_code == 200
    world.client(rosa).post("/knowledge/table/", {})
    once = [("knowledge.asked", 1), ("knowledge.people_asked", 3), ("knowledge.read", None)]
    assert noted(rosa) == [*once, *once, ("knowledge.exported", 1)]


def test_the_file_takes_somebody_who_signed_in_a_moment_ago(world, rosa, report):
    assert world.api(rosa).get("/api/v1/knowledge/table/").json()["type"].endswith("step_up_required")
    assert world.api(rosa, signed_in=True).get("/api/v1/knowledge/table/").status_code == 200
    taken = world.client(rosa).post("/knowledge/table/", {"kind": "reports.report"})
    lines = taken.content.decode("utf-8-sig").splitlines()
    assert taken["Content-Type"].startswith("text/csv") and lines[0].startswith("moment,kind,reference,agency,could_read")
    assert [line.split(",")[1:5] for line in lines[1:]] == [["reports.report", report.reference, "AN", "2"]]


def test_no_cell_of_the_file_begins_a_formula(world, rosa, monkeypatch):
    writing.draft(world, world.carla)
    monkeypatch.setattr("intel.knowledge.known.Agency.objects.values_list", lambda *_names: [(world.carla.agency_id, "=PB")])
    assert ",'=PB," in world.client(rosa).post("/knowledge/table/", {}).content.decode()


def test_a_file_has_an_end(world, rosa, monkeypatch):
    monkeypatch.setattr("intel.knowledge.exporting.MOST", 1)
    writing.draft(world, world.carla), writing.draft(world, world.carla)
    refused = world.api(rosa, signed_in=True).get("/api/v1/knowledge/table/")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "kind")


def test_the_moment_is_that_of_the_clock_of_the_hub(world, rosa, report):
    alerts.issued(world, audience=("PB",))
    moment = timezone.localtime() - timedelta(minutes=3)
    page = answer(world, rosa, f"/knowledge/?at={moment:%Y-%m-%dT%H:%M}")
    assert report.reference not in page.content.decode()
    assert f'value="{moment:%Y-%m-%dT%H:%M}"' in page.content.decode()


def test_the_file_follows_the_filters_without_a_new_page(world, rosa):
    part = world.client(rosa).get("/knowledge/", {"kind": "reports.report"}, headers={"HX-Request": "true"}).content.decode()
    assert 'action="/knowledge/table/"' in part and 'name="kind" value="reports.report"' in part and "<html" not in part


def test_without_a_moment_the_page_says_which_one_it_shows(world, rosa, ursula):
    for viewer, address in ((rosa, "/knowledge/"), (rosa, "/knowledge/people/"), (ursula, COUNTS[0])):
        assert "As it was on " in answer(world, viewer, address).content.decode(), address
    assert "As it was on " not in answer(world, ursula, "/knowledge/counts/").content.decode()
