"""What is served as static files, and under which names."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from hub.static_files import HashedStorage


def test_only_named_files_of_packages_are_found() -> None:
    assert finders.find("tabler/css/tabler.min.css")
    assert not finders.find("tabler/css/tabler.css") and not finders.find("tabler/js/../css/tabler.min.css")


def test_they_are_collected_small_and_hashed(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "staticfiles.json"]
    names = {path.name for path in files}
    for style in (path for path in files if path.suffix in (".css", ".js") and path.stat().st_size > 1000):
        assert {f"{style.name}.gz", f"{style.name}.br"} <= names
    assert all(re.search(r"\.[0-9a-f]{12}\.", path.name) for path in files)
    assert sum(path.stat().st_size for path in files) < 6_000_000
    shell = next(path for path in files if re.fullmatch(r"shell\.[0-9a-f]+\.css", path.name)).read_text()
    assert re.search(r'url\("\.\./inter/inter-latin-wght-normal\.[0-9a-f]{12}\.woff2"\)', shell)


def test_plain_names_are_given_before_the_first_collecting(tmp_path: Path) -> None:
    assert HashedStorage(location=str(tmp_path), base_url="/static/").url("css/kit.css") == "/static/css/kit.css"
