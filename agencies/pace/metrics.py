"""What is told of paces to who watches the hub."""

from prometheus_client import Counter

THROTTLED = Counter("hub_throttled_total", "Requests that came too soon after too many others, by what was tried.", ["pace"])
