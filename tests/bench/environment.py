"""The peers' own environment, made on first use: the hub never installs what only the benchmark needs."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = Path(sys.prefix) / "bench-peers"
NEEDS_COMPILER = "nomenklatura brings PyICU, which is compiled here: it needs libicu-dev, pkg-config and g++"


def peers_python(say: Callable[[str], None] = print) -> tuple[Path | None, str]:
    """The interpreter of the peers' environment, and what is missing in it ("" when all is there).

    Made once (some minutes: PyICU is compiled) and again when the pinned requirements change. Where the compilation
    fails the peers that have wheels are installed; where nothing can be installed there is no interpreter.
    """
    python = FOLDER / "bin" / "python"
    mark = FOLDER / "installed"
    wanted = sha256(
        b"".join((HERE / name).read_bytes() for name in ("requirements.txt", "requirements-wheels.txt"))
    ).hexdigest()
    if mark.exists() and python.exists():
        state, _, missing = mark.read_text().partition("\n")
        if state == wanted:
            return python, missing
    say("Installing the peers of the benchmark, once; this takes some minutes.")
    venv.create(FOLDER, with_pip=True, clear=True)
    missing = ""
    error = _install(python, HERE / "requirements.txt")
    if error:
        missing = f"{NEEDS_COMPILER} ({error})"
        error = _install(python, HERE / "requirements-wheels.txt")
    if error:
        return None, f"the peers could not be installed ({error})"
    mark.write_text(f"{wanted}\n{missing}")
    return python, missing


def _install(python: Path, requirements: Path) -> str:
    """Install the pinned set; the last line of the error, "" when it went well."""
    ran = subprocess.run(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            requirements,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["pip failed"])[-1][:160]
