"""How probable it is that an inspection finds a declaration irregular, and why. No Django, nothing of the hub.

The parts are loaded when they are first named: what starts with the hub must not wait for a learner.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from intel.scoring.records import BadInput, Declarations, Reason, Score

if TYPE_CHECKING:
    from intel.scoring.files import score_files
    from intel.scoring.model import Model, train
    from intel.scoring.reading import read

_PARTS = {"Model": "model", "read": "reading", "score_files": "files", "train": "model"}

__all__ = ["BadInput", "Declarations", "Model", "Reason", "Score", "read", "score_files", "train"]


def __getattr__(name: str) -> Any:
    """Load a part when it is first named, once."""
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)
    return found
