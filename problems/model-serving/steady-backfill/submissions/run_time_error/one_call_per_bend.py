# group: scale
"""Plans the rest by calling itself, so deep as there are bends."""

Point = tuple[int, int]


def steadiest_plan(ready: list[int], due: list[int]) -> list[Point]:
    check(ready, due)
    return plan_from(ready, due, (0, 0))


def plan_from(ready: list[int], due: list[int], here: Point) -> list[Point]:
    if here[0] == len(ready):
        return []
    bend = next_bend(ready, due, here)
    return [bend, *plan_from(ready, due, bend)]


def next_bend(ready: list[int], due: list[int], here: Point) -> Point:
    """The corner that sets the limit which the hours after it break; the end when none is broken."""
    ceiling = floor = None
    for hour in range(here[0] + 1, len(ready) + 1):
        most, least = (hour, ready[hour - 1]), (hour, due[hour - 1])
        if floor and turn(here, floor, most) < 0:
            return floor
        if ceiling and turn(here, ceiling, least) > 0:
            return ceiling
        if ceiling is None or turn(here, ceiling, most) <= 0:
            ceiling = most
        if floor is None or turn(here, floor, least) >= 0:
            floor = least
    return len(ready), ready[-1]


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
