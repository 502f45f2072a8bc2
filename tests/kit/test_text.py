"""Signs that are not seen are told to people, and left out of lists."""

import pytest

from agencies.access import looking_as
from agencies.people import add_person
from hub.kit.errors import Invalid
from hub.kit.text import line_of, require_seen
from intel.subjects.entries import SubjectEntry, checked
from intel.subjects.services import register_subject
from intel.trade.services import open_feed
from tests.reports import writing

UNSEEN = ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u0007", "\U000e0041", "\u3164"]


@pytest.mark.parametrize("sign", UNSEEN)
def test_the_place_of_a_sign_that_is_not_seen_is_told(sign):
    with pytest.raises(Invalid) as told:
        require_seen(f"Pun{sign}ti", "label")
    assert told.value.field == "label"
    assert "Character 4 of 6" in str(told.value.message) and f"U+{ord(sign):04X}" in str(told.value.message)
    assert line_of(f" Pun{sign}ti \n  Alambres") == "Punti Alambres"


@pytest.mark.parametrize("name", [
    "Peña Núñez", "Ñandú & Cía. S.R.L.", "O’Brien-Mamani", "Путин", "محمد", "株式会社", "a\tb", "e\u0301"])
def test_names_of_any_script_are_taken(name):
    require_seen(name)


def test_no_name_is_taken_with_one(world):
    sign = UNSEEN[1]
    with looking_as(world.ana):
        for given in ({"label": f"Pun{sign}ti"}, {"label": "Punti", "names": [("ALIAS", f"Pun{sign}ti")]},
                      {"label": "Punti", "identifiers": [("tax", f"102{sign}0703023", "BO")]},
                      {"label": "Punti", "addresses": [f"Calle{sign} 1"]}):
            with pytest.raises(Invalid, match=r"U\+202E"):
                register_subject(by=world.ana, kind="ORGANISATION", **given)
    with pytest.raises(Invalid, match=r"U\+202E"):
        writing.draft(world, title=f"Textiles{sign}")
    with looking_as(world.gala), pytest.raises(Invalid, match=r"U\+202E"):
        add_person(by=world.gala, username="x", first_name=f"A{sign}", last_name="B", roles=[], clearance="UNCLASSIFIED",
                   language="es")
    with looking_as(world.bruno), pytest.raises(Invalid, match=r"U\+202E"):
        open_feed(by=world.bruno, code="X", name=f"Feed{sign}", own_agency_only=True)


def test_a_list_is_taken_without_them():
    entry = SubjectEntry(kind="PERSON", label="Pun\u200bti", names=(("ALIAS", "Al\u202eias"),))
    taken = checked(entry, cleared=["UNCLASSIFIED"], lenient=True)
    assert (taken.label, taken.names) == ("Punti", (("ALIAS", "Alias"),))
