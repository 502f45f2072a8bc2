"""What an operator watches of saved searches that tell. Counted in the workers, read at `/metrics`."""

from prometheus_client import Counter

CHECKED = Counter("hub_saved_searches_checked_total", "Saved searches that were looked for in what was new.")
TOLD = Counter("hub_saved_searches_told_total", "Saved searches for which a round found something new.")
