"""What an operator watches of screening. Counted in the workers, read at `/metrics`."""

from prometheus_client import Counter

MATCHES = Counter("hub_matches_written_total", "Matches that are new, or were found on changed data.")
