"""Objectives: points by linear partial credit, and the measured value in words."""

from __future__ import annotations

from graders.package.manifest import Objective
from graders.report import ObjectiveRow

GLUED = ("%", "‰")
"""Units that are differences of points when subtracted."""


def objective_row(objective: Objective, value: float | None, half_width: float | None) -> ObjectiveRow:
    """The row of one objective for what the simulator measured; None is not measured and earns nothing."""
    met = value is not None and _reaches(objective, value)
    return ObjectiveRow(
        id=objective.id,
        title=objective.title,
        unit=objective.unit,
        value=value,
        half_width=half_width,
        asked=objective.target,
        asked_text=f"{'≤' if objective.at_most else '≥'} {with_unit(objective, objective.target)}",
        at_most=objective.at_most,
        met=met,
        points=objective.points,
        earned=0.0 if value is None else round(earned(objective, value), 2),
        in_words=in_words(objective, value),
        zero_at=objective.zero_at,
    )


def earned(objective: Objective, value: float) -> float:
    """All points when met; else linearly less, down to none at `zero_at` (at once if there is none)."""
    if _reaches(objective, value):
        return objective.points
    if objective.zero_at is None:
        return 0.0
    share = (objective.zero_at - value) / (objective.zero_at - objective.target)
    return objective.points * min(max(share, 0.0), 1.0)


def in_words(objective: Objective, value: float | None) -> str:
    """ "met, 4 ms to spare", "missed, 0.03 too low"."""
    if value is None:
        return "not measured"
    distance = abs(value - objective.target)
    words = _distance(objective, distance)
    if _reaches(objective, value):
        if distance == 0 or words is None:
            return "met, just"
        return f"met, {words} {'to spare' if objective.at_most else 'above'}"
    if words is None:
        return "missed by a hair"
    return f"missed, {words} too {'high' if objective.at_most else 'low'}"


def with_unit(objective: Objective, value: float) -> str:
    """The value with the decimals its target is written with, and its unit."""
    number = f"{value:.{objective.decimals}f}"
    return f"{number} {objective.unit}" if objective.unit else number


def _distance(objective: Objective, distance: float) -> str | None:
    """The distance in the target's decimals, or one more if that shows nothing; None if that does not either."""
    for decimals in (objective.decimals, objective.decimals + 1):
        number = f"{distance:.{decimals}f}"
        if float(number):
            short = number.rstrip("0").rstrip(".") if "." in number else number
            unit = "points" if objective.unit in GLUED else objective.unit
            return f"{short} {unit}" if unit else short
    return None


def _reaches(objective: Objective, value: float) -> bool:
    return value <= objective.target if objective.at_most else value >= objective.target
