"""The engine as other rooms use it."""

from dataclasses import replace
from pathlib import Path

import pytest

from intel.matching import Identifier, Index, Profile, compare, explain, screen

ALERTS = [
    Profile(1, ("Punti Alambres Limitada",), "entity", (Identifier("tax", "1020703023", "BO"),), ("BO",)),
    Profile(2, ("QUISPE MAMANI, Juan Carlos", "Juanca Quispe"), "person", (), ("BO",), ("1980-05-04",)),
    Profile(3, ("ZHUCHKOVSKIY, Aleksandr",), "person"),
]


@pytest.fixture
def index() -> Index:
    return Index.build(ALERTS)


def test_it_finds_the_subject_and_says_why(index: Index) -> None:
    party = Profile("p", ("FERRETERIA PUNTI ALAMBRES SRL",), identifiers=(Identifier("tax", "NIT 1020703023", "BO"),))
    [[first, *_]] = screen(index, [party])
    assert first.subject == 1
    assert first.probability > 0.9
    assert {part.feature for part in first.parts} >= {"identifier.tax", "prior"}


def test_parts_add_up_to_the_score(index: Index) -> None:
    for matches in screen(index, [Profile("p", ("Juan Quispe Mamani",)), Profile("q", ("Punti SRL",))]):
        for match in matches:
            assert sum(part.bits for part in match.parts) == pytest.approx(match.score, abs=1e-6)


def test_without_evidence_the_same_matches_come_without_parts(index: Index) -> None:
    parties = [Profile("p", ("Juan Quispe Mamani", "Juanca"), "person", (), ("BO",), ("1980",)), Profile("q", ("Punti SRL",)),
               Profile("r", ("Ferretería Punti",), identifiers=(Identifier("tax", "NIT 1020703023", "BO"),)), Profile("s", ("X",))]
    told = screen(index, parties)
    bare = screen(index, parties, evidence=False)
    assert bare == [[replace(match, parts=()) for match in matches] for matches in told]
    assert [len(matches) for matches in told] == [1, 1, 1, 0]


def test_compare_gives_the_score_of_screen(index: Index) -> None:
    party = Profile("p", ("Juan Quispe Mamani",), "person", birth_dates=("1980",))
    [[first, *_]] = screen(index, [party])
    assert first.subject == 2
    assert compare(party, ALERTS[1]) == first


def test_it_does_not_find_strangers(index: Index) -> None:
    assert screen(index, [Profile("p", ("IMPORTADORA SAN JUAN SRL",))], minimum_probability=0.5) == [[]]


def test_a_change_is_effective_at_once(index: Index) -> None:
    before = index.version
    index.put([Profile(1, ("Cordillera Textiles",)), Profile(9, ("Altiplano Pharma",))])
    assert index.version > before
    assert len(index) == 4
    found = [[match.subject for match in row] for row in screen(index, [
        Profile("a", ("Punti Alambres",)), Profile("b", ("Cordillera Textiles",)), Profile("c", ("Altiplano Pharma",))])]
    assert found == [[], [1], [9]]
    index.withdraw([9, "unknown"])
    assert len(index) == 3
    assert screen(index, [Profile("c", ("Altiplano Pharma",))]) == [[]]


def test_it_opens_what_was_built(tmp_path: Path) -> None:
    Index.build(ALERTS, tmp_path / "index").put([Profile("new", ("Altiplano Pharma",))])
    opened = Index.open(tmp_path / "index")
    assert len(opened) == 4
    assert screen(opened, [Profile("c", ("Altiplano Pharma",))])[0][0].subject == "new"


@pytest.mark.parametrize(("language", "word"), [("en", "probability"), ("es", "probabilidad")])
def test_it_explains_in_one_sentence(index: Index, language: str, word: str) -> None:
    [[first, *_]] = screen(index, [Profile("p", ("Punti Alambres Ltda",))])
    sentence = explain(first.as_json(), language)
    assert word in sentence
    assert sentence.endswith(".")
    assert sentence == explain(first, language)
