"""Telling workers that there may be work, beside whoever made it: a broker that is slow or away costs nobody anything."""

import logging
import os
import threading

log = logging.getLogger(__name__)

_lock = threading.Lock()
_wanted: set[str] = set()
_telling: threading.Thread | None = None


def wake(queue: str) -> None:
    """Have the workers of a queue look for work. Returns at once; a message that is lost is made good by the sweep."""
    global _telling
    with _lock:
        _wanted.add(queue)
        if _telling is None:
            _telling = threading.Thread(target=_tell, name="waking")
            _telling.start()


def _tell() -> None:
    """Send what is wanted, then end; not a daemon, so that a command ends only when its messages are sent or refused."""
    global _telling
    from agencies.work.tasks import run_work

    while True:
        with _lock:
            if not _wanted:
                _telling = None
                return
            queue = _wanted.pop()
        try:
            run_work.apply_async(kwargs={"queue": queue}, queue=queue, retry=False, ignore_result=True)
        except Exception as gone:  # whatever a broker's library raises, a thread has nobody to tell
            log.warning("The broker did not take a wake-up of %s (%s); the sweep will find the work.", queue, gone)


def _begin_anew() -> None:
    """In a forked process, whose thread stayed behind."""
    global _lock, _telling
    _lock, _telling = threading.Lock(), None
    _wanted.clear()


os.register_at_fork(after_in_child=_begin_anew)
