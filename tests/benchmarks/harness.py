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


@dataclass(frozen=True)
class Curve:
    """How a cost grows: for each series by name, points of (x, y) in `unit`; a series may lack some of the x."""

    name: str
    x: str
    unit: str
    series: dict[str, list[tuple[float, float]]]


@dataclass(frozen=True)
class Measured:
    """Figures, and curves beside them."""

    figures: list[Figure]
    curves: list[Curve]


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
    measure: Callable[..., list[Figure] | Measured],
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
    found = measure(options.quick, **own)
    figures, curves = (found.figures, found.curves) if isinstance(found, Measured) else (found, [])
    print(table(figures))
    for curve in curves:
        print(f"\n{curve.name} ({curve.unit})\n{curve_table(curve)}")
    rows = [asdict(figure) | {"met": figure.met} for figure in figures]
    result = {"benchmark": name, "machine": machine(), "figures": rows}
    print(json.dumps(result | ({"curves": [asdict(curve) for curve in curves]} if curves else {})))
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
    return _aligned(rows)


def curve_table(curve: Curve) -> str:
    """The curve as aligned columns: x, then each series."""
    places = sorted({x for points in curve.series.values() for x, _ in points})
    rows: list[Sequence[str]] = [(curve.x, *curve.series)]
    for place in places:
        found = [dict(points).get(place) for points in curve.series.values()]
        rows.append((f"{place:g}", *("" if y is None else f"{y:.4g}" for y in found)))
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
