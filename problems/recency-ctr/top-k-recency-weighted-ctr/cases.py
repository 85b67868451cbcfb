"""Cases for the recency-weighted CTR. Every case is checked here to have one order, whichever way it is summed."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from math import inf, isfinite, log, nan

from readyroom import Case

MAX_ROWS = 40_000
MAX_ITEMS = 6_000
MAX_TIME = 10**12
MAX_K = 10**9
MAX_LAM = 1_000.0

Row = tuple[int, str, int]
EXACT = Context(prec=60, Emin=MIN_EMIN, Emax=MAX_EMAX)
NOTHING = Decimal("1e-40")  # closer than this at 60 digits: equal as real numbers
NEAR = Decimal("3e-9")  # closer than this: the edge of rounding to nine decimals may lie between


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("logs", "k", "lam"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"logs", "k", "lam"}:
        raise ValueError("top_k_recency_weighted_ctr takes logs, k and lam")
    logs, k, lam = given["logs"], given["k"], given["lam"]
    if type(logs) is not list or len(logs) > MAX_ROWS:
        raise ValueError(f"logs must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(logs):
        if type(row) is not tuple or [type(field) for field in row] != [int, str, int]:
            raise ValueError(f"logs[{number}] must be a tuple (timestamp, item, clicked) of int, str, int")
        if abs(row[0]) > MAX_TIME or len(row[1]) > 40 or abs(row[2]) > 9:
            raise ValueError(f"logs[{number}]: timestamp, item or clicked is out of bounds")
    if len({row[1] for row in logs}) > MAX_ITEMS:
        raise ValueError(f"logs may hold at most {MAX_ITEMS} items")
    if type(k) is not int or abs(k) > MAX_K:
        raise ValueError(f"k must be an integer of at most {MAX_K}")
    if type(lam) not in (int, float) or (isfinite(lam) and lam > MAX_LAM):
        raise ValueError(f"lam must be a number of at most {MAX_LAM:g}")


def clear(logs: list[Row], lam: float) -> bool:
    """Whether neighbours in the order are apart, or equal, beyond what rounding and summation can blur."""
    with localcontext(EXACT):
        rates = _exact(logs, lam)
        order = sorted(rates, key=lambda item: (*(-round(value, 9) for value in rates[item]), item))
        return all(_apart(rates[x], rates[y]) for x, y in zip(order, order[1:], strict=False))


def _exact(logs: list[Row], lam: float) -> dict[str, tuple[Decimal, Decimal]]:
    """CTR and logarithm of weighted impressions per item, to 60 digits."""
    decay, weights, sums = Decimal(lam), {}, {}
    newest: dict[str, int] = {}
    for time, item, _ in logs:
        newest[item] = max(newest.get(item, time), time)
    for time, item, clicked in logs:
        age = newest[item] - time
        if age not in weights:
            weights[age] = (-decay * age).exp()
        clicks, impressions = sums.get(item, (Decimal(0), Decimal(0)))
        sums[item] = (clicks + clicked * weights[age], impressions + weights[age])
    latest = max(newest.values())
    return {
        item: (clicks / impressions, impressions.ln() - decay * (latest - newest[item]))
        for item, (clicks, impressions) in sums.items()
    }


def _apart(first: tuple[Decimal, Decimal], second: tuple[Decimal, Decimal]) -> bool:
    """Whether `first` stands before `second`, or level with it, as real numbers and in any floating point."""
    rate, mass = first[0] - second[0], first[1] - second[1]
    if rate > NEAR:
        return True
    if rate < -NOTHING or any(_on_edge(value[0], Decimal("5e-12")) for value in (first, second)):
        return False
    scale = max(abs(first[1]), abs(second[1]), Decimal(1))
    if mass > NEAR + scale * Decimal("1e-14"):
        return True  # the rates agree to nine decimals, and both ways the second key says the same
    blurred = any(_on_edge(value[1], scale * Decimal("5e-12")) for value in (first, second))
    return abs(mass) < NOTHING and abs(rate) < NOTHING and not blurred


def _on_edge(value: Decimal, margin: Decimal) -> bool:
    scaled = abs(value) * 10**9
    return abs(scaled - int(scaled) - Decimal("0.5")) <= margin * 10**9


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _basics(rng)
    yield from _ties(rng)
    yield from _bounds()
    yield from _old(rng)
    yield from _scale(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn("basics", note, 4, 0.3, lambda: _random_rows(rng, 60, 8, [0], 12))
    yield _drawn("ties", note, 9, 0.0, lambda: _random_rows(rng, 30, 9, [0], 5))
    yield _drawn("old", note, 9, 1.25, lambda: _random_rows(rng, 60, 9, [0, 600, 5_000, 90_000], 4))


def _case(group: str, note: str, k: int, lam: float, logs: list[Row]) -> Case:
    if not clear(logs, lam):
        raise ValueError(f"{group}, {note}: the order hangs on the last digits")
    return Case(args=(logs, k, lam), group=group, note=note)


def _drawn(group: str, note: str, k: int, lam: float, draw: Callable[[], list[Row]]) -> Case:
    """Draw until the order is clear, which nearly every draw is."""
    logs = draw()
    while not clear(logs, lam):
        logs = draw()
    return _case(group, note, k, lam, logs)


def _refused(note: str, k: int, lam: float, logs: list[Row]) -> Case:
    return Case(args=(logs, k, lam), group="bounds", note=note, raises="ValueError")


def _history(item: str, newest: int, *seen: tuple[int, int]) -> list[Row]:
    """Rows of one item from (age, clicked) pairs."""
    return [(newest - age, item, clicked) for age, clicked in seen]


def _random_rows(rng: random.Random, rows: int, items: int, ages: list[int], spread: int) -> list[Row]:
    """Rows in no order; each item lies around an age of its own, within `spread`, and has its own rate."""
    known = [
        (f"v{number}", rng.choice(ages), rng.random()) for number in rng.sample(range(20 * items), items)
    ]
    logs: list[Row] = []
    for _ in range(rows):
        item, age, rate = rng.choice(known)
        logs.append((100_000 - age - rng.randint(0, spread), item, int(rng.random() < rate)))
    return logs


def _samples() -> Iterator[Case]:
    rows = [(10, "a", 1), (8, "a", 0), (10, "b", 1), (9, "b", 0), (8, "c", 1)]
    yield _case("samples", "the sample of the statement", 2, log(2), rows)
    rows = [(3, "x", 0), (1, "y", 1), (2, "x", 1), (1, "x", 0), (2, "z", 0)]
    yield _case("samples", "no decay, and fewer items than k", 5, 0.0, rows)


def _basics(rng: random.Random) -> Iterator[Case]:
    rows = _history("late", 50, (0, 1), (6, 0), (7, 0)) + _history("early", 50, (0, 0), (6, 1), (7, 1))
    yield _case("basics", "a new click outweighs old ones", 2, 0.2, rows)
    rows = [(5, "a", 1), (5, "a", 1), (5, "a", 1), (5, "a", 0), (5, "b", 1), (4, "b", 0), (5, "b", 1)]
    yield _case("basics", "equal rows count each", 2, 0.5, rows)
    rows = [(9, "a", 0), (3, "a", 1), (5, "b", 1), (9, "b", 0), (1, "b", 1), (7, "a", 1)]
    yield _case("basics", "rows in no order of time", 2, 0.4, rows)
    yield _drawn("basics", "eight items", 5, 0.15, lambda: _random_rows(rng, 120, 8, [0], 30))


def _ties(rng: random.Random) -> Iterator[Case]:
    sure = (
        _history("m", 19, (0, 1), (1, 1))
        + _history("a", 15, (0, 1), (0, 1), (0, 1))
        + _history("z", 20, (0, 1))
    )
    yield _case("ties", "always clicked: the sum of weights decides", 3, 0.3, sure)
    never = _history("d", 20, (0, 0), (1, 0)) + _history("c", 20, (0, 0)) + _history("b", 17, *[(0, 0)] * 3)
    yield _case("ties", "never clicked: the sum of weights decides", 3, 0.25, never)
    half = _history("p", 4, (0, 1), (1, 0)) + _history("q", 4, (0, 1), (2, 0), (3, 1), (3, 0))
    yield _case(
        "ties", "no decay: one of two, two of four", 3, 0.0, half + _history("o", 3, (0, 1), (1, 0), (2, 0))
    )
    same = [
        row for item in ("9", "b", "10", "B", "é", "") for row in _history(item, 7, (0, 1), (2, 0), (3, 1))
    ]
    yield _case("ties", "the same history: the string decides", 6, 0.7, same)
    pattern = ((0, 1), (1, 0), (3, 1), (4, 0), (9, 1))
    shifts = list(enumerate(rng.sample(range(40), 30)))
    shifted = [row for number, shift in shifts for row in _history(f"s{number:02}", 100 - shift, *pattern)]
    yield _case("ties", "the same history at other times: newest first", 30, 0.1, shifted)
    close = _history("rare", 8, (0, 0), (193, 1)) + _history("never", 8, *[(0, 0)] * 3)
    close += _history("y", 8, (0, 1), (193, 1)) + _history("x", 8, (0, 1))
    yield _case("ties", "not equal: they differ in the ninth decimal", 4, 0.1, close)
    tenth = _history("rare", 8, (0, 0), (220, 1)) + _history("never", 8, *[(0, 0)] * 3)
    tenth += _history("y", 8, (0, 1), (220, 1)) + _history("x", 8, (0, 1))
    # Not for clear(): by real numbers the order would be another. Rounding decides, and its edge is far off.
    yield Case(args=(tenth, 4, 0.1), group="ties", note="equal: they differ in the tenth decimal")
    yield _drawn("ties", "few rows without decay", 12, 0.0, lambda: _random_rows(rng, 40, 12, [0], 9))


def _bounds() -> Iterator[Case]:
    row = [(1, "a", 1)]
    yield Case(args=([], 3, 0.5), group="bounds", note="no rows")
    yield _case("bounds", "k is one", 1, 0.5, [(4, "b", 1), (4, "a", 1), (3, "c", 0)])
    negative = [(-7, "a", 0), (-9, "a", 1), (-8, "b", 1)]
    yield _case("bounds", "largest k, negative timestamps", MAX_K, 0.5, negative)
    yield _refused("k is zero", 0, 0.5, row)
    yield _refused("k is negative, and no rows", -1, 0.5, [])
    yield _refused("lam is negative, and no rows", 2, -1e-9, [])
    yield _refused("lam is NaN", 2, nan, row)
    yield _refused("lam is infinite", 2, inf, row)
    yield _refused("a clicked is 2", 2, 0.5, [*row, (0, "b", 2)])
    yield _refused("a clicked is negative", 2, 0.5, [(0, "b", -1), *row])


def _old(rng: random.Random) -> Iterator[Case]:
    fresh_rows = _history("new", 2_000, (0, 1), (1, 0), (2, 1)) + _history("now", 2_000, (0, 0), (1, 1))
    yield _case("old", "one click, 2000 units ago", 3, 1.0, fresh_rows + [(0, "old", 1)])
    mixed = _history("old", 0, (0, 1), (1, 0)) + _history("older", -50, (0, 0), (1, 1)) + fresh_rows
    yield _case("old", "clicks and none, 2000 units ago", 4, 1.0, mixed)
    fading = _history("f", 2_000 - 739, (0, 1), (1, 1), (2, 0), (3, 1), (4, 0))
    fading += _history("g", 2_000 - 742, (0, 0), (1, 1), (1, 1)) + _history("h", 2_000 - 716, (0, 1), (2, 0))
    yield _case("old", "740 units ago, where weights lose their digits", 5, 1.0, fading + fresh_rows)
    ages = (1_500, 900, 3_000, 2_000, 800)
    sure = [row for item, age in zip("abcde", ages, strict=True) for row in _history(item, -age, (0, 1))]
    yield _case("old", "old and always clicked: the newer first", 6, 1.0, [(0, "t", 0), *sure])
    never = [
        row for item, age in zip("abcde", ages, strict=True) for row in _history(item, -age, (0, 0), (1, 0))
    ]
    yield _case("old", "old and never clicked: the newer first", 6, 2.0, [*never, (0, "t", 1)])
    many = (
        _history("u", -1_000, *[(0, 1)] * 3)
        + _history("v", -999, (0, 1))
        + _history("w", -1_000, *[(0, 1)] * 2)
    )
    yield _case("old", "old: three impressions beat one that is newer", 4, 1.0, [(0, "t", 0), *many])
    gaps = (
        _history("p", 0, (0, 0), (5_000, 1))
        + _history("q", -1, (5_000, 0), (0, 1))
        + _history("r", -3, (0, 0))
    )
    yield _case("old", "one item with 5000 units between its rows", 3, 1.0, gaps)
    far = (
        _history("x", -MAX_TIME, (0, 1)) + _history("y", MAX_TIME, (0, 0)) + _history("z", 0, (0, 1), (0, 0))
    )
    yield _case("old", "the widest span and the strongest decay", 3, MAX_LAM, far)
    ages = [0, 300, 745, 2_000, 40_000]
    yield _drawn("old", "items of all ages", 20, 0.9, lambda: _random_rows(rng, 200, 20, ages, 5))


def _scale(rng: random.Random) -> Iterator[Case]:
    def rows(items: int, ages: list[int], spread: int) -> list[Row]:
        return _random_rows(rng, MAX_ROWS, items, ages, spread)

    yield _drawn("scale", "40 000 rows of 6 000 items", 50, 0.01, lambda: rows(6_000, [0, 400], 900))
    yield _drawn("scale", "40 000 rows in order of time", 20, 0.002, lambda: sorted(rows(5_000, [0], 4_000)))
    yield _drawn("scale", "40 000 rows of three items", 3, 0.05, lambda: rows(3, [0, 50_000], 800))
