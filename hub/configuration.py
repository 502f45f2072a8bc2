"""Everything an operator may set, read once from the environment into one typed object.

Each value is described, so that `manage.py settings` can print the whole list with what is in force.
Values that the embedded services decide (database addresses, broker address, the secret key) are read from files
in the state folder, which the launcher writes with mode 0600.
"""

import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent

#: How a mail server is spoken to, with its customary port.
_MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
#: So many requests wait for their turn in one process of the web server; one more is sent away, to come again.
MOST_WAITING = 128
#: Threads of such a process that neither work nor wait: for who asks how the hub is, for static files, to send people away.
SPARE_THREADS = 8
#: The least and the most that a number may be.
_BETWEEN = {"answering_processes": (1, 16), "web_processes": (1, 64), "web_threads": (1, 64), "statement_seconds": (0, 3600),
            "worker_statement_seconds": (0, 86400)}
DATABASE_ROLES = ("owner", "application", "service", "deputy")


def _setting(describes: str, default: Any, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"describes": describes, "secret": secret})


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is in force for this process."""

    state_dir: Path = _setting("Folder for run-time data: embedded database, broker, index, secrets.", ROOT / ".hub")
    database_url: str = _setting(
        "PostgreSQL 15 or newer, as a role that may create roles and the database's extensions; "
        "empty means the embedded server.", "", secret=True)
    database_owner_url: str = _setting("Login of the role that owns the tables.", "", secret=True)
    database_application_url: str = _setting("Login of the role that answers people.", "", secret=True)
    database_service_url: str = _setting("Login of the role that screens.", "", secret=True)
    database_deputy_url: str = _setting("Login of the role that acts for people who are not there.", "", secret=True)
    broker_url: str = _setting("Celery broker, redis:// or amqp://; empty means the embedded one.", "", secret=True)
    example_world: bool = _setting("Load the example world into an empty database on a server given.", False)
    database_role: str = _setting("Which database role this process connects as.", "application")
    seal_key: str = _setting(
        "Key under which the database is told who is looking; empty means one kept in the state folder.", "", secret=True)
    copy_key: str = _setting(
        "Key (PEM, curve P-256) by which copies of releases are signed, its certificate, and those of earlier keys; empty means "
        "one kept in the state folder. Every web server of one hub has the same.", "", secret=True)
    secret_key: str = _setting("Django's signing key; empty means one kept in the state folder.", "", secret=True)
    debug: bool = _setting("Show tracebacks in pages. Never on a machine others can reach.", False)
    allowed_hosts: tuple[str, ...] = _setting("Host names the hub answers to.", ("localhost", "127.0.0.1", "[::1]"))
    trusted_origins: tuple[str, ...] = _setting("Origins with scheme that may post forms, behind a proxy.", ())
    https: bool = _setting("The hub is reached by https only: secure cookies, redirect, HSTS.", False)
    trusted_proxies: tuple[str, ...] = _setting(
        "Addresses or networks of proxies that say who asks, in X-Forwarded-For and X-Forwarded-Proto.", ())
    language: str = _setting("Language of a visitor who has not chosen one: en or es.", "en")
    time_zone: str = _setting("Time zone of pages.", "America/La_Paz")
    address: str = _setting("Address at which people reach the hub, with scheme: mails link to it.", "http://localhost:8000")
    mail_url: str = _setting(
        "Mail server: smtp://user:password@host:25, smtp+starttls://…:587 or smtps://…:465; console:// writes mails to the "
        "log. Empty: no mail is sent.", "", secret=True)
    mail_from: str = _setting("Sender of mails.", "Intelligence Hub <hub@localhost>")
    metrics_token: str = _setting("Bearer token that opens /metrics; without one it answers as if absent.", "", secret=True)
    import_most_rows: int = _setting("Rows and, four times as many, lines that an uploaded file may have.", 1_000_000)
    import_most_megabytes: int = _setting("Megabytes that an uploaded file may have when unpacked.", 1024)
    import_most_seconds: int = _setting("Seconds that reading an uploaded file may take.", 1800)
    import_most_bad_rows: int = _setting("Bad rows of an import that are kept to be sent back; more are only counted.", 10_000)
    import_attempts: int = _setting("How often a file is begun whose reading ends in an error nobody foresaw.", 3)
    export_most_rows: int = _setting("Rows that a file of a list may have.", 100_000)
    upload_most_megabytes: int = _setting("Megabytes that a file may have as it is uploaded.", 50)
    answering_processes: int = _setting(
        "Processes that share files of questions, from 1 to 16, and an index on disk.", 2)
    web_processes: int = _setting("Processes of the web server, from 1 to 64.", 2)
    web_threads: int = _setting(
        "Requests that one process of the web server carries out at once, from 1 to 64; others wait. Each has a database "
        "connection.", 4)
    statement_seconds: int = _setting(
        "Seconds that the web server lets one statement take in the database; 0 is without end.", 10)
    worker_statement_seconds: int = _setting(
        "The same for workers and commands, but not for those that change tables.", 600)
    log_level: str = _setting("Least severe message that is logged.", "INFO")

    def login(self, role: str) -> str:
        """The database address for one of DATABASE_ROLES.

        From the environment, else from `database.json` in the state folder, which `manage.py up` writes.
        """
        given = getattr(self, f"database_{role}_url")
        if given:
            return given
        kept = self.state_dir / "database.json"
        if kept.is_file() and os.access(kept, os.R_OK):
            return json.loads(kept.read_text())[role]
        return f"postgresql://hub_{role}@localhost/hub"

    def broker(self) -> str:
        """The broker address: from the environment, else what the embedded broker wrote."""
        if self.broker_url:
            return self.broker_url
        kept = self.state_dir / "broker.url"
        return kept.read_text().strip() if kept.is_file() else "memory://"

    def mail(self) -> dict[str, Any]:
        """Django's settings for sending mail, as `mail_url` says; without one mail goes nowhere. Raises ValueError."""
        if not self.mail_url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        parts = urlsplit(self.mail_url)
        if parts.scheme == "console":
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        if parts.scheme not in _MAIL_PORTS or not parts.hostname:
            raise ValueError(f"HUB_MAIL_URL begins with {parts.scheme!r}; it must be console:// or the address of a host "
                             f"with one of {', '.join(_MAIL_PORTS)}.")
        return {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": parts.hostname,
                "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme], "EMAIL_TIMEOUT": 20,
                "EMAIL_HOST_USER": unquote(parts.username or ""), "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
                "EMAIL_USE_TLS": parts.scheme == "smtp+starttls", "EMAIL_USE_SSL": parts.scheme == "smtps"}

    def signing_key(self) -> str:
        """Django's secret key: given, or made once and kept in the state folder."""
        return self.secret_key or self._kept("secret-key")

    def sealing_key(self) -> bytes:
        """The key under which the database is told who is looking: given, or made once and kept in the state folder."""
        return (self.seal_key or self._kept("seal-key")).encode()

    def copy_key_pem(self, make: Callable[[], str]) -> str:
        """The key by which copies are signed, and certificates: given, or made once and kept in the state folder."""
        return self.copy_key or self._kept("copy-key.pem", make)

    def _kept(self, name: str, make: Callable[[], str] | None = None) -> str:
        """A secret of the state folder, made by the first process that asks; it has its name only when it is whole."""
        kept = self.state_dir / name
        if not kept.is_file():
            self.state_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
            made = self.state_dir / f".{name}.{secrets.token_hex(8)}"
            with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as begun:
                begun.write(make() if make else secrets.token_urlsafe(50))
            try:
                with suppress(FileExistsError):  # another process of the hub made it a moment ago: its own holds
                    os.link(made, kept)
            finally:
                made.unlink()
        return kept.read_text()


