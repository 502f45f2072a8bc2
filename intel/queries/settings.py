"""The numbers of this room, with why."""

from datetime import timedelta

#: Below this calibrated probability a subject is not met by a query: as for trade, a false hit costs somebody a day.
MINIMUM_PROBABILITY = 0.5

#: From this probability on a hit is said to be very likely, below it likely: two words, so that answers cannot be ranked.
VERY_LIKELY = 0.9

#: How many subjects of one agency are looked at for one query: so many that none is pushed out by those the asker must
#: not learn of.
BEST = 200

#: An answer opens so long after the question, whatever was found; then at the next whole multiple.
OPENS_AFTER = timedelta(seconds=1.5)

#: An opening is written so long before it takes effect, or it waits for the next.
AHEAD = timedelta(seconds=0.25)

#: So long all answers of a second wait for one that cannot be written.
PATIENCE = timedelta(seconds=6)

#: How often one person may ask for one purpose in a day.
A_DAY = 200

#: How many rows a file of queries has at most, and how many rows of files one person may ask in a day.
BATCH_ROWS, BATCH_ROWS_A_DAY = 10_000, 20_000

#: So many rows of files are answered at a time: what a worker that is killed in between has to do again.
BATCH_PART = 250

#: So long the worker may take for a row of a file. The answers of a file open when that is over for all of its rows, whatever
#: was found, or at a whole multiple: how long it took to answer the very names that were asked shows in nothing.
BATCH_ROW = timedelta(milliseconds=12)

#: So long the answers of a file wait for a row that cannot be answered.
BATCH_PATIENCE = timedelta(minutes=10)

#: So many days a standing query is asked again, and so many of them one person has at a time.
STANDING_DAYS, STANDING_AT_ONCE = 30, 20

#: What is asked again at night opens so long after, or at a whole multiple: before anybody is told of it.
STANDING_OPENS_AFTER = timedelta(hours=1)
