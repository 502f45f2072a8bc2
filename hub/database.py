"""The one database as Django reaches it: with which login, how many connections, and how long a statement may take."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from hub.configuration import Configuration

#: Connections of a web server's process beyond one for each request that it carries out: streamed answers hold one longer.
SPARE_CONNECTIONS = 2
#: How many seconds a request waits for a connection.
CONNECTION_WITHIN = 10

#: How many seconds a transaction may lie still, and a statement may wait for somebody else's lock, by role; 0 is without end.
#: A worker computes for minutes between two statements, and what it waits for is bounded by the statement's own end.
_IDLE = {"owner": 0, "application": 60, "service": 1800, "deputy": 1800}
_LOCK = {"owner": 0, "application": 5, "service": 0, "deputy": 0}


def database(settings: Configuration) -> dict[str, Any]:
    """Django's description of the database, with the login of this process's role. The address is read as libpq reads it."""
    options: dict[str, Any] = dict(conninfo_to_dict(settings.login(settings.database_role)))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    described: dict[str, Any] = {name: str(options.pop(key, "")) for name, key in names.items()}
    # Last what the operator wrote into the address: it holds against ours.
    options["options"] = " ".join(filter(None, (limits(settings), options.get("options", ""))))
    described |= {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    if settings.database_role == "application":
        options["pool"] = {
            "min_size": 1, "max_size": settings.web_threads + SPARE_CONNECTIONS, "timeout": CONNECTION_WITHIN}
    return described


def limits(settings: Configuration) -> str:
    """What the server is told at the start of each connection of this process's role: `-c statement_timeout=10s …`.

    Said with the connection and not to the role on the server, so that logins that somebody else made have it, too.
    """
    role = settings.database_role
    seconds = {"owner": 0, "application": settings.statement_seconds}.get(role, settings.worker_statement_seconds)
    told = {"statement_timeout": seconds, "idle_in_transaction_session_timeout": _IDLE[role], "lock_timeout": _LOCK[role]}
    return " ".join(f"-c {name}={value}s" for name, value in told.items())
