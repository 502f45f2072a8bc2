"""An index on disk: what other processes see, and what a crash leaves."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from intel.matching import Index, Profile, screen


def found(index: Index, name: str) -> list[object]:
    return [match.subject for match in screen(index, [Profile("p", (name,))], minimum_probability=0.5)[0]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Index.build([Profile(1, ("Punti Alambres",)), Profile("1", ("Cordillera Textiles",))], tmp_path / "index")
    return tmp_path / "index"


def test_another_opener_sees_a_change_at_its_next_question(folder: Path) -> None:
    writer, reader = Index.open(folder), Index.open(folder)
    before = reader.version
    writer.put([Profile(1, ("Altiplano Pharma",))])
    assert found(reader, "Altiplano Pharma") == [1]
    assert found(reader, "Punti Alambres") == []
    assert found(reader, "Cordillera Textiles") == ["1"]
    assert reader.version > before
    writer.withdraw([1])
    assert found(reader, "Altiplano Pharma") == []
    assert len(reader) == 1


def test_a_record_cut_short_by_a_crash_is_passed_over_and_mended(folder: Path) -> None:
    index = Index.open(folder)
    index.put([Profile("a", ("Altiplano Pharma",))])
    journal = next(folder.glob("journal-*.log"))
    whole = journal.read_bytes()
    for torn in (whole + whole[:-3], whole + b"\x10\0\0\0garbage of a crash"):
        journal.write_bytes(torn)
        opened = Index.open(folder)
        assert found(opened, "Altiplano Pharma") == ["a"]
        opened.put([Profile("b", ("Illimani Cargo",))])
        assert found(Index.open(folder), "Illimani Cargo") == ["b"]
        journal.write_bytes(whole)


def test_compaction_keeps_everything_and_lets_readers_go_on(folder: Path) -> None:
    reader, writer = Index.open(folder), Index.open(folder)
    for at in range(30):
        writer.put([Profile(f"n{at}", (f"Illimani Cargo {chr(65 + at % 26)}{at}xq",))])
    writer.withdraw(["n3"])
    version = reader.version
    writer.compact()
    assert len(reader) == 2
    assert found(reader, "Punti Alambres") == [1]
    assert len(reader) == len(Index.open(folder)) == 31
    assert reader.version > version
    assert len(list(folder.glob("base-*.bin"))) == 1


def test_a_base_left_half_written_by_a_crash_is_ignored(folder: Path) -> None:
    (folder / "base-2.bin").write_bytes(b"half")
    (folder / "journal-2.log").write_bytes(b"")
    index = Index.open(folder)
    assert found(index, "Punti Alambres") == [1]
    index.compact()
    assert found(Index.open(folder), "Punti Alambres") == [1]


def test_writers_in_several_processes_lose_nothing(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from intel.matching import Index, Profile\n"
        "index = Index.open(Path(sys.argv[1]))\n"
        "for at in range(8): index.put([Profile(f'{sys.argv[2]}-{at}', (f'Illimani {sys.argv[2]} {at}',))])\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    writers = [subprocess.Popen([sys.executable, "-c", script, str(folder), name], cwd=root, env=environment) for name in ("x", "y")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    assert len(Index.open(folder)) == 2 + 16


def test_threads_may_screen_while_others_change(folder: Path) -> None:
    index = Index.open(folder)
    failures: list[BaseException] = []

    def change() -> None:
        try:
            for at in range(20):
                index.put([Profile(f"t{at}", (f"Sajama Freight {at}",))])
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=change)
    thread.start()
    while thread.is_alive():
        assert found(index, "Punti Alambres") == [1]
    thread.join()
    assert failures == []
    assert len(index) == 22


def test_opening_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Index.open(tmp_path)
