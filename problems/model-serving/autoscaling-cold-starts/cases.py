"""Cases for the autoscaler: load traces that each show one misread rule, and long ones for speed."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

NAMES = (
    "arrivals",
    "capacity",
    "target",
    "min_replicas",
    "max_replicas",
    "warm_up",
    "up_window",
    "down_window",
)
MAX_TICKS = 30_000
MAX_ARRIVALS = 10**9
MAX_CAPACITY = 10**6
MAX_REPLICAS = 10**6
MAX_WINDOW = 10**6


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (settings to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or set(given) != set(NAMES):
        raise ValueError(f"autoscale takes {', '.join(NAMES)}")
    arrivals = given["arrivals"]
    if type(arrivals) is not list or len(arrivals) > MAX_TICKS:
        raise ValueError(f"arrivals must be a list of at most {MAX_TICKS} ticks")
    for tick, count in enumerate(arrivals):
        _whole(f"arrivals[{tick}]", count, 0, MAX_ARRIVALS)
    _whole("capacity", given["capacity"], 1, MAX_CAPACITY)
    _whole("target", given["target"], -1_000, 1_000)
    _whole("warm_up", given["warm_up"], 0, MAX_WINDOW)
    for name in ("min_replicas", "max_replicas"):
        _whole(name, given[name], -MAX_REPLICAS, MAX_REPLICAS)
    for name in ("up_window", "down_window"):
        _whole(name, given[name], -MAX_WINDOW, MAX_WINDOW)


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _load(rng)
    yield from _warm_up(rng)
    yield from _windows(rng)
    yield from _bounds()
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("load", note, _waves(rng, 60, 90), 10, 70, (1, 12), 0, 1, 1)
    yield _case("warm-up", note, _waves(rng, 80, 90), 10, 60, (0, 20), rng.randint(2, 5), 1, 2)
    yield _case("windows", note, _waves(rng, 80, 90), 7, 80, (0, 20), 1, rng.randint(2, 4), rng.randint(3, 6))


def _case(
    group: str,
    note: str,
    arrivals: list[int],
    capacity: int,
    target: int,
    replicas: tuple[int, int],
    warm_up: int,
    up_window: int = 1,
    down_window: int = 1,
) -> Case:
    args = (arrivals, capacity, target, *replicas, warm_up, up_window, down_window)
    return Case(args=args, group=group, note=note)


def _waves(rng: random.Random, ticks: int, top: int) -> list[int]:
    """Traffic that stays a while at a level, jumps to another, and sometimes stops."""
    arrivals: list[int] = []
    while len(arrivals) < ticks:
        level = rng.choice([0, rng.randint(1, top), rng.randint(1, top)])
        arrivals += [
            max(0, level + rng.randint(-top // 9, top // 9) * (level > 0)) for _ in range(rng.randint(1, 7))
        ]
    return arrivals[:ticks]


def _samples() -> Iterator[Case]:
    arrivals = [4, 0, 30, 30, 6, 0, 0, 0, 0]
    yield _case("samples", "the sample of the statement", arrivals, 10, 50, (0, 8), 1, 1, 3)
    yield _case("samples", "steady load at the target", [7, 7, 7, 8, 7], 10, 70, (1, 4), 0)


def _load(rng: random.Random) -> Iterator[Case]:
    yield _case("load", "what is not served waits", [9, 9, 9, 0, 0, 0], 5, 100, (1, 1), 0)
    yield _case("load", "the backlog counts in the recommendation", [40, 0, 0, 0], 10, 100, (1, 9), 0)
    yield _case(
        "load", "exactly at the target, and one request more", [14, 15, 14, 16, 21, 22], 10, 70, (1, 9), 0
    )
    # 3 * 0.7 is a little less than 2.1 as a float, so 21 / 2.1 would come out above 10.
    yield _case("load", "a quotient that floats round up", [21, 21, 42, 63, 21], 3, 70, (0, 99), 0)
    yield _case(
        "load", "more than the largest number of replicas serves", [50, 50, 50, 0, 0, 0], 6, 80, (1, 3), 0
    )
    yield _case("load", "never below the smallest number", [0, 90, 0, 0, 90, 0], 10, 90, (3, 9), 0)
    yield _case("load", "beyond the target by a hundredth of a request", [1, 1, 1, 0], 3, 33, (1, 9), 0)
    yield _case("load", "a target of one percent", [1, 1, 2, 0], 100, 1, (1, 9), 0)
    yield _case("load", "a capacity of one", [3, 5, 2, 0, 1], 1, 60, (1, 20), 0)
    yield _case("load", "waves", _waves(rng, 80, 120), 12, 65, (1, 14), 0)


def _warm_up(rng: random.Random) -> Iterator[Case]:
    yield _case("warm-up", "no warm-up: ready in the next tick", [30, 30, 30], 10, 100, (1, 9), 0)
    yield _case("warm-up", "three ticks", [30, 30, 30, 30, 30, 30], 10, 100, (1, 9), 3)
    yield _case(
        "warm-up", "the first replica needs three ticks", [10, 10, 10, 10, 10, 10, 10], 10, 100, (0, 9), 3
    )
    yield _case(
        "warm-up", "who warms up is not started again", [10, 20, 20, 20, 20, 20, 20], 10, 50, (1, 9), 3
    )
    two = [10, 30, 60, 40, 40, 40, 40, 40, 40]
    yield _case("warm-up", "the youngest are stopped first", two, 100, 10, (1, 9), 3)
    anew = [10, 30, 10, 30, 30, 30, 30, 30, 30]
    yield _case("warm-up", "stopped while warming up, started anew", anew, 100, 10, (1, 9), 3)
    part = [10, 60, 36, 36, 36, 36, 36, 60, 60]
    yield _case("warm-up", "part of a group is stopped", part, 60, 20, (1, 9), 3)
    through = [30, 0, 0, 0, 45, 10, 10, 10, 45, 45, 45, 45]
    yield _case("warm-up", "stops go through the warming into the ready", through, 10, 50, (0, 9), 2)
    yield _case("warm-up", "longer than the trace", [50, 50, 50, 50], 10, 50, (1, 20), 10**6)
    yield _case("warm-up", "two groups on their way", [20, 40, 60, 60, 60, 60, 60, 60], 20, 100, (1, 20), 2)
    yield _case("warm-up", "waves", _waves(rng, 120, 120), 10, 70, (0, 30), 4, 1, 3)


def _windows(rng: random.Random) -> Iterator[Case]:
    dip = [60, 60, 0, 60, 60, 0, 0, 60, 0, 0, 0, 0]
    yield _case("windows", "a dip shorter than the window", dip, 10, 100, (1, 9), 0, 1, 3)
    spike = [10, 50, 10, 50, 50, 10, 50, 50, 50, 10]
    yield _case("windows", "a spike shorter than the window", spike, 50, 20, (1, 9), 0, 3, 1)
    yield _case(
        "windows",
        "down to the highest of the window",
        [90, 90, 70, 50, 30, 10, 10, 10],
        10,
        100,
        (1, 9),
        0,
        1,
        3,
    )
    yield _case(
        "windows", "up to the lowest of the window", [10, 30, 50, 70, 90, 90, 90], 100, 10, (1, 9), 0, 3, 1
    )
    both = [10, 60, 60, 60, 20, 20, 60, 20, 20, 20, 90, 90, 90]
    yield _case("windows", "both windows", both, 100, 10, (1, 9), 0, 2, 3)
    yield _case(
        "windows", "fewer recommendations than the window", [80, 80, 10, 10, 10], 100, 10, (2, 9), 0, 9, 9
    )
    yield _case(
        "windows",
        "between low and high nothing changes",
        [50, 50, 30, 70, 30, 70, 30, 70],
        100,
        10,
        (5, 9),
        0,
        2,
        2,
    )
    yield _case("windows", "windows of one", [10, 80, 30, 50, 20], 100, 10, (1, 9), 0, 1, 1)
    yield _case("windows", "waves and a long way down", _waves(rng, 120, 100), 100, 9, (0, 15), 1, 2, 7)
    yield _case("windows", "waves and a long way up", _waves(rng, 120, 100), 100, 9, (1, 15), 1, 5, 2)


def _bounds() -> Iterator[Case]:
    yield _case("bounds", "no ticks", [], 10, 70, (2, 5), 1)
    yield _case("bounds", "no traffic, and nothing needed", [0, 0, 0], 10, 70, (0, 5), 1)
    yield _case(
        "bounds", "to zero after a whole window of nothing", [9, 9, 0, 0, 0, 0, 0], 10, 90, (0, 5), 0, 1, 4
    )
    yield _case(
        "bounds", "from zero at once, whatever the window", [0, 0, 0, 25, 25, 25], 10, 100, (0, 5), 1, 3, 1
    )
    again = [12, 0, 0, 0, 12, 12, 0, 0]
    yield _case("bounds", "from zero to the recommendation, not to one", again, 4, 100, (0, 9), 0, 2, 2)
    yield _case("bounds", "a fixed number of replicas", [0, 99, 0], 10, 70, (4, 4), 2)
    huge = [MAX_ARRIVALS, MAX_ARRIVALS, 0, 7]
    yield _case(
        "bounds", "the largest numbers", huge, 1, 1, (MAX_REPLICAS, MAX_REPLICAS), 0, MAX_WINDOW, MAX_WINDOW
    )
    yield _case("bounds", "a target of a hundred percent", [10, 11, 0], 10, 100, (1, 2), 0)
    for note, target, replicas, up, down in (
        ("target is zero", 0, (1, 2), 1, 1),
        ("target is above a hundred", 101, (1, 2), 1, 1),
        ("min_replicas is negative", 50, (-1, 2), 1, 1),
        ("min_replicas is above max_replicas", 50, (3, 2), 1, 1),
        ("max_replicas is zero", 50, (0, 0), 1, 1),
        ("up_window is zero", 50, (1, 2), 0, 1),
        ("down_window is zero", 50, (1, 2), 1, 0),
    ):
        for arrivals in ([], [5]) if target == 0 else ([],):
            args = (arrivals, 10, target, *replicas, 1, up, down)
            yield Case(args=args, group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    calm = [rng.randint(500, 900) for _ in range(MAX_TICKS)]
    yield _case("scale", "30 000 ticks and long windows", calm, 10, 70, (0, 500), 30, 15_000, 15_000)
    falling = [max(0, 30_000 - tick + rng.randint(-50, 50)) for tick in range(MAX_TICKS)]
    yield _case("scale", "a load that falls all day", falling, 10, 80, (1, MAX_REPLICAS), 60, 1, 9_000)
    jumps = [rng.choice([0, MAX_REPLICAS // 2, MAX_REPLICAS - 1]) for _ in range(3_000)]
    yield _case("scale", "a million replicas come and go", jumps, 1, 100, (0, MAX_REPLICAS), 5)
    climb = [tick * 3 for tick in range(10_000)]
    yield _case("scale", "thousands of starts under way", climb, 3, 90, (0, MAX_REPLICAS), 5_000)
