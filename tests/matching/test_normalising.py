"""A raw name and what the engine makes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intel.matching import describe_name, normalise_name
from intel.matching.names import LONGEST_NAME, normalise_names


@pytest.mark.parametrize(
    ("raw", "words", "legal"),
    [
        ("FERRETERÍA PUNTI ALAMBRES S.R.L.", ("ferreteria", "punti", "alambres"), ("srl",)),
        ("G Y R Arquitectos, S. de R.L. de C.V.", ("g", "r", "arquitectos"), ("s", "de", "rl", "de", "cv")),
        ("Müller Spółka z o.o.", ("muller",), ("spolka", "z", "oo")),
        ("ООО «Ромашка»", ("romashka",), ("ooo",)),
        ("Hahn City GmbH & Co. KG", ("hahn", "city"), ("gmbh", "co", "kg")),
        ("SOCIEDAD ANÓNIMA ANDINA", ("andina",), ("sociedad", "anonima")),
        ("PT. INDO JAYA Tbk", ("indo", "jaya"), ("pt", "tbk")),
        ("R0SA 1MPORT", ("rosa", "import"), ()),
        ("FUND 2O24", ("fund", "2024"), ()),
        ("KUCHKZA'I, Ebrahim", ("kuchkzai", "ebrahim"), ()),
        ("M.V. FRUNZE", ("mv", "frunze"), ()),
        ("PerÃº Trading", ("peru", "trading"), ()),
        ("XYZ ANDES SOCIEDAD DE RESPONSABILI", ("xyz", "andes"), ("sociedad", "de", "responsabili")),
    ],
)
def test_it_tells_words_from_legal_forms(raw: str, words: tuple[str, ...], legal: tuple[str, ...]) -> None:
    seen = describe_name(raw)
    assert (seen.words, seen.legal) == (words, legal)


def test_it_sets_apart_who_receives_the_mail() -> None:
    seen = describe_name("ROSA IMPORT c/o Juan Pérez, Av. 6 de Agosto 123")
    assert seen.words == ("rosa", "import")
    assert "juan" in seen.set_apart


def test_it_seeks_no_legal_form_in_a_person() -> None:
    assert describe_name("SA, Ana", "person").words == ("sa", "ana")
    assert describe_name("ANDES, SA", "entity").words == ("andes",)


def test_a_name_of_nothing_but_legal_forms_keeps_its_words() -> None:
    assert normalise_name("S.A.") == ("sa",)
    assert normalise_name("") == ()


@given(st.lists(st.text(st.characters(), max_size=120), min_size=1, max_size=8))
@settings(max_examples=200)
def test_any_text_gives_ascii_words_and_is_stable(raw: list[str]) -> None:
    for name in raw:
        words = normalise_name(name)
        assert all(word.isascii() and word for word in words)
    columns = normalise_names(raw)
    alone = [normalise_names([name]) for name in raw]
    for row, one in enumerate(alone):
        first, last = columns.first[row], columns.first[row + 1]
        assert columns.hash[first:last].tolist() == one.hash.tolist()
        assert columns.flags[first:last].tolist() == one.flags.tolist()


def test_a_name_of_ten_thousand_signs_costs_no_more_than_a_long_one() -> None:
    long = normalise_names(["ABCDEFGH " * 1200])
    assert len(long.text) <= LONGEST_NAME + 1
    assert int(long.first[1]) <= 20
