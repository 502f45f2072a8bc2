"""docs/adding-an-object-type.md works: built from its blocks in a copy of the hub, the room passes its tests and the rules."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.configuration import ROOT

PAGE = ROOT / "docs" / "adding-an-object-type.md"
#: Of this session of tests, and of no business to one that is begun anew.
OURS = ("HUB_", "PYTEST", "DJANGO_", "DATABASE_URL", "BROKER_URL", "COV_")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file that it names, and what it holds."""

    language: str
    file: str
    text: str


def blocks() -> list[Block]:
    return [Block(*found) for found in re.findall(r"(?ms)^```(\w+) ?(\S*)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"))]


@pytest.fixture
def copy() -> Iterator[Path]:
    """The hub as it stands here, without what is installed. Not below pytest's own folder, which is closed to the database."""
    folder = Path(tempfile.mkdtemp(prefix="hub-walk-"))
    folder.chmod(0o711)
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True)
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / "hub/assets/node_modules").symlink_to(ROOT / "hub/assets/node_modules")
    (folder / ".venv").symlink_to(sys.prefix)
    if (known := ROOT / ".mypy_cache").is_dir():  # most types are known already
        shutil.copytree(known, folder / ".mypy_cache")
    yield folder
    shutil.rmtree(folder)


def follow(block: Block, folder: Path) -> None:
    """Do what a block says: commands, lines to add to a file, or a file."""
    if block.language == "console":
        for command in re.findall(r"(?m)^\$ (.*)$", block.text):
            run(command, folder)
    elif block.language == "diff":
        add_lines(folder / block.file, block.text)
    else:
        (folder / block.file).write_text(block.text, encoding="utf-8")


def run(command: str, folder: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    clean["PYTHONPATH"] = str(folder)  # an environment may lead to the hub that it was made for
    done = subprocess.run(command, shell=True, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"


def add_lines(file: Path, difference: str) -> None:
    lines = difference.splitlines(keepends=True)
    before, after = "".join(line[1:] for line in lines if line[0] == " "), "".join(line[1:] for line in lines)
    assert all(line[0] in " +" for line in lines)
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file.name} does not have, once:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_outside_the_room_two_places_change() -> None:
    outside = {block.file for block in blocks() if block.file and "seizures" not in block.file}
    assert outside == {"hub/settings.py", "pyproject.toml"}


@pytest.mark.slow
def test_the_walk_leads_to_a_room_that_works(copy: Path) -> None:
    assert len(blocks()) > 20
    for block in blocks():
        follow(block, copy)
    for check in ("ruff check hub agencies intel tests", "mypy", "djlint --lint --quiet templates"):
        run(f".venv/bin/{check}", copy)
