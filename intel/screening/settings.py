"""The numbers of this room, with why."""

#: Below this calibrated probability a pair is not put before anybody: a false match costs a trader a day.
MINIMUM_PROBABILITY = 0.5

#: Up to this many new alerts look up candidates by trigrams; above, one pass over all traders is cheaper.
FEW_ALERTS = 25

#: Matches written in one transaction, so that nobody who changes an alert waits for a second.
WRITTEN_AT_ONCE = 1_000

#: Traders read and matched at once when going over all of them: some 10 MB of profiles.
STREAM = 2_000

#: Trigram similarity above which a known name is a candidate for a new alert; generous, for the engine decides.
CANDIDATE_SIMILARITY = 0.3

#: Candidates looked at for one name of a new alert, most similar first.
CANDIDATES_A_NAME = 400
