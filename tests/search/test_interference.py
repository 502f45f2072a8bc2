"""What one may not see changes nothing of what is found: not the lines, their order, the counts, nor the time that it takes."""

from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.db import connection

from agencies.access import looking_as
from agencies.access.grants import reader_groups, share
from agencies.roles import Role
from intel.reports.entries import ParagraphEntry
from intel.reports.models import Report, ReportGrant
from intel.subjects.services import register_subject
from tests.reports import writing
from tests.screening import making
from tests.world import engaged

WORD = "carrizal"
FOUND = "select * from search_found(array['reports.report'], %s, '[]', null, null, null, 1001)"


def asked(world: Any, who: str, words: str = WORD) -> dict[str, Any]:
    """The whole answer of the API, but for since when names wait."""
    return world.api(world.viewers[who]).get("/api/v1/search/", {"q": words}).json()


def hide(world: Any, count: int, word: str = "Carrizal") -> None:
    """So many reports of the tax body with the word, that nobody else sees; written as their importer would."""
    with looking_as(world.diego), connection.cursor() as cursor:
        cursor.execute("""
            insert into reports_report (reference, owner_agency_id, author_id, reported_at, updated_at, title, level, risk_area,
                grading_scheme, source_grade, information_grade, classification, handling_codes, handling_conditions, tlp,
                purpose, legal_basis, suspicion_basis, state, revision, source_ref)
            select 'SIN-' || %s || n, %s, %s, now(), now(), 'Depósito en ' || %s || ' ' || n, 'TACTICAL', 'OTHER', 'admiralty',
                'B', '2', 'RESTRICTED', '{}', '', 'AMBER', '', '', '', 'DRAFT', 1, '' from generate_series(1, %s) n""",
                       [word, world.diego.agency_id, world.diego.user_id, word, count])


@pytest.fixture
def visible(world: Any) -> list[Report]:
    """Three reports with the word that customs shares with the police."""
    return [writing.disseminated(world, title=f"Acopio en Carrizal {n}", audience=("PB",)) for n in range(3)]


@pytest.mark.parametrize("count", [1, 500])
def test_hidden_rows_change_no_line_no_order_and_no_count(world: Any, visible: list[Report], count: int) -> None:
    before = {who: asked(world, who) for who in ("ana", "carla", "elena")}
    assert [before[who]["count"] for who in ("ana", "carla", "elena")] == [3, 3, 0]
    hide(world, count)
    assert {who: asked(world, who) for who in before} == before
    assert asked(world, "diego")["kinds"] == [{"value": "report", "count": count, "more": False}]


@pytest.mark.slow
def test_hidden_rows_take_no_time(world: Any) -> None:
    """200 rounds, one after the other: a word that no hidden row bears, one that one bears, and one that 10,000 bear."""
    for n in range(20):
        writing.disseminated(world, title=f"Acopio en Carrizal, Yotala y Pocitos {n}", audience=("PB",))
    hide(world, 10_000)
    hide(world, 1, word="Yotala")
    timed(world, "pocitos")
    rounds = [tuple(timed(world, word) for word in ("pocitos", "yotala", "carrizal")) for _ in range(200)]
    for other in (1, 2):
        assert abs(median(each[other] - each[0] for each in rounds)) < 0.005


def timed(world: Any, word: str) -> float:
    """Seconds that the database takes for one search of Carla."""
    with looking_as(world.carla), connection.cursor() as cursor:
        began = perf_counter()
        cursor.execute("select * from search_found(array['reports.report'],"
                       " jsonb_build_array(jsonb_build_object('words', %s::text)), '[]', null, null, null, 1001)", [word])
        assert len(cursor.fetchall()) == 20
        return perf_counter() - began


def test_what_is_shared_is_found_at_once_and_what_is_withdrawn_is_not(world: Any) -> None:
    report = writing.disseminated(world, title="Acopio en Carrizal", audience=("PB",))
    both = reader_groups([world.agencies["PB"], world.agencies["SIN"]], act="reports.view_report")
    tax = reader_groups([world.agencies["SIN"]], act="reports.view_report")
    assert [asked(world, who)["count"] for who in ("carla", "diego")] == [1, 0]
    with looking_as(world.ana):
        share(report, groups=both, grant=ReportGrant)
    assert [asked(world, who)["count"] for who in ("carla", "diego")] == [1, 1]
    with looking_as(world.ana):
        ReportGrant.objects.filter(content_object=report, group_id__in=tax).delete()
    assert [asked(world, who)["count"] for who in ("carla", "diego")] == [1, 0]


def test_what_is_classified_higher_is_not_found_by_who_is_not_cleared(world: Any, visible: list[Report]) -> None:
    assert asked(world, "carla")["count"] == 3
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("update reports_report set classification = 'SECRET' where id = %s", [visible[0].pk])
    assert [asked(world, who)["count"] for who in ("ana", "carla")] == [2, 2]


def test_a_paragraph_is_found_by_who_is_cleared_for_it(world: Any) -> None:
    report = writing.draft(world, title="Acopio", own_agency_only=True, paragraphs=(
        ParagraphEntry("Acopio visto.", "UNCLASSIFIED"), ParagraphEntry("Visto en Carrizal.", "RESTRICTED")))
    with looking_as(world.ana), connection.cursor() as cursor:
        cursor.execute("update reports_report set classification = 'UNCLASSIFIED' where id = %s", [report.pk])
    finds = {who: [asked(world, who, words)["count"] for words in (WORD, "acopio", f"acopio -{WORD}", f"acopio {WORD}")]
             for who in ("ana", "ivan")}
    assert finds == {"ana": [1, 1, 0, 1], "ivan": [0, 1, 1, 0]}


def test_an_alert_is_found_by_who_sees_its_subject_too(world: Any) -> None:
    alert = making.alert(world.ana, "Comercial Carrizal Limitada", to=(world.agencies["PB"],))
    assert asked(world, "carla")["count"] == 2
    with connection.cursor() as cursor, looking_as(world.bruno):
        cursor.execute("update subjects_subject set classification = 'SECRET' where id = %s", [alert.subject_id])
    assert asked(world, "carla")["count"] == 0


def test_who_is_nobody_finds_nothing(world: Any, visible: list[Report]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from search_found(array['reports.report'], '[{\"words\": \"carrizal\"}]', '[]',"
                       " null, null, null, 1001)")
        assert cursor.fetchone() == (0,)


def test_the_front_line_finds_a_subject_with_an_alert_that_it_sees_and_no_other(world: Any) -> None:
    front = engaged(world.agencies["AN"], "fidel", Role.FRONT_LINE)
    making.alert(world.ana, "Comercial Carrizal Limitada")
    making.alert(world.ana, "Carrizal Discreta", action_requested="DISCREET_CHECK")
    with looking_as(world.ana):
        register_subject(by=world.ana, kind="PERSON", label="Juan Carrizal")
    program = world.api(front)
    found = {row["title"] for row in program.get("/api/v1/search/", {"q": WORD}).json()["results"]}
    assert found == {"Comercial Carrizal Limitada"}
    assert asked(world, "ana")["count"] == 5 and asked(world, "ana")["names_wait_since"]
    assert program.get("/api/v1/search/", {"q": WORD}).json()["names_wait_since"] is None, "it would tell of the others"
