"""The figures of tests/bench/pages.py, kept by size, and the page that is written of them."""

import json
import os
import platform
from pathlib import Path
from typing import Any

from tests.engines import STATE

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
GOALS_MS = {"page": 200, "filter": 200, "row": 200, "search": 300}
#: So much more may row policies read than their conditions written out; below so many buffers nothing is said of it.
FACTOR, FEW = 1.3, 500
SLOWEST, PLANS = 40, 6

Rows = list[dict[str, Any]]


def keep(size: int, measured: Rows, *, anew: bool) -> None:
    """Keep what was measured at a size, instead of all that was kept or of the same addresses."""
    path = STATE.path / f"scale-{size}.json"
    kept = {} if anew or not path.is_file() else {_key(one): one for one in json.loads(path.read_text(encoding="utf-8"))}
    measured = list((kept | {_key(one): one for one in measured}).values())
    path.write_text(json.dumps(measured), encoding="utf-8")


def write() -> None:
    """Write docs/scale.md of what is kept."""
    paths = STATE.path.glob("scale-*.json")
    kept = {int(path.stem.split("-")[1]): json.loads(path.read_text(encoding="utf-8")) for path in paths}
    sizes = sorted(kept)
    smaller = {_key(one): one for one in kept[sizes[0]]} if len(sizes) > 1 else {}
    rows = sorted(kept[sizes[-1]], key=lambda one: -one["p95"])
    PAGE.write_text("\n".join([*_head(sizes), *_met(kept), *_slowest(rows, smaller), *_policies(rows), *_plans(rows)]) + "\n",
                    encoding="utf-8")


def _head(sizes: list[int]) -> list[str]:
    return [
        "# What pages cost at volume", "", "Written by `make bench-pages`; do not edit.", "",
        f"- Filled hubs (`hub/filling`) of {' and '.join(f'{size:,}' for size in sizes)} traders and consignments,"
        f" {platform.machine()}, {os.cpu_count()} cores, which others used meanwhile: milliseconds are upper bounds, buffers and"
        " plans are what to trust.",
        "- Every list, form, home and API page, each filter of each list, searches, and pages of rows: the newest that the viewer"
        " sees and that with the most to show. `ana` is an officer of customs, `carla` an analyst of police.",
        "- Milliseconds of the whole page. Buffers are those of its slowest statement: with row policies, without what is read to"
        " know the labels, beside the same statement as superuser on views that have the policies' conditions written out."]


def _met(kept: dict[int, Rows]) -> list[str]:
    lines = ["", "## Goals", "", "| size | viewer | | goal, p95 | addresses | met |", "| ---: | --- | --- | ---: | ---: | ---: |"]
    for size, rows in sorted(kept.items()):
        for who in sorted({one["who"] for one in rows}):
            for sort, goal in GOALS_MS.items():
                of_sort = [one for one in rows if (one["who"], one["asked"]["sort"]) == (who, sort)]
                met = sum(one["p95"] < goal for one in of_sort)
                lines.append(f"| {size:,} | {who} | {sort} | {goal} ms | {len(of_sort)} | {met} |")
    return lines


def _slowest(rows: Rows, smaller: dict[tuple[str, str], dict[str, Any]]) -> list[str]:
    lines = ["", f"## The {SLOWEST} slowest", "", "| viewer | address | p50 | p95 | times 10^5 | statements | slowest | buffers |"
             " written out |", "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for one in rows[:SLOWEST]:
        before = smaller.get(_key(one))
        grown = f"{one['p50'] / before['p50']:.1f}" if before else ""
        whole, labels, without = one["buffers"]
        read = f"{whole - labels:,} | {without:,}" if whole else "|"
        lines.append(f"| {one['who']} | `{one['asked']['words']}` | {one['p50']:.0f} | {one['p95']:.0f} | {grown} |"
                     f" {one['statements']} | {one['slowest_ms']:.0f} | {read} |")
    return lines


def _policies(rows: Rows) -> list[str]:
    dear = sorted((one for one in rows if one["factor"] > FACTOR and one["buffers"][0] >= FEW), key=lambda one: -one["factor"])
    lines = ["", f"## Where policies cost more than {FACTOR} times", "", f"Of statements that read {FEW} buffers or more.", "",
             "| viewer | address | times | buffers | written out |", "| --- | --- | ---: | ---: | ---: |"]
    for one in dear[:SLOWEST]:
        whole, labels, without = one["buffers"]
        lines.append(f"| {one['who']} | `{one['asked']['words']}` | {one['factor']:.1f} | {whole - labels:,} | {without:,} |")
    return lines if dear else [*lines[:4], "None."]


def _plans(rows: Rows) -> list[str]:
    lines = ["", "## Plans of the slowest statements"]
    for one in sorted((one for one in rows if one["plan"]), key=lambda one: -one["slowest_ms"])[:PLANS]:
        lines += ["", f"{one['who']}, `{one['asked']['words']}`", "", "```", *one["plan"][:30], "```"]
    return lines


def _key(one: dict[str, Any]) -> tuple[str, str]:
    return one["who"], one["asked"]["words"]
