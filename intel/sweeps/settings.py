"""The numbers of this room, with why."""

from datetime import timedelta

#: So many queries of one person are looked at, and none that is older: who asks slowly is seen, too.
WINDOW, LONGEST = 100, timedelta(days=30)

#: An answer that nobody has read so long after the question counts as unread, until somebody reads it.
READ_WITHIN = timedelta(minutes=30)

#: What a person asked so short a time ago does not say yet at which hours they work; what is older than twice LONGEST does not
#: any more.
KNOWN_AFTER = timedelta(hours=16)

#: So long an explanation holds for what goes on alike, and until so many times as much was asked.
EXPLAINED_FOR, EXPLAINED_TIMES = timedelta(days=30), 2

#: Of so many queries of colleagues their hours are known.
COLLEAGUES_KNOWN = 5_000
