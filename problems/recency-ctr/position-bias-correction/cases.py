"""Cases for the position correction: small ones that each catch a mistake, and fits over thousands of positions."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import gcd, inf, isfinite, nan

from readyroom import Case

MAX_ROWS = 20_000
MAX_POSITION = 10**6
MAX_CLIP = 1e6

Row = tuple[str, int, int, int]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("logs", "clip", "propensity"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 3 or given.keys() != {"logs", "clip", "propensity"}:
        raise ValueError("corrected_ctr takes logs, clip and propensity")
    logs, clip, propensity = given["logs"], given["clip"], given["propensity"]
    if type(logs) is not list or len(logs) > MAX_ROWS:
        raise ValueError(f"logs must be a list of at most {MAX_ROWS} rows")
    for number, row in enumerate(logs):
        if type(row) is not tuple or [type(field) for field in row] != [str, int, int, int]:
            raise ValueError(f"logs[{number}] must be a tuple (item, position, clicked, shuffled)")
        if len(row[0]) > 40 or not 1 <= row[1] <= MAX_POSITION or {row[2], row[3]} - {0, 1}:
            raise ValueError(f"logs[{number}]: item, position or a flag is out of bounds")
    if type(clip) not in (int, float) or (isfinite(clip) and clip > MAX_CLIP):
        raise ValueError(f"clip must be a number of at most {MAX_CLIP:g}")
    if propensity is not None and type(propensity) is not dict:
        raise ValueError("propensity must be a dict or None")
    for position, theta in (propensity or {}).items():
        if type(position) is not int or type(theta) not in (int, float):
            raise ValueError("propensity must hold numbers by position")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _given(rng), _fitted(rng), _edges(), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    theta = {position: rng.randint(1, 20) / 20 for position in range(1, 9)}
    yield _case("given", note, _traffic(rng, 120, 6, 8), rng.uniform(1, 9), theta)
    yield _case("fitted", note, _traffic(rng, 300, 6, 12), rng.uniform(1, 9), None)


def _case(group: str, note: str, logs: list[Row], clip: float, propensity: dict[int, float] | None) -> Case:
    return Case(args=(logs, clip, propensity), group=group, note=note)


def _rows(item: str, position: int, clicks: int, rows: int, shuffled: int = 1) -> list[Row]:
    return [(item, position, int(n < clicks), shuffled) for n in range(rows)]


def _shares(*counts: tuple[int, int]) -> list[Row]:
    """Shuffled rows with (clicks, rows) at positions 1, 2, …; items take turns, so that each has some."""
    logs: list[Row] = []
    for position, (clicks, rows) in enumerate(counts, 1):
        logs += [("abc"[(n + position) % 3], position, int(n < clicks), 1) for n in range(rows)]
    return logs


def _traffic(rng: random.Random, rows: int, items: int, positions: int) -> list[Row]:
    """Rows of the model itself; what is not shuffled shows good items at the top."""
    rates = sorted((rng.random() for _ in range(items)), reverse=True)
    logs: list[Row] = []
    for _ in range(rows):
        number, shuffled = rng.randrange(items), int(rng.random() < 0.6)
        low = 1 if shuffled else 1 + number * positions // (2 * items)
        position = rng.randint(low, positions)
        looked = rng.random() < position**-0.7
        logs.append((f"v{number}", position, int(looked and rng.random() < rates[number]), shuffled))
    return [*logs, ("v0", 1, 1, 1)]


def _samples() -> Iterator[Case]:
    logs = [("a", 1, 1, 0), ("a", 3, 0, 0), ("b", 3, 1, 0), ("b", 3, 0, 1), ("b", 1, 1, 0)]
    yield _case("samples", "given propensities", logs, 2.0, {1: 1.0, 3: 0.25})
    logs = [("a", 1, 1, 1), ("b", 1, 1, 1), ("b", 2, 0, 1), ("a", 2, 0, 1), ("a", 3, 1, 1), ("b", 3, 0, 1)]
    yield _case("samples", "fitted propensities", [*logs, ("b", 5, 1, 0)], 3.0, None)


def _given(rng: random.Random) -> Iterator[Case]:
    theta = {1: 1.0, 2: 0.5, 3: 0.2, 4: 0.1, 9: 0.05}
    logs = _rows("a", 1, 2, 5) + _rows("a", 3, 1, 6) + _rows("b", 4, 1, 4, 0) + _rows("b", 2, 1, 3, 0)
    yield _case("given", "nothing is clipped", logs, 100.0, theta)
    yield _case("given", "clipped at some positions", logs, 4.0, theta)
    yield _case("given", "clipped exactly at the weight of a position", logs, 5.0, theta)
    yield _case("given", "clip is one: clicks over expected clicks", logs, 1, theta)
    same = _rows("a", 3, 1, 4, 0) + _rows("b", 1, 0, 3, 1) + _rows("c", 4, 2, 2, 1)
    yield _case("given", "shuffled rows do not matter when propensities are given", same, 8.0, theta)
    order = [("b", 2, 1, 0), ("B", 2, 0, 0), ("10", 3, 1, 0), ("9", 1, 1, 0), ("", 2, 1, 1), ("b", 9, 0, 0)]
    yield _case("given", "items come out in order of strings", order, 7.5, theta)
    yield _case("given", "propensities that do not fall", logs, 3.0, {1: 0.4, 2: 1, 3: 0.7, 4: 0.9})
    yield _case("given", "no rows", [], 3.0, theta)
    theta = {position: rng.randint(1, 50) / 50 for position in range(1, 16)}
    yield _case("given", "traffic over fifteen positions", _traffic(rng, 400, 12, 15), 6.0, theta)


def _fitted(rng: random.Random) -> Iterator[Case]:
    yield _case("fitted", "shares that fall", _shares((5, 6), (3, 6), (1, 6)), 10.0, None)
    yield _case(
        "fitted", "two positions pooled, of different size", _shares((5, 6), (1, 9), (2, 4)), 10.0, None
    )
    yield _case("fitted", "pooled at the top", _shares((2, 6), (4, 5), (1, 8), (0, 1)), 10.0, None)
    yield _case(
        "fitted", "a pool that reaches back", _shares((8, 8), (4, 8), (3, 8), (7, 9), (1, 9)), 10.0, None
    )
    yield _case("fitted", "shares that rise", _shares((1, 9), (2, 6), (3, 4), (5, 5)), 10.0, None)
    yield _case("fitted", "equal shares", _shares((2, 6), (1, 3), (3, 9), (1, 9)), 10.0, None)
    dip = _shares((9, 10), (3, 10), (6, 10), (2, 10), (4, 10), (1, 10))
    yield _case("fitted", "dips: pooled, not cut off", dip, 10.0, None)
    yield _case("fitted", "clipped", dip, 2.0, None)
    biased = [*_rows("a", 1, 6, 6, 0), *_rows("b", 3, 5, 6, 0), *_shares((3, 6), (1, 6), (1, 9))]
    yield _case("fitted", "other rows count for rates, not for the fit", biased, 10.0, None)
    mixed = _shares((4, 6), (2, 6), (2, 8))
    rng.shuffle(mixed)
    far = [(item, 10 * position**3, clicked, drawn) for item, position, clicked, drawn in mixed]
    yield _case("fitted", "positions far apart, rows in no order", far, 10.0, None)
    yield _case("fitted", "traffic over twenty positions", _traffic(rng, 900, 9, 20), 5.0, None)
    yield _case("fitted", "little traffic over many positions", _traffic(rng, 200, 5, 60), 3.0, None)


def _edges() -> Iterator[Case]:
    base = [*_rows("a", 2, 3, 4), *_rows("a", 5, 2, 4), *_rows("b", 9, 1, 5)]
    between = [("b", 3, 1, 0), ("b", 4, 0, 0), ("c", 6, 1, 0), ("c", 8, 1, 0), ("c", 20, 1, 0)]
    yield _case("edges", "between and below the positions with shuffled rows", base + between, 9.0, None)
    above = [("c", 1, 1, 0), ("b", 1, 0, 0), ("b", 5, 1, 0)]
    yield _case("edges", "above the first position with shuffled rows", base + above, 9.0, None)
    tail = [*_rows("a", 1, 2, 4), *_rows("b", 4, 0, 3), *_rows("c", 5, 0, 2)]
    yield _case("edges", "nobody looks there: no rate", tail, 7.0, None)
    seen = [*tail, ("b", 5, 1, 0), ("c", 1, 0, 0), ("c", 7, 1, 0), ("d", 6, 1, 0)]
    yield _case("edges", "clicks where nobody looks", seen, 7.0, None)
    yield _case("edges", "the only shuffled row", [("a", 3, 1, 1), ("b", 1, 0, 0), ("a", 7, 1, 0)], 2.0, None)
    late = [*_rows("a", 1, 0, 4), *_rows("b", 2, 1, 2), *_rows("c", 3, 0, 5)]
    yield _case("edges", "no click at the top", late, 6.0, None)
    yield _case("edges", "no rows, nothing given", [], 1.0, None)
    yield _case(
        "edges",
        "a propensity too small for its inverse",
        [("a", 1, 1, 0), ("b", 2, 0, 0)],
        4.0,
        {1: 5e-324, 2: 1e-300},
    )


def _errors() -> Iterator[Case]:
    logs, theta = _shares((3, 4), (1, 4)), {1: 1.0, 2: 0.5}
    refused = {
        "clip is below 1": (logs, 0.999, theta),
        "clip is negative, and no rows": ([], -2.0, None),
        "clip is NaN": (logs, nan, theta),
        "clip is infinite": (logs, inf, None),
        "a propensity is 0": (logs, 2.0, {**theta, 3: 0.0}),
        "a propensity is above 1": (logs, 2.0, {**theta, 2: 1.001}),
        "a propensity is negative, and no rows": ([], 2.0, {7: -0.5}),
        "a propensity is NaN": (logs, 2.0, {**theta, 1: nan}),
        "a position without a propensity": (logs, 2.0, {1: 1.0, 3: 0.5}),
        "no propensities at all": (logs, 2.0, {}),
        "no shuffled row": (_rows("a", 1, 2, 4, 0), 2.0, None),
        "no shuffled row was clicked": (_rows("a", 1, 2, 4, 0) + _rows("b", 1, 0, 3), 2.0, None),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "20 000 positions, hundreds of pools", _staircase(rng), 50.0, None)
    logs = [
        (f"v{rng.randrange(12_000)}", rng.randint(1, 30), int(rng.random() < 0.3), rng.randint(0, 1))
        for _ in range(MAX_ROWS)
    ]
    yield _case("scale", "20 000 rows of some 10 000 items", logs, 5.0, None)


def _staircase(rng: random.Random) -> list[Row]:
    """One row per position: shares fall from step to step, and rise within each, so that each becomes one pool."""
    steps = sorted(
        ((a, q) for q in range(1, 47) for a in range(1, q) if gcd(a, q) == 1), key=lambda s: -s[0] / s[1]
    )
    flags = [flag for clicks, rows in steps for flag in [0] * (rows - clicks) + [1] * clicks]
    return [(f"v{rng.randrange(40)}", n, flag, 1) for n, flag in enumerate(flags[:MAX_ROWS], 1)]
