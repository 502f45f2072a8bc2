"""The commands of `python -m intel.matching`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit status."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    if options.command == "screen":
        from intel.matching.files import screen_files

        return screen_files(
            options.alerts,
            options.parties,
            options.out,
            workers=options.workers,
            minimum=options.min_probability,
            best=options.best,
        )
    if options.command == "train":
        from intel.matching.train import train

        train(options.data, options.out, say=_say)
        return 0
    from intel.matching.warming import warm

    warm()
    _say(f"ready in {time.monotonic() - began:.1f} s")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intel.matching", description="Names of parties against subjects of alerts.")
    commands = parser.add_subparsers(dest="command", required=True)
    screen = commands.add_parser(
        "screen",
        help="screen a file of parties against a file of alerts",
        description="alerts: subject_id,kind,name, several rows a subject for aliases; parties: party_id,kind,name. Both may "
        "have identifier (kind:value or kind:country:value, several separated by ;), country, birth_date and address.",
    )
    screen.add_argument("--alerts", type=Path, required=True)
    screen.add_argument("--parties", type=Path, required=True)
    screen.add_argument("--out", type=Path, required=True, help="party_id,subject_id,score,probability,evidence")
    screen.add_argument("--workers", type=int, default=1, help="processes that share the work (default 1)")
    screen.add_argument("--min-probability", type=float, default=0.05)
    screen.add_argument("--best", type=int, default=20, help="at most so many subjects a party (default 20)")
    train = commands.add_parser("train", help="learn rarity, weights and calibration anew")
    train.add_argument("--data", type=Path, help="folder with watchlist/ and traders/; made-up names without it")
    train.add_argument("--out", type=Path, help="where to write; the shipped files without it")
    commands.add_parser("warm", help="compile the kernels once, so that no worker has to")
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
