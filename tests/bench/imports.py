"""What imports cost: `make bench-import`, which writes docs/import-cost.md. A hub of its own, with the workers of `up`."""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg

from hub import configuration
from hub.configuration import ROOT
from hub.engines import EmbeddedPostgres, StateFolder
from hub.up import preparation, processes
from hub.up.supervisor import Supervisor
from tests.hub.filing import declarations

PAGE = ROOT / "docs" / "import-cost.md"
ROWS = int(os.environ.get("ROWS", "20000"))
WAITING = "select count(*) from work_work where kind ~ '^(screening|search)[.]'"

Row = tuple[str, float, float, float, float]


def main() -> None:
    """Start a hub, import a file (`FILE=`, or one that is invented) and import it again, and write the page."""
    folder = Path(tempfile.mkdtemp(prefix="hub-bench-"))
    folder.chmod(0o711)
    state, supervisor = StateFolder(folder / "state").made(), Supervisor(say=print)
    file = Path(os.environ.get("FILE", folder / "invented.csv"))
    if "FILE" not in os.environ:
        file.write_text(declarations(ROWS))
    try:
        postgres = _started(state, supervisor)
        rows = [_imported(state, postgres, file, "first"), _imported(state, postgres, file, "again")]
    finally:
        supervisor.stop_all()
        shutil.rmtree(folder)
    PAGE.write_text(_page(rows), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _started(state: StateFolder, supervisor: Supervisor) -> EmbeddedPostgres:
    """A hub as `up` starts it, without its web server; with the people of the tests and twenty alerts."""
    settings = configuration.read({"HUB_STATE_DIR": str(state.path)})
    (state.path / "metrics").mkdir()
    preparation.start_database(settings, state, supervisor, new_passwords=False)
    preparation.start_broker(settings, state, supervisor)
    preparation.migrate(state, settings.login("owner"))
    for name, of in (("Worker", processes.worker), ("Importer", processes.importer), ("Beat", processes.beat)):
        supervisor.start(name, of(state))
    subprocess.run([sys.executable, "-m", "tests.hub.filing", "alerts", "20"], cwd=ROOT, check=True,
                   env=processes.environment(state, "owner"))
    postgres = EmbeddedPostgres(state)
    _drained(postgres)
    return postgres


def _imported(state: StateFolder, postgres: EmbeddedPostgres, file: Path, what: str) -> Row:
    """Rows a second; processor seconds of the command, of the database, and of the workers until all is screened."""
    ours = {os.getpid(): psutil.Process()}
    before = _used(ours, state)
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "manage.py", "import_declarations", str(file), "--as", "bruno", "--feed", "BENCH",
         *(["--traders", os.environ["TRADERS"]] if "TRADERS" in os.environ else [])], cwd=ROOT,
        env=processes.environment(state, "deputy"), stdout=subprocess.PIPE, text=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stdout)
    print(ran.stdout)
    read = int(re.search(r": (\d+) rows; ", ran.stdout)[1])  # type: ignore[index]
    with psycopg.connect(postgres.administrator("hub")) as asked:
        [seconds] = asked.execute("select extract(epoch from finished_at - reading_since)::float from exchange_importrun "  # type: ignore[misc]
                                  "order by id desc limit 1").fetchone()
    ended = time.monotonic()
    _drained(postgres)
    return what, read / seconds, ended - began, time.monotonic() - ended, (_used(ours, state) - before) / read * 1000


def _used(ours: dict[int, psutil.Process], state: StateFolder) -> float:
    """Processor seconds of all that we started, those that have ended among them."""
    own = psutil.Process()
    used = sum(own.cpu_times()[2:4])
    for child in own.children(recursive=True):
        times = child.cpu_times()
        used += sum(times[:4])
    return used


def _drained(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.administrator("hub"), autocommit=True) as asked:
        while asked.execute(WAITING).fetchone() != (0,):
            time.sleep(0.2)


def _page(rows: list[Row]) -> str:
    measured = [f"| {what} | {rate:,.0f} | {wall:.0f} s | {after:.0f} s | {cpu:.2f} ms |"
                for what, rate, wall, after, cpu in rows]
    return "\n".join([
        "# What imports cost", "",
        "Written by `make bench-import`; do not edit. `FILE=` measures a file of yours, `TRADERS=` lends its parties names,",
        "`ROWS=` is how many declarations are invented otherwise.", "",
        f"- {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end: where other programs run",
        "  beside it, the rate is the least that it does.",
        "- Database, broker, two screening processes, importer and beat as `manage.py up` starts them.",
        "- Processor time is that of the command, the database and all workers until everything is screened: it depends little",
        "  on the load.", "",
        "| import | declarations a second (goal: 1,000) | command in all | then until screened | processor time each |",
        "| --- | ---: | ---: | ---: | ---: |", *measured, ""])


if __name__ == "__main__":
    main()
