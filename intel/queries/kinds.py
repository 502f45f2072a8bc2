"""The kinds of work of this room, in the order in which its worker does them."""

OPEN, ANSWER, TELL = "queries.open", "queries.answer", "queries.tell"
OPEN_BATCH, ANSWER_BATCH = "queries.open_batch", "queries.answer_batch"

#: What asks a standing query again, in a queue of those that act for people, and what answers it.
ASK_AGAIN, ANSWER_AGAIN = "queries.ask_again", "queries.answer_again"

#: What reads a file of queries, in the queue of the importer.
READ_BATCH = "queries.read_batch"
