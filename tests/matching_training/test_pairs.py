"""Worlds to learn and measure on: honest truth, an honest split, the same again from the same seed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intel.matching.records import Identifier, Profile
from intel.matching.training.pairs import ALL, HELD_OUT, TRAIN, Registers, World, build, part_of
from intel.matching.training.sameness import Sameness, share_text


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers.made_up(listed_parties=600, trading_parties=2_000)


@pytest.fixture(scope="module")
def world(registers: Registers) -> World:
    return build(registers, subjects=800, part=HELD_OUT, variations=500, cleans=500, aliases=80)


def test_it_makes_the_same_world_again(registers: Registers, world: World) -> None:
    again = build(registers, subjects=800, part=HELD_OUT, variations=500, cleans=500, aliases=80)
    assert again.queries == world.queries
    assert again.subjects == world.subjects
    assert build(registers, subjects=800, variations=500, cleans=500, aliases=80, seed=2).queries != world.queries


def test_it_has_as_many_subjects_as_asked_for(registers: Registers, world: World) -> None:
    assert len(world.subjects) == len({subject.key for subject in world.subjects}) == 800
    beyond_the_registers = build(registers, subjects=4_000, variations=50, cleans=50)
    assert len(beyond_the_registers.subjects) == 4_000


def test_it_asks_only_subjects_of_its_part(registers: Registers, world: World) -> None:
    assert {part_of(query.truth) for query in world.positives if query.truth is not None} == {HELD_OUT}
    learned = build(registers, subjects=800, part=TRAIN, variations=300, cleans=50)
    assert not {query.truth for query in learned.positives} & {query.truth for query in world.positives}
    both = build(registers, subjects=800, part=ALL, variations=300, cleans=50)
    assert {part_of(query.truth) for query in both.positives if query.truth is not None} == {TRAIN, HELD_OUT}


def test_it_takes_asked_aliases_out_of_the_index(world: World) -> None:
    names = {subject.key: subject.names for subject in world.subjects}
    aliases = [query for query in world.queries if query.variation.startswith("alias")]
    assert aliases
    for query in aliases:
        assert query.party.names[0] not in names[query.truth]  # type: ignore[index]


def test_it_calls_no_name_clean_that_a_subject_bears(world: World) -> None:
    same = Sameness(world.subjects)
    assert len(world.cleans) > 400
    assert not [query for query in world.cleans if same.bearers(query.party.names[0])]


def test_it_asks_every_class(world: World) -> None:
    asked = {query.variation for query in world.queries}
    assert {
        "slip",
        "transposed",
        "scanned",
        "romanised",
        "form_translated",
        "order",
        "acronym",
        "cut",
        "noise",
        "maternal_dropped",
        "honorific",
        "two",
    } <= asked
    assert {"clean.trader", "clean.shared_word", "clean.namesake", "clean.unlisted"} <= asked


def test_it_gives_every_query_its_own_key(world: World) -> None:
    assert len({query.party.key for query in world.queries}) == len(world.queries)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Punti Alambres Limitada", "ALAMBRES PUNTI S.R.L.", True),
        ("Compañía Ñandú", "COMPANIA NANDU", True),
        ("Punti Alambres Limitada", "Punti Textiles Limitada", False),
        ("PEREZ, Juan", "Juan PEREZ", True),
    ],
)
def test_it_knows_the_same_name(one: str, other: str, same: bool) -> None:
    assert (Sameness.key(one) == Sameness.key(other)) is same


def test_it_sees_text_in_common() -> None:
    assert share_text("TIUMENSKI NEFTIANOI TSENTR", "TYUMENSKII NEFTYANOY NAUCHNYI TSENTR")
    assert not share_text("CABRERA SARABIA, Felipe", "VELAZQUEZ MANJARREZ, Miguel")


def test_it_describes_parties_truly_more_often_than_not(registers: Registers) -> None:
    facts = {
        "countries": ("BO", "PE"),
        "birth_dates": ("1970-05-04",),
        "identifiers": (Identifier("tax", "1020703023", "BO"),),
    }
    known = [replace(p, **facts) for p in registers.listed]  # type: ignore[arg-type]
    described = build(
        Registers(known, registers.traders, "test"), subjects=800, variations=400, cleans=100, attributes=True
    )
    positives = [q.party for q in described.positives if str(q.truth).startswith("made:")]
    born = [party.birth_dates[0] for party in positives if party.birth_dates]
    assert len(born) > 20
    assert 0.6 < sum(date in {"1970-05-04", "1970"} for date in born) / len(born) < 1
    numbers = [party.identifiers[0].value for party in positives if party.identifiers]
    assert 0.6 < sum(value == "1020703023" for value in numbers) / len(numbers) < 1
    assert any(party.countries for party in positives)
    assert all(not q.party.countries for q in build(registers, subjects=800, variations=50, cleans=20).queries)


def test_it_lets_all_subjects_of_the_same_beginning_be_found_when_a_name_is_cut() -> None:
    long = "IMPORTADORA DE MAQUINARIA PESADA ILLIMANI"
    subjects = [Profile("a", (f"{long} NORTE",)), Profile("b", (f"{long} SUR",)), Profile("c", ("OTHER",))]
    assert Sameness(subjects).others(subjects[0], long[:35].lower()) == ("b",)
