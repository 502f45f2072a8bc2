"""The memory of the hub: `record` adds an event in the transaction of what it records."""

from agencies.audit.recording import record

__all__ = ["record"]
