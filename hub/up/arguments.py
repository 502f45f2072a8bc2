"""What may be said on the command line of `manage.py up`."""

import argparse

DEFAULT_PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `up`, for its own parser and for Django's help."""
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="where pages are served, or the next free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; others need HUB_ALLOWED_HOSTS too")
    parser.add_argument("--no-example", action="store_true", help="leave an empty database empty")
    parser.add_argument(
        "--new-passwords", action="store_true", help="change the passwords of the database roles on a given server")


def parser() -> argparse.ArgumentParser:
    """The parser of `python manage.py up`."""
    made = argparse.ArgumentParser(
        prog="manage.py up", description="Start the hub and everything it needs; stop it with Ctrl-C.")
    add_arguments(made)
    return made
