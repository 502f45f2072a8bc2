"""What each pattern counts, and what it leaves alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intel.sweeps import patterns
from intel.sweeps.asked import described, number_of
from intel.sweeps.rhythm import Known, Rhythm

START = datetime(2026, 5, 4, 10, tzinfo=UTC)  # a Monday


@dataclass
class Row:
    """A query as the table has it."""

    pk: int = 1
    asked_at: datetime = START
    purpose: str = "TAX_CONTROL"
    case_reference: str = "C-1"
    kind: str = "PERSON"
    names: tuple = ()
    identifiers: tuple = ()
    birth_dates: tuple = ()
    addresses: tuple = ()


def asked(*rows, read=None, usual=True):
    return [described(row, read=read, usual=usual) for row in rows]


def numbers(*values, kind="national_id", **more):
    return asked(*(Row(pk=at, identifiers=((kind, str(value), "BO"),), **more) for at, value in enumerate(values)))


def named(*names, **more):
    return asked(*(Row(pk=at, names=(name,), **more) for at, name in enumerate(names)))


@pytest.mark.parametrize(("values", "count"), [
    ([4_000_000 + at for at in range(20)], 20), ([4_000_000 - 7 * at for at in range(20)], 20),
    ([4_000_000 + 5_000 * at for at in range(20)], 19), ([4_000_000, 4_000_900, 7_100_000, 9_999_998], 0),
    ([4_000_000] * 20, 0), ([4_000_003, 4_000_001, 4_000_002, 4_000_000], 4)])
def test_numbers_of_one_block_and_at_one_distance_are_counted(values, count):
    assert patterns.sequence(numbers(*values)).count == count


def test_numbers_of_two_kinds_are_no_sequence():
    assert number_of("passport", "AB 123-456", "BO") == ("passport BO AB# 6", 123456)
    assert number_of("email", "a1234@x.bo", "") is None and number_of("plate", "1AB", "BO") is None
    two = numbers(*range(4_000_000, 4_000_010)) + numbers(*range(4_000_010, 4_000_020), kind="passport")
    assert patterns.sequence(two).count == 10


def test_a_list_in_order_is_counted_beyond_chance_and_not_where_more_is_known():
    names = [f"{chr(97 + at // 5)}{chr(97 + at % 5)}rel Quispe" for at in range(40)]
    assert patterns.ordered(named(*names)).count == patterns.ordered(named(*names[::-1])).count == 40 - 13
    assert patterns.ordered(named(*names, birth_dates=("1970",))).count == 0
    assert patterns.ordered(named(*names[::2], *names[1::2])).count <= 8


def test_rare_values_are_counted_where_nothing_else_is_known():
    rare = [f"{a}ulgavik {b}zeqmol" for a in "ABCDE" for b in "FGHIJ"]
    apart = [f"{name}{at}" for at, name in enumerate("kulga vequm zordi plixo grumb trozv hewip qolan bistu darmo".split())]
    assert patterns.rare(named(*apart)).count == 10
    assert patterns.rare(named(*rare)).count == 0  # each word is borne by five
    assert patterns.rare(numbers(*range(1_000_000, 1_000_010), kind="plate")).count == 10
    assert patterns.rare(asked(*(Row(pk=at, kind="VEHICLE", identifiers=(("plate", f"{at}111ABC", "BO"),)) for at in range(1, 9)))
                         ).count == 0


def test_one_case_counts_strangers_and_not_a_family():
    given, surnames = "Ana Beto Ciro Dora Elsa".split(), "Ruiz Soto Tapia Ugarte Vaca".split()
    strangers = [f"{one} {other}" for one, other in zip(given, surnames, strict=True)]
    assert patterns.one_case(named(*strangers)).count == 5
    namesakes = [f"Ana {one} Mamani {other}" for one, other in zip(given, surnames, strict=True)]
    assert patterns.one_case(named(*namesakes)).count == 5  # not of one family: Ana and Mamani are many
    for family in ([f"{one} Quispe Mamani" for one in given], [f"Quispe Mamani {one}" for one in given],
                   ["Quispe Mamani Ana", "Beto Quispe Mamani"]):
        assert patterns.one_case(named(*family)).count == 0
    apart = asked(*(Row(pk=at, names=(name,), case_reference=f"C-{at}") for at, name in enumerate(strangers)))
    assert patterns.one_case(apart).count == 1


def test_unread_counts_less_those_that_were_read_and_not_what_is_too_fresh():
    row = Row(names=("Ana Ruiz",))
    marks = [False] * 6 + [True] * 2 + [False] * 3 + [None] * 4
    assert patterns.unread([described(row, read=mark, usual=True) for mark in marks]).count == 7
    assert patterns.unread([described(row, read=mark, usual=True) for mark in (True, False) * 20]).count == 1


def test_out_of_hours_counts_what_is_asked_within_two_hours():
    rows = [Row(pk=at, asked_at=START + timedelta(minutes=20 * at)) for at in range(20)]
    assert patterns.out_of_hours(asked(*rows, usual=False)).count == 7
    assert patterns.out_of_hours(asked(*rows)).count == 0


def test_spellings_of_one_name_are_counted_and_other_names_are_not():
    assert patterns.spellings(named("Jorge Vaca Diez", "Gorge Baca Diez", "Jorje Vaka Dies", "Jorge Vaca Diez")).count == 3
    assert patterns.spellings(named("Ana Ruiz", "Beto Soto", "Ciro Tapia")).count == 0


def test_namesakes_with_documents_of_their_own_are_neither_spellings_nor_pretexts():
    rows = [Row(pk=at, names=("Juan Mamani Quispe",), case_reference=f"C-{at}", birth_dates=(str(1950 + at),),
                identifiers=(("national_id", str(4_000_000 + at ** 5), "BO"),)) for at in range(20)]
    assert patterns.spellings(asked(*rows)).count == patterns.pretexts(asked(*rows)).count == 0


def test_pretexts_are_counted_from_the_third_on():
    rows = [Row(pk=at, names=("Ana Ruiz",), case_reference=f"C-{at}") for at in range(6)]
    assert patterns.pretexts(asked(*rows)).count == 4
    assert patterns.pretexts(asked(*(Row(pk=at, names=("Ana Ruiz",)) for at in range(6)))).count == 0


@given(st.lists(st.tuples(st.sampled_from(["", "Ana Ruiz", "Ñ ß 李 Ωμέγα", "\u202e\u0000", "x" * 300]),
                          st.sampled_from(["", "0000", "²²²²", "4" * 120, "ABC1234567", "١٢٣٤٥"])), max_size=12))
def test_whatever_is_asked_is_counted_and_points_to_queries(given):
    window = asked(*(Row(pk=at, names=(name,) if name else (), identifiers=(("passport", number, ""),) if number else ())
                     for at, (name, number) in enumerate(given)))
    for count in patterns.PATTERNS.values():
        shown = count(window)
        assert 0 <= shown.count <= len(window) and set(shown.places) <= set(range(len(window)))


def test_hours_are_usual_that_the_person_or_the_colleagues_keep():
    days = [START - timedelta(days=at) for at in range(1, 60)]
    weekdays = [(1, at) for at in days if at.weekday() < 5]
    nights = [(2, at.replace(hour=23)) for at in days]
    night, sunday = START.replace(hour=23), START - timedelta(days=1)
    alone, beside = Rhythm(Known.of(weekdays), Known.of([])), Rhythm(Known.of(weekdays), Known.of(nights))
    assert alone.is_usual(START) and not alone.is_usual(night) and not alone.is_usual(sunday)
    assert beside.is_usual(night)
    assert Rhythm(Known.of(weekdays[:3]), Known.of([])).is_usual(night)  # nothing is known yet
