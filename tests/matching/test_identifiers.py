"""Identifiers: what is the same number, what is none, and what a check digit says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intel.matching import Identifier, normalise_identifier
from intel.matching.identifiers import KINDS, one_slip_apart


@pytest.mark.parametrize(
    ("kind", "written", "country", "value", "valid"),
    [
        ("tax", "NIT: 1020703023", "BO", "1020703023", None),
        ("tax", "20-26756539-3", "AR", "20267565393", True),
        ("tax", "20-26756539-4", "AR", "20267565394", False),
        ("national_id", "4829167 LP", "BO", "4829167", None),
        ("container", "CSQU 305438-3", "", "CSQU3054383", True),
        ("container", "CSQU3054384", "", "CSQU3054384", False),
        ("imo", "IMO 9319466", "", "9319466", True),
        ("imo", "9319467", "", "9319467", False),
        ("vin", "1M8GDM9AXKP042788", "", "1M8GDM9AXKP042788", True),
        ("vin", "1M8GDM9A0KP042788", "", "1M8GDM9A0KP042788", False),
        ("lei", "213800KUD8LAJWSQ9D15", "", "213800KUD8LAJWSQ9D15", True),
        ("iban", "GB82 WEST 1234 5698 7654 32", "", "GB82WEST12345698765432", True),
        ("phone", "2-2441234", "BO", "+59122441234", True),
        ("phone", "+591 2 2441234", "", "+59122441234", True),
        ("email", "Juan.Perez+x@GMail.com", "", "juanperez@gmail.com", True),
        ("tax", "S/N", "BO", "", False),
        ("tax", "0000000", "BO", "", False),
    ],
)
def test_it_brings_identifiers_to_one_form(kind: str, written: str, country: str, value: str, valid: bool) -> None:
    found = normalise_identifier(Identifier(kind, written, country))
    assert (found.value, found.valid) == (value, valid)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("9319466", "9319467", True),
        ("9319466", "9314966", True),
        ("9319466", "931946", True),
        ("9319466", "9319466", False),
        ("9319466", "9312267", False),
        ("12345", "12346", False),
    ],
)
def test_it_knows_one_slip_of_the_pen(one: str, other: str, near: bool) -> None:
    assert one_slip_apart(one, other) is near
    assert one_slip_apart(other, one) is near


@given(st.sampled_from([*KINDS, "nonsense"]), st.text(max_size=40), st.sampled_from(["", "BO", "AR", "ES", "??"]))
def test_it_never_raises_and_is_stable(kind: str, written: str, country: str) -> None:
    once = normalise_identifier(Identifier(kind, written, country))
    again = normalise_identifier(Identifier(once.kind, once.value, once.country))
    assert not once.value or again.value == once.value
