"""The memory of the hub: `record` adds an event in the transaction of what it records."""

from agencies.audit.recording import next_number, record

__all__ = ["next_number", "record"]
