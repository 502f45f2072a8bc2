"""The kinds of work of this room, in the order in which its worker does them."""

OPEN, ANSWER, TELL = "queries.open", "queries.answer", "queries.tell"
OPEN_BATCH, ANSWER_BATCH = "queries.open_batch", "queries.answer_batch"

#: What reads a file of queries, in the queue of the importer.
READ_BATCH = "queries.read_batch"
