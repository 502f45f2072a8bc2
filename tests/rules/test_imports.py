"""The import contract of docs/architecture.md: kept, and no room stands outside it."""

import subprocess
import sys
import tomllib

from hub.configuration import ROOT


def test_data_flow_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_a_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = "".join(contracts[0]["layers"])
    rooms = {f"intel.{path.parent.name}" for path in (ROOT / "intel").glob("*/__init__.py")} - {"intel.matching", "intel.scoring"}
    assert {room for room in rooms if room not in layers} == set()
