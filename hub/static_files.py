"""Static files: exactly what the pages load, under names that change with the content, compressed."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from hub.configuration import ROOT

_NODE = ROOT / "hub" / "assets" / "node_modules"
_PYTHON = Path(find_spec("drf_spectacular_sidecar").submodule_search_locations[0])  # type: ignore[union-attr,index]

#: What is taken from installed packages: prefix in the static address, folder, files in it.
VENDOR: tuple[tuple[str, Path, tuple[str, ...]], ...] = (
    ("tabler", _NODE / "@tabler/core/dist", ("css/tabler.min.css", "js/tabler.min.js")),
    ("htmx", _NODE / "htmx.org/dist", ("htmx.min.js",)),
    ("inter", _NODE / "@fontsource-variable/inter/files",
     ("inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2")),
    ("drf_spectacular_sidecar/swagger-ui-dist", _PYTHON / "static/drf_spectacular_sidecar/swagger-ui-dist",
     ("swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css", "favicon-32x32.png")),
)


class VendorFinder(BaseFinder):
    """Finds the files named in VENDOR and nothing else of the packages, so that collectstatic copies only those."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.packages: list[tuple[FileSystemStorage, tuple[str, ...]]] = []
        for prefix, folder, files in VENDOR:
            storage = FileSystemStorage(location=folder)
            storage.prefix = prefix  # type: ignore[attr-defined]
            self.packages.append((storage, files))
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check here: collectstatic fails on a file that is not installed."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file on disk for a static path, or [] when there is none."""
        for storage, files in self.packages:
            name = path.removeprefix(f"{storage.prefix}/")  # type: ignore[attr-defined]
            if name != path and name in files and storage.exists(name):
                return [storage.path(name)] if find_all else storage.path(name)
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every file of VENDOR with the storage it lies in."""
        for storage, files in self.packages:
            for name in files:
                yield name, storage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, so that browsers may keep the files for ever.

    Only `url(...)` in style sheets is rewritten: source maps are not shipped. Before the first collectstatic (a
    checkout under test) plain names are given.
    """

    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:1]),)

    def stored_name(self, name: str) -> str:
        """The hashed name of a static file. Raises ValueError for a file that collectstatic did not find."""
        return super().stored_name(name) if self.hashed_files else name
