"""What is told of paces to who watches the hub."""

from prometheus_client import Counter

HELD = Counter("hub_held_total", "Requests that came too soon after too many others, by what was tried.", ["pace"])
