"""The kinds of work of this room, in the order in which its worker does them."""

OPEN, ANSWER, TELL = "queries.open", "queries.answer", "queries.tell"
