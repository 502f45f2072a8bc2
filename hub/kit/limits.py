"""How long texts and lists may be, and how large numbers. Forms, API and services read the same: what one takes, all take."""

#: A line: a name, a place, what is typed into a search box.
LINE = 300
#: Why something is done: the reason for returning, withdrawing, judging.
REASON = 2_000
#: What a person explains on a form: reason of an alert, legal basis, instructions.
NOTE = 4_000
#: A paragraph, or remarks taken from a list.
PROSE = 20_000
#: How many of a kind one thing has: names, identifiers, paragraphs, subjects, members of an audience.
SEVERAL = 200
#: How many lines of goods one declaration has.
GOODS = 2_000
#: The largest id, revision or drawn number that the database can hold.
LARGEST = 2**63 - 1
