"""A state folder of its own, which the account of the servers can enter."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.engines import StateFolder
from tests.hub import prepared
from tests.hub.filing import NAMES
from tests.hub.running import TO_MATCH, Hub


@pytest.fixture
def state() -> Iterator[StateFolder]:
    """An empty state folder. Not below pytest's own folder: every session of pytest closes that to others again."""
    folder = Path(tempfile.mkdtemp(prefix="hub-test-"))
    folder.chmod(0o711)
    yield StateFolder(folder / "state").made()
    shutil.rmtree(folder)


@pytest.fixture
def hub(state: StateFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with 20 alerts in force and nothing left to match."""
    for name in ("HUB_STATE_DIR", "HUB_DATABASE_ROLE"):
        monkeypatch.delenv(name, raising=False)
    prepared.put(state)
    made = Hub(state)
    try:
        made.start()
        assert made.file("alerts", len(NAMES)).wait() == 0
        made.until(lambda: made.ask(TO_MATCH) == 0)
        yield made
    finally:
        made.supervisor.stop_all()
