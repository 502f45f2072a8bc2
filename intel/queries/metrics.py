"""What an operator watches of queries."""

from prometheus_client import Counter

ANSWERED = Counter("hub_queries_answered_total", "Queries that were answered, by what the asker reads.", ["answer"])
