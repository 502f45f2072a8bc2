"""Canonical values and their fingerprints."""

import re
from dataclasses import dataclass, field, make_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.canonical import Schemes, canonical, fingerprint, spelt


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    name: str
    weight: Decimal | None = None


@dataclass(frozen=True)
class Thing:
    name: str
    parts: tuple[Part, ...] = ()
    day: date | None = None
    colour: Colour = Colour.RED
    marks: list[str] = field(default_factory=list)


def test_it_leaves_out_what_is_at_its_default():
    assert canonical(Thing("a", parts=(Part("b"),))) == b'{"name":"a","parts":[{"name":"b"}]}'


def test_a_field_added_with_a_default_changes_no_fingerprint():
    later = make_dataclass("Later", [*((f, object, getattr(Thing, f, None)) for f in ("name", "parts", "day", "colour")),
                                     ("marks", list, field(default_factory=list)),
                                     ("purpose", str, ""), ("seals", list, field(default_factory=list))])
    known = {"name": "a", "parts": (Part("b", Decimal("1.5")),), "day": date(2026, 3, 1), "colour": Colour.RED}
    assert fingerprint(later(**known)) == fingerprint(Thing(**known))
    assert fingerprint(later(**known, purpose="x")) != fingerprint(Thing(**known))


def test_a_required_field_is_never_left_out():
    assert canonical(Part(name="")) == b'{"name":""}'


@pytest.mark.parametrize(("one", "other"), [
    (Decimal("1.50"), Decimal("1.5")), (Decimal("100"), Decimal("1E+2")), (Decimal("-0"), Decimal("0.00")),
    (("a", "b"), ["a", "b"]), ({"b": 1, "a": 2}, {"a": 2, "b": 1}), ({"x", "y", "z"}, frozenset("zyx")),
    (Colour.RED, "red"), (date(2026, 3, 1), "2026-03-01"),
    (datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=-4))), datetime(2026, 3, 1, 12, tzinfo=UTC)),
])
def test_equal_values_are_spelt_alike(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [("1", 1), (None, ""), (2**53, 2**53 + 1), ([], {}), (["ab"], ["a", "b"])])
def test_different_values_are_not(one, other):
    assert canonical(one) != canonical(other)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)))
def test_it_spells_whatever_json_can_hold(value):
    assert canonical(value).decode("utf-8")


@pytest.mark.parametrize("value", [b"bytes", object(), {1: "a number as key"}, Thing])
def test_it_refuses_what_has_no_one_spelling(value):
    with pytest.raises((TypeError, ValueError)):
        canonical(value)


def test_the_scheme_stands_before_the_digest():
    assert re.fullmatch("1:[0-9a-f]{64}", fingerprint("a")) and fingerprint("a", scheme=7).startswith("7:")


class TestSchemes:
    first = Schemes({1: lambda thing: thing.name}, unnumbered=lambda thing: thing.name[::-1])
    second = Schemes({1: lambda thing: thing.name, 2: lambda thing: [thing.name, thing.marks]},
                     unnumbered=lambda thing: thing.name[::-1])

    def test_it_makes_by_the_newest(self):
        assert self.first.of(Thing("a")).startswith("1:") and self.second.of(Thing("a")).startswith("2:")

    def test_it_compares_by_the_scheme_a_fingerprint_was_stored_under(self):
        stored = self.first.of(Thing("a"))
        assert self.second.same(stored, Thing("a", marks=["new"])) and not self.second.same(stored, Thing("b"))
        assert not self.second.same(self.second.of(Thing("a")), Thing("a", marks=["new"]))

    def test_it_compares_what_had_no_number_yet_in_the_old_way(self):
        assert self.first.same("cba", Thing("abc")) and not self.first.same("abc", Thing("abc"))
        assert not Schemes({1: str}).same("abc", "abc")

    def test_a_scheme_that_nobody_knows_is_a_mistake(self):
        with pytest.raises(ValueError, match="9:abc"):
            self.first.same("9:abc", Thing("a"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda held: st.lists(held, max_size=4) | st.dictionaries(st.text(max_size=3), held, max_size=4), max_leaves=12)


@given(JSON)
def test_what_is_spelt_quickly_is_spelt_as_the_standard_has_it(value):
    plain, _odd = spelt(value)
    assert canonical(value) == rfc8785.dumps(plain)


@pytest.mark.parametrize(("value", "written"), [
    (1.0, b"1"), (1e21, b"1e+21"), (1e-7, b"1e-7"), ({"a": [0.1]}, b'{"a":[0.1]}'),
    ({"\uffff": 1, "\U00010000": 2}, '{"\U00010000":2,"\uffff":1}'.encode()),
    ("\x00\x1f\x7f\u2028\"\\/é", '"\\u0000\\u001f\x7f\u2028\\"\\\\/é"'.encode()),
])
def test_what_needs_care_has_it(value, written):
    assert canonical(value) == written
