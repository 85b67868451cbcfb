"""Where the levels of `problems/levels.toml` sit on the ability scale."""

import tomllib
from pathlib import Path


def abilities(path: Path) -> dict[str, float]:
    """Level → ability (logits) at its line, in the order of the file; ValueError unless they increase."""
    rows = tomllib.loads(path.read_text())["levels"]
    lines = {row["id"]: float(row["ability"]) for row in rows}
    if any(lower >= upper for lower, upper in zip(lines.values(), [*lines.values()][1:], strict=False)):
        raise ValueError(f"{path}: the abilities of the levels must increase, and they are {lines}")
    return lines


def difficulty(lines: dict[str, float], levels: tuple[str, ...], offset: float) -> float:
    """On the ability scale (logits): the middle of an item's `levels`, and the author's `offset` from there."""
    return sum(lines[level] for level in levels) / len(levels) + offset
