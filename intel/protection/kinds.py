"""Work of this room."""

#: Take out of matches what they said of a subject that was deleted.
FORGET = "protection.forget"
