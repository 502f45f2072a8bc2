"""What comes before and after the first page."""

from pathlib import Path

import pytest

from hub.engines import StateFolder
from hub.up import preparation


def test_an_example_world_that_was_broken_off_is_known_ever_after(tmp_path: Path) -> None:
    state = StateFolder(tmp_path)
    with preparation.example_being_written(state):
        pass
    assert not preparation.example_is_half(state)
    with pytest.raises(KeyboardInterrupt), preparation.example_being_written(state):
        raise KeyboardInterrupt
    assert preparation.example_is_half(state)
