"""The code tables: complete, in two languages, and an administrator's words are kept."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agencies.markings.classification import LADDER, Classification, readable_with, strictest
from agencies.markings.labels import GRADING_SCHEMES, code_book, label, scheme_label
from agencies.markings.loading import load_codes, official_codes
from agencies.markings.models import Code, amount_of, choices, codes_in_force
from tests.world import as_operator

COUNTS = {
    "classification": 4, "handling": 5, "tlp": 5, "pap": 4, "admiralty.source": 6, "admiralty.information": 6,
    "5x5x5.source": 5, "5x5x5.information": 5, "5x5x5.handling": 5, "3x5x2.source": 3, "3x5x2.information": 5,
    "3x5x2.handling": 2, "europol4x4.source": 4, "europol4x4.information": 4,
    "purpose": 7, "urgency": 3, "refusal": 7, "protection": 5, "review": 3, "recall": 2, "retention": 10,
}


@pytest.mark.django_db
def test_every_scheme_is_there_after_migrate():
    assert {scheme: codes_in_force(scheme).count() for scheme in COUNTS} == COUNTS
    assert Code.objects.count() == sum(COUNTS.values())


@pytest.mark.parametrize("code", official_codes(), ids=lambda code: f"{code.scheme}-{code.code}")
def test_every_code_has_words_in_both_languages(code):
    assert code.label_en and code.label_es
    assert bool(code.definition_en) == bool(code.definition_es)
    assert code.source


@pytest.mark.django_db
def test_loading_again_keeps_what_an_administrator_wrote():
    with as_operator():
        Code.objects.filter(scheme="handling", code="H2").update(label_es="Sin difusión sin permiso")
        Code.objects.filter(scheme="handling", code="H3").delete()
        assert load_codes() == 1
        assert load_codes() == 0
    assert Code.objects.get(scheme="handling", code="H2").label_es == "Sin difusión sin permiso"


@pytest.mark.django_db
def test_an_administrator_sets_what_a_code_sets():
    assert (amount_of("urgency", "PRIORITY", otherwise=1), amount_of("urgency", "NONE", otherwise=1)) == (24, 1)
    with as_operator():
        Code.objects.filter(scheme="urgency", code="PRIORITY").update(amount=12)
    assert amount_of("urgency", "PRIORITY", otherwise=1) == 12


@pytest.mark.django_db
def test_a_code_out_of_force_is_not_offered_but_still_has_words():
    with as_operator():
        Code.objects.filter(scheme="tlp", code="RED").update(valid_until="2020-01-01")
    assert "RED" not in dict(choices("tlp"))
    assert "Individual recipients only" in label("tlp", "RED")


@pytest.mark.django_db
def test_a_label_says_scheme_code_and_words_in_the_readers_language():
    with translation.override("en"):
        assert label("admiralty.source", "E") == "Admiralty 6x6, source · E · Unreliable"
        assert label("5x5x5.source", "E") == "5x5x5, source · E · Untested source"
    with translation.override("es"):
        assert label("3x5x2.information", "E").endswith("E · Se sospecha falsa")


@pytest.mark.django_db
def test_a_code_book_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        book = code_book(["admiralty.source", "handling"])
        book.label("handling", "H1")
        assert book["handling", "unheard"].label == "unheard"


@pytest.mark.django_db
def test_each_grading_scheme_grades_source_and_information():
    for scheme in GRADING_SCHEMES:
        assert codes_in_force(f"{scheme}.source").exists() and codes_in_force(f"{scheme}.information").exists()
        assert scheme_label(scheme)


def test_the_ladder_is_that_of_the_codes():
    assert [c.code for c in official_codes() if c.scheme == "classification"] == list(LADDER)


@given(st.lists(st.sampled_from(Classification.values)))
def test_the_strictest_reads_all(codes):
    top = strictest(codes)
    assert set(codes) <= set(readable_with(top))
    assert top in [*codes, LADDER[0]]


@given(st.lists(st.sampled_from(Classification.values), min_size=1), st.sampled_from(Classification.values))
def test_adding_a_marking_never_lowers(codes, another):
    assert strictest(codes) in readable_with(strictest([*codes, another]))
