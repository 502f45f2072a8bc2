"""How long files are: a report, not a gate. A file over 500 lines says why in its docstring, or is split."""

import subprocess
import warnings

from hub.configuration import ROOT

MOST = 500
#: Files that are long for a reason that a reader would accept: written by a tool, a table, or a whole room on one page.
LONG = ("package-lock.json", "requirements", "django.po", ".csv", "icons.svg", "countries.py", "adding-an-object-type.md")


def test_files_over_500_lines_are_reported():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    long = {}
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".py", ".html", ".js", ".css", ".sql", ".md") and not any(word in name for word in LONG):
            lines = len(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else 0
            if lines > MOST:
                long[name] = lines
    if long:
        warnings.warn(f"Files over {MOST} lines: {long}", stacklevel=1)
