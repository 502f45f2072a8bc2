"""Entries of published lists as the subjects of alerts."""

from intel.exchange.listing import listed
from intel.exchange.values import Identifier, Name, WatchlistEntry


def test_what_a_subject_has_no_room_for_stands_whole_in_its_remarks() -> None:
    name, number, address = "Compañía " + "Sajama " * 60, "4" * 130, "Avenida " + "Pando " * 80
    entry = WatchlistEntry("7", "ORGANISATION", (Name(name, name, "PRIMARY"), Name("SAJAMA", "SAJAMA", "ALIAS")),
                           identifiers=(Identifier("TAX_ID", number, "BO"),), addresses=(address,), remarks="De la lista.")
    subject = listed(entry, source="OFAC").subject
    assert (subject.label, subject.identifiers[0][1], subject.addresses) == (name[:300], number[:120], (address[:400],))
    assert subject.remarks == f"{name}; {number}; {address}; De la lista."


def test_what_fits_is_not_said_twice() -> None:
    entry = WatchlistEntry("7", "PERSON", (Name("ROJAS, Juan", "Juan ROJAS", "PRIMARY"),), remarks="De la lista.")
    assert listed(entry, source="OFAC").subject.remarks == "De la lista."
