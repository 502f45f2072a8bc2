"""How a thing becomes words: what stands together, what is too long, and what does not fit."""

from typing import Any

import pytest
from django.db import connection, transaction

from tests.world import as_operator


def vector(parts: list[str], identifiers: list[str] | None = None) -> str:
    """The words of a thing whose mark is 17."""
    with as_operator(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role hub_labels")
        cursor.execute("select search_vector(17, %s, %s, '{}')::text", [parts, identifiers or []])
        return str(cursor.fetchone()[0])


def meets(parts: list[str], question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("select %s::tsvector @@ %s::tsquery", [vector(parts), question])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("parts", "words"), [
    (["Acopio"], "'17:acopi':1A '17:acopio':1A"),
    (["", "Acopio"], "'17:acopi':3 '17:acopio':3"),
    (["Introducción de mercancías"], "'17:introduccion':1A '17:mercanci':3A '17:mercancia':3A"),
    (["inspección"], "'17:inspeccion':1A"),
    ([], ""),
])
def test_a_word_is_kept_by_its_stems_and_the_first_part_weighs_most(db: None, parts: list[str], words: str) -> None:
    assert vector(parts) == words


def test_a_phrase_does_not_go_from_one_part_into_the_next(db: None) -> None:
    assert meets(["acopio norte"], "'17:acopi' <-> '17:nort'")
    assert not meets(["acopio", "norte"], "'17:acopi' <-> '17:nort'")
    assert not meets(["x", "acopio", "norte"], "'17:acopi' <-> '17:nort'")


def test_quotes_and_signs_are_no_words(db: None) -> None:
    assert vector(["' '' \\ : & | ! (", "ñu'"]) == "'17:nu':3"
    assert vector([], ["' 12-3 '\\:", "'", ""]) == "'17#123'"


def test_what_is_longer_than_any_word_is_left_out(db: None) -> None:
    assert vector([f"acopio {'x' * 3000} norte"]) == vector(["acopio a norte"])


def test_of_what_does_not_fit_the_beginning_is_found(db: None) -> None:
    long = " ".join(f"palabra{number}" for number in range(200_000))
    assert "'17:palabra1':5" in vector(["acopio", long]) and "'17:acopio':1A" in vector(["acopio", long])
    assert "'17#PALABRA0'" in vector(["acopio"], long.split())
