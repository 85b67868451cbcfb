"""What every benchmark shares: figures with goals, a table for people, one JSON line for machines."""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """One measured number; `goal` is None where the figure only informs."""

    name: str
    unit: str
    measured: float
    goal: float | None = None
    better: Literal["lower", "higher"] = "lower"

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached, None without a goal."""
        if self.goal is None:
            return None
        return self.measured <= self.goal if self.better == "lower" else self.measured >= self.goal


def machine() -> dict[str, object]:
    """What a reader needs to place the figures: processor count, memory, Python and kernel."""
    pages, page_size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(pages * page_size / 2**30, 1),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "kernel": platform.release().split("-")[0],
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lies, by linear interpolation."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=1000, method="inclusive")[min(998, max(0, round(share * 1000) - 1))]


def main(
    name: str,
    measure: Callable[..., list[Figure]],
    argv: Sequence[str] | None = None,
    more: argparse.ArgumentParser | None = None,
) -> int:
    """Run `measure(quick)`, print the table and the JSON line; exit status 1 under --check if a goal is missed.

    What `more` understands (a parser without help of its own) is handed to `measure` by name.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m tests.benchmarks.{name}", parents=[more] if more else []
    )
    parser.add_argument("--quick", action="store_true", help="fewer repeats, under a minute")
    parser.add_argument("--check", action="store_true", help="exit with status 1 if a goal is missed")
    options = parser.parse_args(argv)
    own = {key: value for key, value in vars(options).items() if key not in ("quick", "check")}
    figures = measure(options.quick, **own)
    print(table(figures))
    rows = [asdict(figure) | {"met": figure.met} for figure in figures]
    print(json.dumps({"benchmark": name, "machine": machine(), "figures": rows}))
    sys.stdout.flush()
    return 1 if options.check and any(figure.met is False for figure in figures) else 0


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned columns: name, measured with unit, goal, met."""
    rows = [("figure", "measured", "goal", "met")]
    for figure in figures:
        sign = "≤" if figure.better == "lower" else "≥"
        goal = "" if figure.goal is None else f"{sign} {figure.goal:g} {figure.unit}"
        met = {None: "", True: "yes", False: "MISSED"}[figure.met]
        rows.append((figure.name, f"{figure.measured:.4g} {figure.unit}", goal, met))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
