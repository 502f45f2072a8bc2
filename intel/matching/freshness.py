"""Compiled kernels kept only as long as no file of the engine has changed.

Numba keeps a kernel until its own file changes and does not see that a kernel it calls has; so all go together.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_PACKAGE = Path(__file__).parent


def forget_stale_kernels() -> None:
    """Remove kernels compiled from other sources than those here now; where nothing may be written, do nothing."""
    cache = _PACKAGE / "__pycache__"
    stamp = cache / "kernels.stamp"
    now = " ".join(f"{path.name}:{path.stat().st_mtime_ns}" for path in sorted(_PACKAGE.glob("*.py")))
    with suppress(OSError):
        if not stamp.exists() or stamp.read_text() != now:
            for kernel in (*cache.glob("*.nbi"), *cache.glob("*.nbc")):
                kernel.unlink(missing_ok=True)
            cache.mkdir(exist_ok=True)
            stamp.write_text(now)
