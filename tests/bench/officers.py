"""Fifty officers at once, in a running hub that imports: `make bench-officers`, which writes docs/busy-hub.md.

`SIZE` (100,000) is of what the hub is filled with, `OFFICERS` and `SECONDS` how many work for how long. The hub is one of
its own, in `.hub/officers-SIZE`, which is kept: the second run does not fill it again.
"""

import asyncio
import csv
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from pathlib import Path

import aiohttp

from hub.configuration import ROOT
from tests.bench.officers_page import Asked, write
from tests.bench.officers_work import Officer

SIZE = int(os.environ.get("SIZE", "100000"))
OFFICERS = int(os.environ.get("OFFICERS", "50"))
SECONDS = float(os.environ.get("SECONDS", "120"))
PORT = 18660
STATE = ROOT / ".hub" / f"officers-{SIZE}"
#: More declarations than are imported meanwhile.
DECLARATIONS = 400_000


def environment(role: str = "") -> dict[str, str]:
    """That of the hub's processes."""
    kept = {name: value for name, value in os.environ.items() if name != "HUB_DATABASE_ROLE"}
    chosen = {"HUB_DATABASE_ROLE": role} if role else {}
    return {**kept, "DJANGO_SETTINGS_MODULE": "hub.settings", "HUB_STATE_DIR": str(STATE), **chosen}


@contextmanager
def running() -> Iterator[str]:
    """The hub, as `make run` starts it, but empty; where its pages are."""
    STATE.mkdir(parents=True, exist_ok=True)
    said = STATE / "said"
    with said.open("wb") as to:
        up = subprocess.Popen([sys.executable, "manage.py", "up", "--no-example", "--port", str(PORT)], cwd=ROOT,
                              env=environment(), stdout=to, stderr=to, start_new_session=True)
    try:
        end = time.monotonic() + 600
        while f"localhost:{PORT}/" not in said.read_text():
            if up.poll() is not None or time.monotonic() > end:
                raise SystemExit(said.read_text())
            time.sleep(0.5)
        yield f"http://localhost:{PORT}"
    finally:
        up.terminate()
        up.wait(60)


def command(*what: str, role: str = "") -> None:
    """A management command of that hub."""
    subprocess.run([sys.executable, *what], cwd=ROOT, env=environment(role), check=True)


def declarations(file: Path) -> None:
    """Invented ones, in the columns that are imported."""
    draw = random.Random(50)
    names = (
        "Declaration ID", "Date", "Office ID", "Process Type", "Import Type", "Import Use", "Payment Type", "Mode of Transport",
        "Declarant ID", "Importer ID", "Seller ID", "Courier ID", "HS6 Code", "Country of Departure", "Country of Origin",
        "Tax Rate", "Tax Type", "Country of Origin Indicator", "Net Mass", "Item Price", "Fraud", "Critical Fraud")
    run = secrets.randbelow(10**6)
    with file.open("w", newline="") as out:
        to = csv.writer(out)
        to.writerow(names)
        for number in range(DECLARATIONS):
            day = date.today() - timedelta(days=draw.randrange(60))
            to.writerow([
                f"{run:06}{number:08}", day, draw.randrange(10, 50), "B", "11", "21", "11", "40", f"D{draw.randrange(300)}",
                f"I{draw.randrange(9000)}", f"S{draw.randrange(6000)}", "", f"{draw.randrange(10000, 970000):06}", "CN", "CN",
                "8.0", "A", "Y", draw.randrange(1, 9000), draw.randrange(10, 90000), 0, 0])


@contextmanager
def importing() -> Iterator[None]:
    """While this lasts a supervisor imports declarations."""
    file = STATE / "declarations.csv"
    declarations(file)
    with (STATE / "import").open("wb") as said:
        work = subprocess.Popen(
            [sys.executable, "manage.py", "import_declarations", str(file), "--as", "bruno", "--feed", "BUSY"], cwd=ROOT,
            env=environment(), stdout=said, stderr=said)
    try:
        yield
        if work.poll() is not None:
            raise SystemExit(f"The import ended before the officers did:\n{(STATE / 'import').read_text()}")
    finally:
        work.terminate()
        work.wait(60)


def prepared() -> str:
    """The hub filled, and people engaged; their password."""
    password, filled = STATE / "password", STATE / f"filled-{SIZE}"
    if not filled.exists():
        command("manage.py", "example_world", role="owner")
        command("manage.py", "fill", "--size", str(SIZE), role="owner")
        command("manage.py", "migrate", "-v", "0")  # writes what can be found
        filled.touch()
    if not password.exists():
        password.write_text(secrets.token_urlsafe(16))
    command("-m", "tests.bench.officers_people", str(OFFICERS), password.read_text(), role="owner")
    return password.read_text()


@asynccontextmanager
async def _signed_in(at: str, name: str, password: str) -> AsyncIterator[Officer]:
    async with aiohttp.ClientSession(at, cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(60)) as session:
        officer = Officer(session, random.Random(name))
        await officer.sign_in(name, password)
        yield officer


async def _at_work(at: str, name: str, password: str, end: float) -> list[Asked]:
    async with _signed_in(at, name, password) as officer:
        while time.monotonic() < end:
            await officer.act()
            await asyncio.sleep(officer.draw.expovariate(1 / 3))
        return officer.asked


async def _all(at: str, password: str) -> list[Asked]:
    end = time.monotonic() + SECONDS
    lists = await asyncio.gather(*(_at_work(at, f"busy{n}", password, end) for n in range(OFFICERS)))
    return [one for asked in lists for one in asked]


def main() -> None:
    """Start, fill, work, write."""
    with running() as at:
        password = prepared()
        with importing():
            asked = asyncio.run(_all(at, password))
    write(asked, size=SIZE, officers=OFFICERS, seconds=SECONDS)


if __name__ == "__main__":
    main()
