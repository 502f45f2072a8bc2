#!/usr/bin/env python
"""The command line of the hub: `python manage.py up` starts everything, `python manage.py help` lists the rest."""

import os
import sys

OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "squashmigrations", "test", "dbshell", "settle_roles"}


def main() -> None:
    """Run one management command, connected to the database with the role that the command needs.

    Commands that change tables act as the owner; all others as the deputy, which sees rows only
    inside `looking_as(...)` or `as_service(...)`. `HUB_DATABASE_ROLE` overrides the choice.
    """
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "up":  # starts what settings read, and is ready sooner without Django
        from hub.up import main as up

        sys.exit(up(sys.argv[2:]))
    if command == "score_declarations":  # reads files alone: no settings, no database
        from intel.scoring.command import main as score_declarations

        sys.exit(score_declarations(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    os.environ.setdefault("HUB_DATABASE_ROLE", "owner" if command in OWNER_COMMANDS else "deputy")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
