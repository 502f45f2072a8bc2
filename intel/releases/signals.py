"""What releases tell to rooms above."""

from django.dispatch import Signal

#: Somebody came upon releases: `releases` (ids), `act` (SEARCHED, READ, EXPORTED), `event` (number of the audit event).
used = Signal()
