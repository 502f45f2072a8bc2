"""What an operator sets, and where it is read from."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import pytest

from hub import configuration


def test_every_value_is_described() -> None:
    assert [f.name for f in fields(configuration.Configuration) if not f.metadata["describes"].strip()] == []


def test_values_come_from_the_environment_and_empty_ones_do_not_count() -> None:
    read = configuration.read({
        "HUB_DEBUG": "yes", "HUB_ALLOWED_HOSTS": "hub.example, 10.0.0.1", "HUB_LANGUAGE": "", "BROKER_URL": "amqp://b"})
    assert (read.debug, read.allowed_hosts, read.language) == (True, ("hub.example", "10.0.0.1"), "en")
    assert read.broker() == "amqp://b"


def test_a_role_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="owner, application, service"):
        configuration.read({"HUB_DATABASE_ROLE": "root"})


@pytest.mark.parametrize(("given", "said"), [
    ("two", "'two'; it must be a whole number"), ("0", "from 1 to 16"), ("17", "from 1 to 16"),
])
def test_a_number_of_processes_that_is_none_is_refused_by_name(given: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"HUB_ANSWERING_PROCESSES is .*{said}"):
        configuration.read({"HUB_ANSWERING_PROCESSES": given})


def test_logins_come_from_the_environment_before_the_state_folder(tmp_path: Path) -> None:
    (tmp_path / "database.json").write_text(json.dumps(
        {"owner": "kept-o", "application": "kept-a", "service": "kept-s", "deputy": "kept-d"}))
    read = configuration.read({"HUB_STATE_DIR": str(tmp_path), "HUB_DATABASE_OWNER_URL": "given"})
    assert [read.login(role) for role in configuration.DATABASE_ROLES] == ["given", "kept-a", "kept-s", "kept-d"]


def test_the_signing_key_is_made_once_and_private(tmp_path: Path) -> None:
    read = configuration.read({"HUB_STATE_DIR": str(tmp_path / "new")})
    assert read.signing_key() == read.signing_key() and len(read.signing_key()) > 50
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_have_the_same_whole_key(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with ThreadPoolExecutor(16) as threads:
        for _round in range(20):
            shutil.rmtree(folder, ignore_errors=True)
            read = configuration.read({"HUB_STATE_DIR": str(folder)})
            asked = [threads.submit(read.sealing_key) for _number in range(16)]
            keys = {one.result() for one in asked}
            assert len(keys) == 1 and all(len(key) > 50 for key in keys)
            assert [path.name for path in folder.iterdir()] == ["seal-key"]
