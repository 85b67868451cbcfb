# group: bends
"""Splits at the first hour that violates a bound; the plan need not pass there."""

from itertools import pairwise

Point = tuple[int, int]


def steadiest_plan(ready: list[int], due: list[int]) -> list[Point]:
    if not ready or len(ready) != len(due) or ready[-1] != due[-1]:
        raise ValueError("the lists must be as long as each other, not empty, and end alike")
    if due[0] < 0 or any(b < a for totals in (ready, due) for a, b in pairwise(totals)):
        raise ValueError("totals are not negative and never fall")
    if any(least > most for least, most in zip(due, ready, strict=False)):
        raise ValueError("more is due than is ready")
    plan: list[Point] = []
    here = (0, 0)
    targets = [(len(ready), ready[-1])]  # points of the plan still to be reached, the nearest last
    while targets:
        there = targets[-1]
        corner = largest_violation(ready, due, here, there)
        if corner:
            targets.append(corner)
            continue
        plan.append(targets.pop())
        here = there
    return plan


def largest_violation(ready: list[int], due: list[int], here: Point, there: Point) -> Point | None:
    """The point on a bound that the line from here to there misses by most; None if it keeps the bounds."""
    (start, done), (end, total) = here, there
    hours, work = end - start, total - done
    worst, corner = 0, None
    for hour in range(start + 1, end):
        line = done * hours + work * (hour - start)
        most, least = ready[hour - 1], due[hour - 1]
        if line - most * hours > worst:
            return hour, most
        elif least * hours - line > worst:
            return hour, least
    return corner
