"""A state folder whose hub has its tables and stands still, made once for a session of tests: it saves each a minute."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from hub import configuration
from hub.engines import StateFolder
from hub.up import preparation
from hub.up.supervisor import Supervisor
from tests.engines import SESSION, STATE


def put(state: StateFolder) -> None:
    """Make an empty state folder that of a hub which has its tables already."""
    with STATE.hold("prepared.lock", saying="", wait=True):
        if not _made(_folder()):
            _make(_folder())
    subprocess.run(["cp", "-a", f"{_folder() / 'state'}/.", str(state.path)], check=True)


def forget() -> None:
    """At the end of the session."""
    shutil.rmtree(_folder(), ignore_errors=True)


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"hub-prepared-{os.environ[SESSION]}"


def _made(folder: Path) -> bool:
    return (folder / "made").is_file()


def _make(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    folder.chmod(0o711)  # the account of the servers goes through it
    state, supervisor = StateFolder(folder / "state").made(), Supervisor(say=lambda _word: None)
    settings = configuration.read({"HUB_STATE_DIR": str(state.path)})
    metrics = state.path / "metrics"
    metrics.mkdir()
    try:
        preparation.start_database(settings, state, supervisor, new_passwords=False)
        preparation.start_broker(settings, state, supervisor)
        preparation.migrate(state, settings.login("owner"))
    finally:
        supervisor.stop_all()
        shutil.rmtree(metrics)  # each hub counts for itself
    (folder / "made").touch()
