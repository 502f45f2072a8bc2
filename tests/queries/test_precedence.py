"""How much an asker learns: each rung of the precedence, and that the strictest of several groups counts."""

import pytest

from intel.arrangements.terms import Agreed, Terms
from intel.queries.disclosing import Asker, Disclosures, Item, Said, learned

PB, SIN, AN = 1, 2, 3
HERE, THERE = 70, 71  # sharing groups
CONTACT, SILENT, DATA = "HIT_CONTACT_OWNER", "SILENT", "HIT_WITH_DATA"
ITEM = Item(10, AN, 5, "RESTRICTED", 20, 6, "RESTRICTED", "INSPECT", "SMUGGLING")
ASKER = Asker(PB, ("UNCLASSIFIED", "RESTRICTED"), joined={HERE: 2, THERE: 1})


def said(*, agency=None, others=None, **groups):
    """To the asker's agency, to all others, and to the groups "here" and "there" as (epoch, level)."""
    return Said({PB: agency} if agency else {},
                {({"here": HERE, "there": THERE}[name], epoch): level for name, (epoch, level) in groups.items()}, others)


def level(asker=ASKER, item=ITEM, *, arranged=(), **on):
    """Of what is said of the alert, the subject, its risk area, and all others; and arranged with the asker's agency."""
    keys = {"alert": ("alert", 20), "subject": ("subject", 10), "area": (AN, "SMUGGLING"), "any": (AN, "ANY")}
    terms = Terms({(AN, PB): [Agreed(area, frozenset(purposes), level) for area, purposes, level in arranged]})
    return learned(asker, item, Disclosures({keys[name]: one for name, one in on.items()}, terms), purpose="CUSTOMS_CONTROL")


@pytest.mark.parametrize(("on", "expected"), [
    ({}, SILENT),
    ({"any": said(others=CONTACT)}, CONTACT),
    ({"any": said(others=CONTACT), "area": said(others=SILENT)}, SILENT),
    ({"area": said(others=SILENT, here=(2, CONTACT))}, CONTACT),
    ({"area": said(agency=SILENT, here=(2, CONTACT))}, SILENT),
    ({"area": said(here=(2, CONTACT), there=(1, SILENT), others=CONTACT)}, SILENT),
    ({"area": said(agency=CONTACT, here=(2, SILENT))}, CONTACT),
    ({"alert": said(others=SILENT), "area": said(agency=CONTACT)}, SILENT),
    ({"alert": said(here=(2, CONTACT)), "area": said(agency=SILENT)}, CONTACT),
    ({"alert": said(here=(2, CONTACT), others=SILENT)}, CONTACT),
    ({"alert": said(here=(2, CONTACT), there=(9, SILENT))}, SILENT),
    ({"alert": said(here=(2, CONTACT)), "subject": said(others=SILENT)}, SILENT),
    ({"alert": said(agency=CONTACT), "subject": said(there=(1, CONTACT))}, CONTACT),
    ({"subject": said(agency=SILENT, there=(1, CONTACT))}, SILENT),
], ids=str)
def test_who_does_not_read_the_row_learns_by_the_precedence(on, expected):
    assert level(**on) == expected


@pytest.mark.parametrize(("epoch", "told", "expected"), [(1, CONTACT, SILENT), (2, CONTACT, CONTACT), (3, CONTACT, CONTACT)])
def test_a_member_learns_what_was_said_since_they_joined(epoch, told, expected):
    assert level(alert=said(here=(epoch, told))) == expected


def test_that_a_group_learns_nothing_holds_for_newcomers_too():
    assert level(alert=said(here=(1, SILENT), others=CONTACT)) == SILENT


def test_strangers_to_the_group_learn_what_all_others_do():
    stranger = Asker(SIN, ("UNCLASSIFIED", "RESTRICTED"))
    assert level(stranger, alert=said(here=(2, CONTACT))) == SILENT
    assert level(stranger, alert=said(here=(2, SILENT), others=CONTACT)) == CONTACT


def test_a_group_opens_nothing_above_the_clearance_and_nothing_discreet():
    open_to_all = {"alert": said(here=(2, CONTACT)), "subject": said(agency=CONTACT)}
    secret = Item(10, AN, 5, "SECRET", 20, 6, "SECRET", "INSPECT", "SMUGGLING")
    discreet = Item(10, AN, 5, "RESTRICTED", 20, 6, "RESTRICTED", "DISCREET_CHECK", "SMUGGLING")
    assert {level(item=item, **open_to_all) for item in (secret, discreet)} == {SILENT}


def test_who_reads_the_row_is_led_to_it_whatever_is_said():
    assert level(Asker(PB, subject_labels=frozenset({5})), alert=said(agency=SILENT)) == DATA


HERE_FOR, ELSEWHERE = ("CUSTOMS_CONTROL",), ("TAX_CONTROL",)


@pytest.mark.parametrize(("arranged", "on", "expected"), [
    ([("ANY", (), CONTACT)], {}, CONTACT),
    ([("ANY", (), CONTACT)], {"area": said(agency=SILENT), "any": said(others=SILENT)}, CONTACT),
    ([("ANY", (), SILENT)], {"area": said(agency=CONTACT)}, SILENT),
    ([("ANY", (), CONTACT)], {"alert": said(others=SILENT)}, SILENT),
    ([("ANY", (), SILENT)], {"alert": said(here=(2, CONTACT))}, CONTACT),
    ([("DRUGS_PRECURSORS", (), CONTACT)], {}, SILENT),
    ([("DRUGS_PRECURSORS", (), SILENT)], {"any": said(others=CONTACT)}, CONTACT),
    ([("SMUGGLING", ELSEWHERE, CONTACT)], {}, SILENT),
    ([("SMUGGLING", HERE_FOR, CONTACT)], {}, CONTACT),
    ([("SMUGGLING", (), SILENT), ("ANY", HERE_FOR, CONTACT)], {}, SILENT),
    ([("SMUGGLING", HERE_FOR, CONTACT), ("SMUGGLING", (), SILENT)], {}, CONTACT),
    ([("SMUGGLING", HERE_FOR, CONTACT), ("SMUGGLING", HERE_FOR + ELSEWHERE, SILENT)], {}, SILENT),
], ids=str)
def test_what_is_arranged_counts_in_the_place_of_the_default(arranged, on, expected):
    assert level(arranged=arranged, **on) == expected


def test_what_is_arranged_is_between_two_agencies_and_opens_nothing_discreet():
    agreed = [("ANY", (), CONTACT)]
    discreet = Item(10, AN, 5, "RESTRICTED", 20, 6, "RESTRICTED", "DISCREET_CHECK", "SMUGGLING")
    assert level(Asker(SIN, ("UNCLASSIFIED", "RESTRICTED")), arranged=agreed) == SILENT
    assert level(item=discreet, arranged=agreed) == SILENT
