"""`manage.py score_declarations`: declarations of a file scored by a model that other files train, without a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = (
    "Train on declarations with outcomes and score others: CSV (plain or gzipped) with the columns of the published customs "
    "declarations. Without a database. Writes declaration_id,probability, a row for each row of --in, in its order; a "
    "probability of .5 or more is what to inspect where both outcomes weigh the same (macro F1)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, for the command's own parser and for Django's help."""
    parser.add_argument("--train", type=Path, nargs="+", action="extend", required=True, metavar="FILE",
                        help="declarations with the column Fraud: 1 irregular, 0 regular, empty not inspected")
    parser.add_argument("--in", type=Path, required=True, dest="scored", metavar="FILE", help="declarations to score")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write")
    parser.add_argument("--without", action="extend", nargs="+", default=[], metavar="COLUMN", help="columns not to read")
    parser.add_argument("--reasons", choices=("en", "es"), nargs="?", const="en",
                        help="a third column with the three strongest reasons, in English or Spanish; takes longer")
    parser.add_argument("--seed", type=int, default=0, help="of the learner (default 0); the same seed writes the same bytes")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is written, 1 with a sentence when not."""
    parser = argparse.ArgumentParser(prog="manage.py score_declarations", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def run(options: argparse.Namespace) -> int:
    """What `main` does with options that are read already."""
    from intel.scoring.files import score_files
    from intel.scoring.records import BadInput

    try:
        score_files(options.train, options.scored, options.out, seed=options.seed, without=options.without,
                    reasons_in=options.reasons)
    except BadInput as error:
        print(f"Nothing was written. {error}", file=sys.stderr)
        return 1
    return 0
