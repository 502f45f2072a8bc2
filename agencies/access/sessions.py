"""Sessions: closed to everybody, since who knows a key is its person. Only the door looks a key up."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from agencies.access.looking import at_the_door


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, each step of theirs at the door."""

    def load(self) -> dict[str, Any]:
        """What the session holds; a new, empty one when there is none of that key."""
        with at_the_door():
            return super().load()

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        with at_the_door():
            return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        """Keep it. Raises CreateError when it must be new and is not, UpdateError when it was removed meanwhile."""
        with at_the_door():
            super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        """Remove it, or the one of another key."""
        with at_the_door():
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        """Remove those that have ended."""
        with at_the_door():
            super().clear_expired()
