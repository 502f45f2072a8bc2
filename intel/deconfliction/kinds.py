"""The kinds of work of this room: comparing alerts, and telling the two agencies that the coordinator closed it."""

COMPARE, TELL_CLOSED = "deconfliction.compare", "deconfliction.tell_closed"
