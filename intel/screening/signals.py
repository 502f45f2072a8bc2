"""What this room tells the rooms above it. Signals carry ids and are received in their `apps.py`."""

from django.dispatch import Signal

#: Sent with `ids`: matches that were written or whose data changed, inside the transaction of the service that wrote them.
matches_written = Signal()
