"""What other rooms may listen to. Sent inside the transaction, after writing; carries ids only."""

from django.dispatch import Signal

#: `ids`: list[int], subjects that are new or whose names, identifiers or other particulars changed.
subjects_changed = Signal()
#: `ids`: list[int], subjects that a second person approved a moment ago: from now on they count outside their agency.
subjects_approved = Signal()
