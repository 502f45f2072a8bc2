"""Names written otherwise: deterministic, recognisable, and of the class they claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intel.matching.training.naming import parse_organisation, parse_person
from intel.matching.training.variations import classes, vary

PERSON = "CABRERA SARABIA, Felipe Juan"
FIRM = "COMPAÑIA IMPORTADORA INTERNACIONAL ILLIMANI SANCHEZ HERMANOS S.R.L."


def written(name: str, kind: str, variation: str, countries: tuple[str, ...] = (), seeds: int = 30) -> set[str]:
    """What the class writes of a name with thirty seeds, in capitals."""
    found = (vary(name, kind=kind, variation=variation, seed=seed, countries=countries) for seed in range(seeds))
    return {each.upper() for each in found if each}


@pytest.mark.parametrize("kind", ["person", "entity"])
def test_it_writes_the_same_name_for_the_same_seed(kind: str) -> None:
    name = PERSON if kind == "person" else FIRM
    for variation in classes(kind):
        assert vary(name, kind=kind, variation=variation, seed=4) == vary(name, kind=kind, variation=variation, seed=4)
    assert len(written(name, kind, "slip")) > 10


@pytest.mark.parametrize(
    ("kind", "variation", "expected"),
    [
        ("person", "order", "FELIPE JUAN CABRERA SARABIA"),
        ("person", "maternal_dropped", "FELIPE CABRERA"),
        ("person", "initials", "F. J. CABRERA SARABIA"),
        ("person", "word_dropped", "FELIPE CABRERA SARABIA"),
        ("entity", "form_dropped", "COMPAÑIA IMPORTADORA INTERNACIONAL ILLIMANI SANCHEZ HERMANOS"),
        ("entity", "form_moved", "S.R.L. COMPAÑIA IMPORTADORA INTERNACIONAL ILLIMANI SANCHEZ HERMANOS"),
        ("entity", "cut", "COMPAÑIA IMPORTADORA INTERNACIONAL"),
        ("entity", "acronym", "CIIISH"),
    ],
)
def test_it_writes_what_the_class_says(kind: str, variation: str, expected: str) -> None:
    assert expected in written(PERSON if kind == "person" else FIRM, kind, variation, seeds=80)


def test_it_abbreviates_by_the_usual_signs() -> None:
    words = {word for name in written(FIRM, "entity", "abbreviated") for word in name.split()}
    assert {"CÍA.", "HNOS."} & words
    assert words & {"INTL.", "INTER.", "INT.", "INTERNAC."}


def test_it_translates_a_legal_form_into_another_tongue() -> None:
    forms = {parse_organisation(name).tongue for name in written(FIRM, "entity", "form_translated")}
    assert len(forms - {"", "es"}) > 3


@pytest.mark.parametrize(
    ("name", "kind", "countries", "script"),
    [
        ("KOZLOV, Alexander Alexandrovich", "person", ("RU",), range(0x400, 0x530)),
        ("AL-SALIH, Muhammad Khalid", "person", ("SY",), range(0x600, 0x700)),
        ("WANG, Xiaoming", "person", ("CN",), range(0x4E00, 0xA000)),
    ],
)
def test_it_writes_in_the_script_of_the_country(
    name: str, kind: str, countries: tuple[str, ...], script: range
) -> None:
    for other in written(name, kind, "script", countries):
        assert all(ord(sign) in script for sign in other if sign.isalpha())
    assert written(name, kind, "script", countries)


def test_it_romanises_as_other_systems_do() -> None:
    assert any("HSIAO" in name for name in written("WANG, Xiaoming", "person", "romanised", ("CN",)))
    assert any(
        spelling in name
        for name in written("HUSAYN, Muhammad", "person", "romanised", ("IQ",))
        for spelling in ("HUSSEIN", "HOSSEIN", "HUSSAIN", "HUSEIN")
    )
    assert not written("CABRERA SARABIA, Felipe", "person", "romanised", ("MX",))


def test_it_passes_over_a_name_the_class_cannot_change() -> None:
    assert vary("NITC", kind="entity", variation="acronym") is None
    assert vary("SHORT NAME", kind="entity", variation="cut") is None
    assert vary("PEREZ, Juan", kind="person", variation="maternal_dropped") is None


def test_it_refuses_a_class_the_kind_does_not_have() -> None:
    with pytest.raises(KeyError):
        vary(PERSON, kind="person", variation="form_dropped")


@pytest.mark.parametrize(
    ("name", "core", "first"),
    [
        ("PUNTI ALAMBRES LIMITADA", "PUNTI ALAMBRES", False),
        ("CIRCULO REPRESENTACIONES, S. DE R.L. DE C.V.", "CIRCULO REPRESENTACIONES", False),
        ("OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU FERTOING", "FERTOING", True),
        ("JOINT STOCK COMPANY GENBANK", "GENBANK", True),
        ("AEROCARIBBEAN AIRLINES", "AEROCARIBBEAN AIRLINES", False),
    ],
)
def test_it_sets_the_legal_form_apart(name: str, core: str, first: bool) -> None:
    parsed = parse_organisation(name)
    assert (parsed.core, parsed.form_first) == (core, first)


def test_it_keeps_particles_with_their_surname() -> None:
    person = parse_person("DE LA CRUZ PEREZ, Juan Carlos")
    assert person.surnames == ("DE LA CRUZ", "PEREZ")
    assert person.natural() == "Juan Carlos DE LA CRUZ PEREZ"


@settings(max_examples=150)
@given(name=st.text(max_size=60), seed=st.integers(0, 10_000))
def test_it_bears_any_text(name: str, seed: int) -> None:
    for kind in ("person", "entity"):
        for variation in classes(kind):
            other = vary(name, kind=kind, variation=variation, seed=seed)
            assert other is None or isinstance(other, str)
