"""A state folder of its own, which the account of the servers can enter."""

from pathlib import Path

import pytest

from hub.engines import StateFolder


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    """An empty state folder."""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o711)
    return StateFolder(tmp_path / "state").made()
