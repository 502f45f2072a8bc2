"""`manage.py up`: one command that starts the embedded services and every process of the hub, and keeps them running.

    arguments    what may be said on the command line
    steps        telling what is being done, how long it took, how long is left
    preparation  database, tables, translations, static files, example world: everything before the first page
    processes    web server, worker and beat: how each is started
    supervisor   restarts what dies, stops everything in order

Nothing here imports Django: what needs it runs as a process of its own, with the database role it needs.
"""

from hub.up.launch import main

__all__ = ["main"]
