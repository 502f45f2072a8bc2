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
