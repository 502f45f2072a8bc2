"""What every process loads is little: what is slow to load is loaded by who needs it."""

import subprocess
import sys

from hub.configuration import ROOT

SLOW = ("numba", "numpy", "pypdf", "xlsxwriter", "fontTools")


def test_a_process_that_matches_and_writes_nothing_loads_neither_compiler_nor_writers() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, django; django.setup(); import hub.urls; "
         f"print(*(name for name in {SLOW} if name in sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
