"""What this room tells the rooms above it, inside the transaction that changed it."""

from django.dispatch import Signal

#: Sent with `ids`: alerts that began, ended or changed, or whose subject changed, so that they must be matched anew.
alerts_changed = Signal()
