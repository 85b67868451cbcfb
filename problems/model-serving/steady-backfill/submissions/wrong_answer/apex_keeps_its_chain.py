# group: bends
"""Starts both chains anew at a bend, and so forgets corners between it and now."""

from collections import deque

Point = tuple[int, int]


def steadiest_plan(ready: list[int], due: list[int]) -> list[Point]:
    check(ready, due)
    plan: list[Point] = []
    apex = (0, 0)
    above: deque[Point] = deque()  # taut path from the apex to the latest ceiling, its slopes increase
    below: deque[Point] = deque()  # and to the latest floor, its slopes decrease
    for hour, bounds in enumerate(zip(ready, due, strict=False), 1):
        for side, own, other, bound in ((1, above, below, bounds[0]), (-1, below, above, bounds[1])):
            point = (hour, bound)
            while own and side * turn(own[-2] if len(own) > 1 else apex, own[-1], point) <= 0:
                own.pop()
            while other and side * turn(apex, other[0], point) < 0:
                apex = other.popleft()
                plan.append(apex)
                other.clear()
            own.append(point)
    return [*plan, (len(ready), ready[-1])]


def turn(first: Point, second: Point, third: Point) -> int:
    """Positive when the third point lies above the line through the others, negative when below."""
    (x, y), (u, v), (s, t) = first, second, third
    return (u - x) * (t - y) - (v - y) * (s - x)


def check(ready: list[int], due: list[int]) -> None:
    if not ready or len(ready) != len(due) or ready[-1] != due[-1]:
        raise ValueError("the lists must be as long as each other, not empty, and end alike")
    for bounds in (ready, due):
        if bounds[0] < 0 or any(later < earlier for earlier, later in zip(bounds, bounds[1:], strict=False)):
            raise ValueError("totals are not negative and never fall")
    if any(least > most for least, most in zip(due, ready, strict=False)):
        raise ValueError("more is due than is ready")
