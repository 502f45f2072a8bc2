"""A state folder of its own, which the account of the servers can enter."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.engines import StateFolder


@pytest.fixture
def state() -> Iterator[StateFolder]:
    """An empty state folder. Not below pytest's own folder: every session of pytest closes that to others again."""
    folder = Path(tempfile.mkdtemp(prefix="hub-test-"))
    folder.chmod(0o711)
    yield StateFolder(folder / "state").made()
    shutil.rmtree(folder)
