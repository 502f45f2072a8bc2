"""What this room tells the rooms above it, inside the transaction that changed it."""

from django.dispatch import Signal

#: Sent with `ids`: traders that are new, or that gained a name, an identifier or another detail that is compared.
traders_changed = Signal()

#: Sent with `ids`: consignments that are new or amended.
consignments_arrived = Signal()
