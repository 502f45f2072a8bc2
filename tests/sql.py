"""SQL of one's own, as somebody writes it who may run some in the database."""

from django.db import Error, connection, transaction


def taken(statement: str) -> bool:
    """Run a statement as who is looking; whether the database took it, be it that no row was theirs to touch."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error:
        return False
    return True
