"""The kernels compiled, or loaded from the cache beside them, before the first question comes."""

from __future__ import annotations

import threading
from pathlib import Path

from intel.matching.index import Index
from intel.matching.records import Profile
from intel.matching.screening import compare, screen


def warm() -> None:
    """Load every compiled function; half a second from the cache, about half a minute when it is empty."""
    party = Profile("p", ("Ferretería Punti Alambres SRL",), "entity")
    index = Index.build([Profile(1, ("Punti Alambres Limitada",), "entity"), Profile(2, ("QUISPE, Juan",), "person")])
    screen(index, [party])
    compare(party, Profile(1, ("Punti Alambres Limitada",), "entity"))


def warm_beside() -> None:
    """The same in a thread, so that the first question of this process need not wait; nothing where the cache is empty, which
    is filled by a process of its own."""
    if any((Path(__file__).parent / "__pycache__").glob("*.nbi")):
        threading.Thread(target=warm, name="warm", daemon=True).start()
