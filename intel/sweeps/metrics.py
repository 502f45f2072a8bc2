"""What an operator watches of the detector."""

from prometheus_client import Counter

FOUND = Counter("hub_sweeps_found_total", "Sweeps of queries that were found, by pattern.", ["pattern"])
