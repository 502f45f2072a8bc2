"""A process that answers questions from files, as the hub has two: says that its index is ready, and begins when it is told."""

import os
import sys

import django


def main() -> None:
    """Write "ready", wait for a line, and do what is due."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    django.setup()
    from agencies.access import as_service
    from agencies.work import kinds, running
    from intel.queries import index
    from intel.queries.entries import profile_of
    from intel.queries.models import Query

    with as_service("bench"):
        index.met([profile_of(Query(kind="PERSON", names=["Nadie Conocido"]))])
    print("ready", flush=True)
    sys.stdin.readline()
    running.run_due(kinds.QUERY_FILES, batches=1_000_000)


if __name__ == "__main__":
    main()
