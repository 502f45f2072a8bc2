"""The numbers of this room, with why."""

#: Below this calibrated probability a pair is not put before anybody: a false match costs a trader a day.
MINIMUM_PROBABILITY = 0.5

#: Of the alerts of one agency so many are kept for one party, the most likely.
BEST = 20

#: How much of the index is read for a name, in times of what the engine does by itself: what a worker overlooks, nobody sees.
EFFORT = 4

#: Up to so many new alerts look up candidates by trigrams and are matched in a second or two each; more wait for the round.
FEW_ALERTS = 25

#: So many alerts look up candidates before what they met is written, and others' work may come in between.
ALERTS_AT_ONCE = 5

#: Alerts that one round takes along.
ALERTS_A_ROUND = 10_000

#: Traders that one part of a round goes over, a few seconds, before others' work may come in between.
TRADERS_A_PART = 10_000

#: Eight bits below MINIMUM_PROBABILITY: identifiers aside, what else is known of a party adds no more to its name.
BY_NAME_ALONE = 0.011

#: Matches written in one transaction, so that nobody who changes an alert waits for a second.
WRITTEN_AT_ONCE = 1_000

#: Traders read at once to look whether some alerts mean them: some 10 MB of profiles.
STREAM = 2_000

#: Parties that alerts met, matched in one transaction, so that nobody who changes an alert waits: BEST of an agency's each.
MET_AT_ONCE = 50

#: Trigram similarity above which a known name is a candidate for a new alert; generous, for the engine decides.
CANDIDATE_SIMILARITY = 0.3

#: Candidates looked at for one name of a new alert, most similar first.
CANDIDATES_A_NAME = 400
