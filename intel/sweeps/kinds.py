"""The kinds of work of this room: at people, at files of queries, and for the hub auditor."""

LOOK, LOOK_AT_FILE, COUNT = "sweeps.look", "sweeps.look_at_file", "sweeps.count"
