"""Work that somebody holds, handed over to a colleague."""
