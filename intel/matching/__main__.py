"""`python -m intel.matching screen|train|warm`: the engine at the command line, without Django."""

from __future__ import annotations

import sys

from intel.matching.command import main

if __name__ == "__main__":
    sys.exit(main())
