"""The kinds of work: what does it, how much at once, in which queue. Rooms say so in their `apps.py`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agencies.work.models import Work

#: Celery's queues. A worker of BULK does what is INTERACTIVE first. The others have workers of their own: no file however large
#: keeps anything else waiting (IMPORTS, EXPORTS), no mail server (NOTICES, which like these acts for people), and neither a batch
#: of screening nor a file of questions (QUERY_FILES) a person who asks (QUERIES).
INTERACTIVE, BULK, IMPORTS, EXPORTS, NOTICES, QUERIES, QUERY_FILES = QUEUES = (
    "interactive", "bulk", "imports", "exports", "notices", "queries", "query-files")
_DOES_FIRST = {queue: (INTERACTIVE, BULK) if queue == BULK else (queue,) for queue in QUEUES}

Batch = Callable[[Sequence[int]], Iterator[Collection[int]] | None]
Single = Callable[["Work"], None]
Hook = Callable[["Work"], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. Either `batch_of` rows are done in the transaction that removes them, or one `long` at a time."""

    name: str
    queue: str
    at_most: int
    batch: int
    do: Batch | None = None
    do_long: Single | None = None
    failed: Hook | None = None
    dropped: Hook | None = None
    ready: Callable[[], None] | None = None


_kinds: dict[str, Kind] = {}


def register(name: str, do: Batch, *, queue: str, batch: int, at_most: int = 20,
             ready: Callable[[], None] | None = None) -> None:
    """Have `do` called, as the service, with the ids of up to `batch` rows, in the transaction that removes their work.

    It may yield the ids that are done, as often as it likes: what it wrote so far is kept then, and it goes on in another
    transaction. If it raises, each row is tried alone; one that cannot be done is put off and, `at_most` times tried, kept
    as failed.
    Kinds of one queue are done in the order in which they were registered. `ready` is called whenever a worker looks for work,
    before it claims any: what takes long to get ready keeps nothing from other workers.
    Raises ValueError for a queue that is none.
    """
    _add(Kind(name, queue, at_most, batch, do=do, ready=ready))


def register_long(name: str, do: Single, *, at_most: int, queue: str = IMPORTS, failed: Hook | None = None,
                  dropped: Hook | None = None) -> None:
    """Have `do` called with one row of work, outside of any transaction, while a heartbeat keeps it from being begun twice.

    It may take long and use transactions of its own; it must bear being begun again after a crash. `failed` and `dropped`
    are told, as the service, that the row was given up, or that somebody decided not to try it again.
    """
    _add(Kind(name, queue, at_most, 1, do_long=do, failed=failed, dropped=dropped))


def _add(kind: Kind) -> None:
    if kind.queue not in QUEUES:
        raise ValueError(f"{kind.name}: there is no queue {kind.queue!r}; there are {', '.join(QUEUES)}.")
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises LookupError for one that no room registered."""
    if name not in _kinds:
        raise LookupError(f"No room registered the work {name!r}; there are {', '.join(sorted(_kinds))}.")
    return _kinds[name]


def kinds_of(queue: str | None = None) -> list[Kind]:
    """What a worker of this queue does, in order; without a queue, all kinds."""
    queues = QUEUES if queue is None else _DOES_FIRST[queue]
    return [kind for each in queues for kind in _kinds.values() if kind.queue == each]
