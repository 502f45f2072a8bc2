"""Parties against subjects: what is found, what is not, and that every match adds up."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intel.matching import Identifier, Index, Profile, Weights, compare, screen

SUBJECTS = [
    Profile("ferreteria", ("Punti Alambres Limitada",), "entity"),
    Profile("juan", ("QUISPE MAMANI, Juan Carlos",), "person", (), ("BO",), ("1980-05-04",)),
    Profile("zhuch", ("ZHUCHKOVSKIY, Aleksandr",), "person"),
    Profile("rihs", ("REVIVAL OF ISLAMIC HERITAGE SOCIETY",), "entity"),
    Profile("cayman", ("China Overseas Finance Investment (Cayman) III Limited",), "entity"),
    Profile("ship", ("ORIENT STAR",), "", (Identifier("imo", "9319466"),)),
    Profile("nitrato", ("Compañía Boliviana de Nitratos Industriales S.A.",), "entity"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(SUBJECTS)


@pytest.mark.parametrize(
    ("name", "kind", "subject"),
    [
        ("PUNTI ALAMBRES SRL", "", "ferreteria"),
        ("PUNTIALAMBRES LTDA", "", "ferreteria"),
        ("PUNT1 ALAMBRE5 LTDA", "", "ferreteria"),
        ("Alambres Punti Ltda.", "entity", "ferreteria"),
        ("Juan Carlos QUISPE", "person", "juan"),
        ("QIUSPE MAMANI JUAN CARLOS", "", "juan"),
        ("Alexander Zhuchkovsky", "person", "zhuch"),
        ("Александр Жучковский", "person", "zhuch"),
        ("CIA BOLIVIANA DE NITRATOS INDUSTRIA", "entity", "nitrato"),
        ("CHINA OVERSEAS FINANCE INVESTMENT (CAYMAN) 3 LTD", "entity", "cayman"),
    ],
)
def test_it_finds_the_name_however_it_is_written(index: Index, name: str, kind: str, subject: str) -> None:
    [matches] = screen(index, [Profile("p", (name,), kind)], minimum_probability=0.5)
    assert [match.subject for match in matches][:1] == [subject]


@pytest.mark.parametrize(
    "name",
    [
        "FERRETERIA SAN JUAN SRL",
        "CHINA OVERSEAS FINANCE INVESTMENT (CAYMAN) II LIMITED",
        "Juan Carlos Rodríguez",
        "SOCIEDAD INDUSTRIAL BOLIVIANA S.A.",
        "",
        "...",
        "S.R.L.",
    ],
)
def test_it_does_not_find_who_merely_shares_words(index: Index, name: str) -> None:
    assert screen(index, [Profile("p", (name,))], minimum_probability=0.5) == [[]]


def test_an_identifier_outweighs_a_name_that_differs(index: Index) -> None:
    party = Profile("p", ("GOLDEN SUN",), identifiers=(Identifier("imo", "IMO 9319466"),))
    [[match, *_]] = screen(index, [party])
    assert match.subject == "ship"
    assert match.probability > 0.9
    assert {"identifier.imo", "prior"} <= {part.feature for part in match.parts}


def test_a_near_miss_is_weak_evidence_that_says_so() -> None:
    subject = Profile("s", ("ORIENT STAR",), "", (Identifier("imo", "9319466"),))
    near = compare(Profile("p", ("ORIENT STAR",), identifiers=(Identifier("imo", "9319467"),)), subject)
    other = compare(Profile("p", ("ORIENT STAR",), identifiers=(Identifier("imo", "9074729"),)), subject)
    assert "identifier.near" in {part.feature for part in near.parts}
    assert near.score > compare(Profile("p", ("ORIENT STAR",)), subject).score > other.score


def test_a_birth_date_confirms_or_contradicts() -> None:
    subject = SUBJECTS[1]
    scores = [
        compare(Profile("p", ("Juan Carlos Quispe",), "person", birth_dates=dates), subject).score
        for dates in (("1980-05-04",), ("1980",), (), ("1961-01-01",))
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_a_known_good_pair_is_told_and_sinks(index: Index) -> None:
    party = Profile("p", ("PUNTI ALAMBRES LTDA",))
    assert screen(index, [party], known_good={("p", "ferreteria")}) == [[]]
    assert screen(index, [party], known_good={("other", "ferreteria")})[0]


def test_weights_may_be_overridden() -> None:
    subject = SUBJECTS[5]
    party = Profile("p", ("GOLDEN SUN",), identifiers=(Identifier("imo", "9319466"),))
    doubted = Weights(version="2", same={"imo": 1.0})
    assert compare(party, subject, weights=doubted).score < compare(party, subject).score


@pytest.mark.parametrize(
    "others",
    [
        [Profile(2, ("KORWIN TRADING ALPHA BETA",))],
        [Profile(at, ("KORWIN TRADING ALPHA BETA", "Korwin Alpha Beta")) for at in range(2, 17)],
    ],
)
def test_a_match_is_of_the_pair_whoever_else_is_in_the_index(others: list[Profile]) -> None:
    subject = Profile(1, ("KORWIN TRADING ALPHA", "Alpha Korwin", "Korwin Trading"))
    party = Profile("p", ("Korwin Trading Alpha Beta", "KORWIN TRADING"))
    [[alone]] = screen(Index.build([subject]), [party], share=0.0)
    [among] = screen(Index.build([*others, subject]), [party], share=0.0)
    assert [match for match in among if match.subject == 1] == [alone] == [compare(party, subject)]


def test_a_nearer_subject_pushes_nobody_out_without_a_share() -> None:
    far, near = Profile(1, ("Molinos Illimani Sajama Norte",)), Profile(2, ("Sajama Norte",))
    party = Profile("p", ("SAJAMA NORTE",), identifiers=(Identifier("tax", "1020703023"),))
    alone, together = (
        [match for match in screen(Index.build(subjects), [party], minimum_probability=0.001, share=0.0)[0] if match.subject == 1]
        for subjects in ([far], [far, near])
    )
    assert alone == together != []


NAMES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from("PUNTI ALAMBRES SRL JUAN QUISPE 3 III S A".split()), max_size=30).map(" ".join))


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from(["", "person", "entity"]))
@settings(max_examples=150)
def test_parts_add_up_whatever_the_name(names: list[str], kind: str) -> None:
    index = Index.build(SUBJECTS)
    parties = [Profile(at, (name,), kind) for at, name in enumerate(names)]
    for party, matches in zip(parties, screen(index, parties, minimum_probability=0.0), strict=True):
        assert len({match.subject for match in matches}) == len(matches)
        for match in matches:
            assert sum(part.bits for part in match.parts) == pytest.approx(match.score, abs=1e-6)
            assert 0.0 <= match.probability <= 1.0
        if matches:
            subject = next(one for one in SUBJECTS if one.key == matches[0].subject)
            assert compare(party, subject).score == pytest.approx(matches[0].score, abs=0.002)


@pytest.mark.slow
def test_names_made_to_share_every_trigram_take_bounded_time() -> None:
    subjects = [Profile(at, ("AAAAA " * 40,)) for at in range(3000)] + [Profile(f"b{at}", ("ABABAB BABABA",)) for at in range(3000)]
    index = Index.build(subjects)
    hostile = [Profile(at, (name,)) for at, name in enumerate(("AAAAA " * 40, "ABABAB BABABA " * 9, "A B " * 5000, "A" * 10_000))]
    screen(index, hostile)
    began = time.process_time()
    screen(index, hostile * 5)
    assert (time.process_time() - began) / 20 < 0.1


@pytest.mark.slow
def test_one_name_a_million_times_is_matched_once(index: Index) -> None:
    party = Profile("p", ("FERRETERIA SAN JUAN SRL",))
    began = time.process_time()
    screen(index, [party] * 1_000_000)
    assert time.process_time() - began < 20