def _parse(name: str, raw: str, default: Any) -> Any:
    if isinstance(default, bool):
        return raw.strip().lower() in ("1", "true", "yes", "on")
    if isinstance(default, tuple):
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    if isinstance(default, int):
        try:
            return int(raw)
        except ValueError:
            raise ValueError(f"{name} is {raw!r}; it must be a whole number.") from None
    if isinstance(default, Path):
        return Path(raw).expanduser().resolve()
    return raw


_NAMES = {"database_url": "DATABASE_URL", "broker_url": "BROKER_URL"}


def variable(name: str) -> str:
    """The environment variable of a setting: `HUB_` and its name, but the customary DATABASE_URL and BROKER_URL."""
    return _NAMES.get(name, f"HUB_{name.upper()}")


def read(environment: dict[str, str] | None = None) -> Configuration:
    """The configuration of this process. Unset and empty variables keep their default."""
    env = os.environ if environment is None else environment
    given = {f.name: _parse(variable(f.name), env[variable(f.name)], f.default)
             for f in fields(Configuration) if env.get(variable(f.name))}
    role = given.get("database_role", "application")
    if role not in DATABASE_ROLES:
        raise ValueError(f"HUB_DATABASE_ROLE is {role!r}; it must be one of {', '.join(DATABASE_ROLES)}.")
    for name, (least, most) in _BETWEEN.items():
        if not least <= given.get(name, least) <= most:
            raise ValueError(f"{variable(name)} is {given[name]}; it must be from {least} to {most}.")
    return Configuration(**given)
