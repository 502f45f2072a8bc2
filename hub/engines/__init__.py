"""The embedded services: PostgreSQL and Valkey from wheels, started by our own launcher, without Django.

    folder    where run-time data lives, who owns it, secrets, locks, socket folders
    process   starting and ending one server process
    postgres  the embedded database server
    valkey    the embedded broker
    roles     the three database roles, on the embedded server or on a given one
"""

from hub.engines.folder import AlreadyHeld, StateFolder
from hub.engines.postgres import EmbeddedPostgres
from hub.engines.process import EngineError
from hub.engines.valkey import EmbeddedValkey

__all__ = ["AlreadyHeld", "EmbeddedPostgres", "EmbeddedValkey", "EngineError", "StateFolder"]
