"""Cases for the delayed conversions: what is known at `now`, waits from nothing to years, and many clicks of few kinds."""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

MAX_ROWS = 20_000
MAX_TIME = 10**9
MAX_ITERATIONS = 2_000

Row = tuple[str, int, int | None]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("clicks", "now", "iterations"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"clicks", "now", "iterations"}:
        raise ValueError("delayed_cvr takes clicks, now and iterations")
    clicks = given["clicks"]
    if type(clicks) is not list or len(clicks) > MAX_ROWS:
        raise ValueError(f"clicks must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(clicks):
        if type(row) is not tuple or len(row) != 3 or type(row[0]) is not str or len(row[0]) > 40:
            raise ValueError(f"clicks[{number}] must be a tuple (campaign, clicked_at, converted_at)")
        times = [row[1], 0 if row[2] is None else row[2]]
        if any(type(time) is not int or abs(time) > MAX_TIME for time in times):
            raise ValueError(f"clicks[{number}]: a time must be an integer of at most {MAX_TIME}")
    if type(given["now"]) is not int or abs(given["now"]) > MAX_TIME:
        raise ValueError(f"now must be an integer of at most {MAX_TIME}")
    if type(given["iterations"]) is not int or abs(given["iterations"]) > MAX_ITERATIONS:
        raise ValueError(f"iterations must be an integer of at most {MAX_ITERATIONS}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _fit(rng), _now(rng), _range(), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("fit", note, _history(rng, 80, 4, 200, 30), 200, rng.randint(2, 30))
    yield _case("now", note, _history(rng, 80, 4, 200, 30), 120, rng.randint(2, 30))


def _case(group: str, note: str, clicks: list[Row], now: int, iterations: int) -> Case:
    return Case(args=(clicks, now, iterations), group=group, note=note)


def _history(rng: random.Random, rows: int, campaigns: int, hours: int, mean_delay: float) -> list[Row]:
    """Clicks over `hours`; some campaigns are old, some new; conversions of any later hour are in the table."""
    kinds = [(f"c{n}", rng.uniform(0.05, 0.6), rng.choice([0, 0, hours // 2])) for n in range(campaigns)]
    clicks: list[Row] = [("c0", 0, 3)]
    for _ in range(rows - 1):
        name, rate, start = rng.choice(kinds)
        clicked = rng.randint(start, hours)
        delay = 1 + int(rng.expovariate(1 / mean_delay))
        clicks.append((name, clicked, clicked + delay if rng.random() < rate else None))
    return clicks


def _samples() -> Iterator[Case]:
    rows = [("b", 6, 7), ("a", 0, 4), ("a", 2, None), ("b", 8, None), ("a", 9, 12)]
    yield _case("samples", "the sample of the statement", rows, 10, 1)
    yield _case("samples", "several steps", rows, 14, 5)


def _fit(rng: random.Random) -> Iterator[Case]:
    rows = [("x", 0, 3), ("x", 1, None), ("x", 4, 6), ("x", 7, None), ("y", 2, 9), ("y", 8, None)]
    for iterations in (0, 1, 2, 10):
        yield _case("fit", f"two campaigns, {iterations} steps", rows, 10, iterations)
    old_new = [("old", at, at + 2 if at % 3 == 0 else None) for at in range(30)]
    old_new += [("new", at, at + 1 if at == 57 else None) for at in range(52, 60)]
    yield _case("fit", "an old campaign and one whose clicks are fresh", old_new, 60, 50)
    none = [("a", 0, 5), ("a", 3, None), ("b", 2, None), ("b", 9, None), ("c", 8, None)]
    yield _case("fit", "campaigns without a conversion", none, 10, 20)
    same = [("a", 1, 4), ("a", 1, 4), ("a", 2, None), ("a", 2, None), ("b", 2, None), ("a", 1, 5)]
    yield _case("fit", "equal rows count each", same, 6, 3)
    order = [("b", 1, 4), ("B", 1, None), ("10", 2, 5), ("9", 3, None), ("", 0, 2)]
    yield _case("fit", "campaigns come out in order of strings", order, 7, 4)
    yield _case("fit", "everyone converted", [("a", 1, 4), ("b", 3, 5), ("a", 2, 9)], 9, 3)
    yield _case("fit", "two hundred clicks, ten steps", _history(rng, 200, 6, 400, 40), 400, 10)
    yield _case("fit", "two hundred clicks, three hundred steps", _history(rng, 200, 6, 400, 90), 400, 300)


def _now(rng: random.Random) -> Iterator[Case]:
    base: list[Row] = [("a", 0, 4), ("a", 5, None), ("b", 3, 6)]
    yield _case("now", "a conversion after now", [*base, ("b", 7, 13), ("a", 2, 11)], 10, 2)
    yield _case("now", "a conversion at now", [*base, ("b", 7, 10), ("a", 2, 10)], 10, 2)
    yield _case("now", "a click after now", [*base, ("b", 11, None), ("a", 12, 15)], 10, 2)
    yield _case("now", "a click at now", [*base, ("b", 10, None), ("a", 10, 12)], 10, 2)
    yield _case("now", "a campaign that begins after now", [*base, ("c", 11, 12), ("c", 30, None)], 10, 2)
    yield _case("now", "most of the table lies in the future", _history(rng, 150, 5, 300, 60), 80, 8)
    past = [(campaign, at - 500, done and done - 500) for campaign, at, done in _history(rng, 60, 3, 90, 20)]
    yield _case("now", "hours below zero", past, -430, 6)


def _range() -> Iterator[Case]:
    long = [("a", 0, 2), ("a", 1, None), ("a", 9_000, 9_001), ("b", 4_000, None), ("b", 8_999, None)]
    yield _case("range", "waits of thousands of delays", long, 9_001, 5)
    yield _case("range", "waits at the bounds of time", [*long, ("c", -MAX_TIME, None)], MAX_TIME, 3)
    still = [("a", 0, 1), ("a", 3, None), ("b", 5, None), ("b", 5, None), ("a", 5, None)]
    yield _case("range", "clicks that have not waited at all", still, 5, 40)
    sure = [("a", 0, 50), ("a", 1, 90), ("b", 99, 100), ("b", 98, 99), ("b", 97, None), ("b", 100, None)]
    yield _case("range", "a rate that goes to one", sure, 100, 200)
    never = [("a", 0, 1), ("a", 1, 3), ("a", 2, 3), *[("b", at, None) for at in range(0, 300, 20)]]
    yield _case("range", "a rate that goes to zero", never, 400, 200)
    slow = [("a", 0, 10**6), ("b", 5 * 10**5, None), ("b", 10, None), ("a", 9 * 10**5, None)]
    yield _case("range", "one slow conversion", slow, 10**6, 25)


def _errors() -> Iterator[Case]:
    rows: list[Row] = [("a", 0, 4), ("a", 5, None)]
    refused = {
        "iterations is negative": (rows, 10, -1),
        "a conversion at its click": ([*rows, ("b", 3, 3)], 10, 1),
        "a conversion before its click": ([*rows, ("b", 3, 2)], 10, 1),
        "a conversion before its click, both after now": ([*rows, ("b", 30, 20)], 10, 1),
        "no rows": ([], 10, 1),
        "no conversion in the table": ([("a", 0, None)], 10, 0),
        "no conversion known yet": ([("a", 0, 11), ("b", 12, 13)], 10, 1),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "20 000 clicks of few kinds", _history(rng, MAX_ROWS, 3, 60, 15), 60, MAX_ITERATIONS)
    clicks = [(campaign, at // 6 * 6, done) for campaign, at, done in _history(rng, 15_000, 40, 90, 30)]
    yield _case("scale", "forty campaigns", clicks, 90, 200)
