"""No declaration is lost and none is kept twice, whatever dies while a file is read: broker, importer, database, the command."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hub.configuration import ROOT
from hub.up import processes
from tests.hub.filing import declarations
from tests.hub.running import Hub

pytestmark = pytest.mark.slow

ROWS = 6000


def command(hub: Hub, file: Path) -> "subprocess.Popen[str]":
    """`manage.py import_declarations`, as an operator gives it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_declarations", str(file), "--as", "bruno", "--feed", "TYPED"], cwd=ROOT, text=True,
        env=processes.environment(hub.state, "deputy"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def keeps(hub: Hub, rows: int) -> None:
    assert hub.ask("select count(*) from trade_consignment") == rows
    assert hub.ask("select count(*) from trade_goodsitem") == rows
    assert hub.ask("select count(distinct number) from trade_consignment") == rows


def test_a_file_is_read_once_whatever_is_killed(hub: Hub) -> None:
    importer = processes.importer(hub.state)
    hub.supervisor.start("Importer", importer)
    os.kill(hub.pid(hub.broker), signal.SIGKILL)
    shutil.rmtree(hub.broker.data)
    assert hub.finish(hub.file("upload", ROWS)) == 0
    with hub.caught_in_the_act("trade_goodsitem", "hub_deputy"):
        assert importer.process is not None
        os.killpg(importer.process.pid, signal.SIGKILL)
    hub.until(lambda: hub.ask("select rows_read from exchange_importrun") > 0, within=200)  # it is held for a minute
    with hub.caught_in_the_act("trade_goodsitem", "hub_deputy"):
        kept = hub.ask("select rows_read from exchange_importrun")
        os.kill(hub.pid(hub.postgres), signal.SIGKILL)
    hub.until(lambda: "PostgreSQL runs again" in hub.told)
    hub.until(lambda: hub.ask("select state from exchange_importrun") == "DONE", within=200)
    keeps(hub, ROWS)
    assert hub.ask("select rows_new from exchange_importrun") == ROWS
    assert 0 < kept <= hub.ask("select rows_before from exchange_importrun") < ROWS


def test_the_command_tells_in_a_sentence_that_the_database_is_gone_and_goes_on(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "typed.csv"
    file.write_text(declarations(ROWS))
    first = command(hub, file)
    hub.until(lambda: hub.ask("select coalesce(max(rows_read), 0) from exchange_importrun") > 0)
    with hub.caught_in_the_act("trade_goodsitem", "hub_deputy"):
        os.kill(hub.pid(hub.postgres), signal.SIGKILL)
    hub.until(lambda: first.poll() is not None)
    said, _none = first.communicate()
    assert first.returncode == 1 and "begin the same command again" in said and "Traceback" not in said, said
    hub.until(lambda: "PostgreSQL runs again" in hub.told)

    second = command(hub, file)
    with hub.caught_in_the_act("trade_goodsitem", "hub_deputy"):
        second.kill()
    second.wait()
    third = command(hub, file)
    hub.until(lambda: third.poll() is not None)
    said, _none = third.communicate()
    assert third.returncode == 0 and "it goes on after them" in said and f"{ROWS} rows; {ROWS} new" in said, said
    keeps(hub, ROWS)
    assert hub.ask("select count(*) from exchange_importrun") == 1
