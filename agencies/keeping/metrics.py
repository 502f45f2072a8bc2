"""What an operator watches of purges. Counted in the workers, read at `/metrics`."""

from prometheus_client import Counter

PURGED = Counter("hub_purged_total", "Rows purged because their time was over, by kind.", ["kind"])
