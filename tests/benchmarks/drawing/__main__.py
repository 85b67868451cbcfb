"""Draw the curves that benchmarks found: `python -m tests.benchmarks.drawing RESULTS FOLDER` writes one SVG each."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

SURROUNDINGS = {
    "svg.hashsalt": "readyroom",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
}
INK = "#6b7280"  # legible on a light and on a dark page


def draw(curve: dict[str, Any], file: Path) -> None:
    """Draw a curve's series on logarithmic axes."""
    with pyplot.rc_context(SURROUNDINGS):
        figure, axes = pyplot.subplots(figsize=(7, 3.6), layout="constrained")
        for name, points in curve["series"].items():
            axes.plot(*zip(*sorted(map(tuple, points)), strict=True), marker="o", markersize=4, label=name)
        axes.set(xscale="log", yscale="log", xlabel=curve["x"], ylabel=curve["unit"])
        axes.tick_params(colors=INK, which="both")
        axes.xaxis.label.set_color(INK)
        axes.yaxis.label.set_color(INK)
        axes.spines[:].set_color(INK)
        axes.grid(alpha=0.25)
        axes.legend(frameon=False, labelcolor=INK)
        figure.savefig(file, transparent=True, metadata={"Date": None})
        pyplot.close(figure)


def main(results: Path, folder: Path) -> None:
    """Draw every curve of all results, and remove drawings of none."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {
        folder / f"{result['benchmark']}-{number}.svg": curve
        for result in json.loads(results.read_text())
        for number, curve in enumerate(result.get("curves", []))
    }
    for file in set(folder.glob("*.svg")) - set(wanted):
        file.unlink()
    for file, curve in wanted.items():
        draw(curve, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
