"""Building indexes: beside what is in force, in a process of its own, which gives the memory that it takes back when it ends."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from agencies.access import as_service
from intel import matching
from intel.screening.kept.notes import EVERYTHING, database, newest
from intel.screening.kept.shelf import Progress, Shelf, Taken
from intel.screening.metrics import BUILD_SECONDS, BUILDING, BUILT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from intel.matching import Profile
    from intel.screening.kept.indexes import KeptIndexes

log = logging.getLogger(__name__)

#: So many rows are built in the process that needs them, in less time than another one takes to start.
HERE = 5_000
#: How often the progress is told, in rows.
TELLS = 1_000

_running: dict[str, subprocess.Popen[bytes]] = {}


def build(kept: KeptIndexes, shelf: Shelf, *, anew: bool = False, wait: bool = True) -> None:
    """Have the indexes built: those that cannot be opened, or `anew` all. Raises OSError when the disk refuses.

    In a transaction of the service, unless they are built `anew`. Without `wait` those of many rows are built beside.
    """
    if kept.name in _running and _running[kept.name].poll() is None:
        if not wait:
            return
    else:
        with as_service("screening"):
            few = kept.rows(None).count() <= HERE
        if few:
            build_here(kept, shelf, anew=anew)
            return
        _running[kept.name] = subprocess.Popen(
            [sys.executable, str(settings.ROOT / "manage.py"), "build_index", kept.name, *(["--anew"] if anew else [])])
    if wait and (code := _running.pop(kept.name).wait()):
        raise OSError(f"building the indexes of {kept.name} ended with {code}")


def build_here(kept: KeptIndexes, shelf: Shelf, *, anew: bool = False) -> bool:
    """Build them in this process; whether that was necessary. Another process that does is waited for.

    What others take in meanwhile is kept: it stands in the journals behind the place that was noted before the rows were read.
    """
    began = time.monotonic()
    with shelf.building(), as_service("screening"):
        with shelf.locked():
            found = kept.trusted(shelf)
            if found is not None and not anew:
                return False
            marks = {agency: index.position for agency, index in found[1].items()} if found else {}
            covered, last = kept.notes.since(EVERYTHING).covered, kept.notes.last()
        shelf.clear_others()
        staged = {agency: matching.Index.stage(shelf.of_agency(agency), profiles) for agency, profiles in _by_agency(kept, shelf)}
        for agency in set(shelf.agencies()) - staged.keys():
            staged[agency] = matching.Index.stage(shelf.of_agency(agency), ())
        with shelf.locked():
            taken = shelf.taken() if found else None
            for agency, generation in staged.items():
                matching.Index.adopt(shelf.of_agency(agency), generation, after=marks.get(agency))
            now = {agency: matching.Index.open(shelf.of_agency(agency)).position for agency in shelf.agencies()}
            shelf.write(Taken(
                database=database(), covered=covered | taken.covered if taken else covered,
                last=newest(last, taken.last if taken else None),
                folders={f"agency-{agency}": at for agency, at in now.items()}, day=str(timezone.localdate()),
                built_at=time.time(), changed_at=time.time() if any(size for _generation, size in now.values()) else None))
    BUILDING.labels(kept.name).set(100)
    BUILT.labels(kept.name).inc()
    BUILD_SECONDS.labels(kept.name).set(time.monotonic() - began)
    return True


def _by_agency(kept: KeptIndexes, shelf: Shelf) -> Iterator[tuple[int, list[Profile]]]:
    """The profiles of each agency, telling how far it is."""
    total, done = kept.rows(None).count(), 0
    _tell(kept, shelf, 0, total)
    for agency, found in groupby(kept.load(None), key=lambda row: row[0]):
        profiles = []
        for _agency, profile in found:
            profiles.append(profile)
            done += 1
            if done % TELLS == 0:
                _tell(kept, shelf, done, total)
        yield agency, profiles


def _tell(kept: KeptIndexes, shelf: Shelf, done: int, total: int) -> None:
    BUILDING.labels(kept.name).set(Progress(done, total).percent)
    shelf.tell(done, total)
