"""Cases for the greedy re-ranking. Every case is checked here to have one answer, whichever way gains are computed."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from math import inf, isfinite, nan
from typing import Any

from readyroom import Case

MAX_CANDIDATES = 4_000
MAX_CHOSEN = 60  # of that many
MAX_DIMENSIONS = 8
MAX_QUALITY = 3
MAX_ALPHA = 0.99
MAX_K = 10**9
NEAR = "3e-9"  # gains closer than this may round to the same nine decimals
ERROR = Decimal("1e-10")  # more than floating point can lose

Vectors = list[list[float]]
NAMES = ("quality", "vectors", "alpha", "k")


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or given.keys() != set(NAMES):
        raise ValueError("rerank takes quality, vectors, alpha and k")
    for name in ("quality", "vectors"):
        if type(given[name]) is not list or len(given[name]) > MAX_CANDIDATES:
            raise ValueError(f"{name} must be a list of at most {MAX_CANDIDATES} entries")
    for q in given["quality"]:
        _number("a quality", q, MAX_QUALITY)
    for vector in given["vectors"]:
        if type(vector) is not list or len(vector) > MAX_DIMENSIONS:
            raise ValueError(f"vectors must be lists of at most {MAX_DIMENSIONS} numbers")
        for part in vector:
            _number("an entry of a vector", part, 1)
    alpha, k = given["alpha"], given["k"]
    _number("alpha", alpha, 9)
    if MAX_ALPHA < alpha < 1:
        raise ValueError(f"alpha may be at most {MAX_ALPHA} where it is valid")
    if type(k) is not int or abs(k) > MAX_K:
        raise ValueError(f"k must be an integer of at most {MAX_K}")
    if min(len(given["quality"]), k) * len(given["quality"]) > MAX_CHOSEN * MAX_CANDIDATES:
        raise ValueError(f"of so many candidates at most {MAX_CHOSEN} may be asked for")


def _number(name: str, value: object, bound: float) -> None:
    if type(value) not in (int, float) or (isfinite(value) and abs(value) > bound):
        raise ValueError(f"{name} must be a number of at most {bound:g} in absolute value")


def clear(quality: list[float], vectors: Vectors, alpha: float, k: int) -> bool:
    """Whether at every step one choice is left, however gains are rounded on the way.

    Small cases in 40 digits; large ones in doubles, and there no two best gains may come near each other.
    """
    exact = len(quality) <= 100
    number: Callable[[float | str], Any] = Decimal if exact else float
    with localcontext(prec=40):
        q, mix = [number(x) for x in quality], number(alpha)
        v = [[number(part) for part in vector] for vector in vectors]
        gains = {at: q[at] ** 2 * (1 - mix + mix * _dot(v[at], v[at])) for at in range(len(q))}
        factor: list[dict[int, Any]] = []
        for _ in range(min(k, len(q))):
            top = max(gains.values())
            close = [gain for gain in gains.values() if top - gain <= number(NEAR)]
            if len(close) > 1 and not (exact and not any(map(_on_edge, close))):
                return False
            best = min(gains, key=lambda at: (-round(gains[at], 9), at))
            root = gains.pop(best) ** number("0.5")
            row = {}
            for at in gains:
                explained = sum(old[best] * old[at] for old in factor)
                row[at] = (mix * q[best] * q[at] * _dot(v[best], v[at]) - explained) / root
                gains[at] -= row[at] ** 2
            factor.append(row)
        return True


def _dot(first: list[Any], second: list[Any]) -> Any:
    return sum(x * y for x, y in zip(first, second, strict=True))


def _on_edge(gain: Decimal) -> bool:
    scaled = gain * 10**9
    return abs(scaled - int(scaled) - Decimal("0.5")) <= ERROR * 10**9


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _gains(rng), _ties(rng), _bounds(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn(rng, "gains", note, 25, 3, 0.8, 9)
    yield _drawn(rng, "gains", note, 12, 4, 0.95, 12)


def _case(group: str, note: str, quality: list[float], vectors: Vectors, alpha: float, k: int) -> Case:
    if not clear(quality, vectors, alpha, k):
        raise ValueError(f"{group}, {note}: a choice hangs on the last digits")
    return Case(args=(quality, vectors, alpha, k), group=group, note=note)


def _drawn(rng: random.Random, group: str, note: str, n: int, dimensions: int, alpha: float, k: int) -> Case:
    """Candidates around a few directions, so that good ones resemble each other."""
    while True:
        themes = [[rng.gauss(0, 0.4) for _ in range(dimensions)] for _ in range(4)]
        vectors = [
            [round(max(-1.0, min(1.0, x + rng.gauss(0, 0.15))), 3) for x in rng.choice(themes)]
            for _ in range(n)
        ]
        quality = [round(rng.uniform(0.2, 3), 3) for _ in range(n)]
        if clear(quality, vectors, alpha, k):
            return _case(group, note, quality, vectors, alpha, k)


def _samples() -> Iterator[Case]:
    vectors = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    yield _case("samples", "the sample of the statement", [1.0, 0.9, 0.8], vectors, 0.5, 3)
    yield _case("samples", "quality alone", [0.5, 2.0, 1.5], [[1.0], [1.0], [1.0]], 0.0, 2)


def _gains(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "gains",
        "opposite directions are alike",
        [1.0, 0.9, 0.7],
        [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]],
        0.75,
        3,
    )
    yield _case("gains", "lengths count", [1.0, 1.0, 1.0], [[0.5, 0.0], [1.0, 0.25], [0.0, 0.125]], 0.5, 3)
    yield _case("gains", "gains below one", [0.5, 0.4, 0.3], [[0.5, 0.5], [0.5, 0.25], [0.25, -0.5]], 0.5, 3)
    between = [[1.0, 0.0], [0.0, 1.0], [0.75, 0.625], [0.5, -0.5]]
    yield _case("gains", "explained by two, but by neither alone", [1.5, 1.4, 1.6, 0.5], between, 0.875, 4)
    yield _case("gains", "one dimension", [2.0, 1.0, 1.5, 0.5], [[0.5], [1.0], [-0.25], [0.75]], 0.75, 4)
    yield _case(
        "gains",
        "a good copy against a poor stranger",
        [3.0, 2.9, 0.4],
        [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]],
        0.25,
        2,
    )
    yield _case(
        "gains",
        "the same, with more weight on variety",
        [3.0, 2.9, 0.8],
        [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]],
        0.99,
        2,
    )
    for alpha, k in ((0.3, 8), (0.9, 8), (0.99, 20)):
        yield _drawn(rng, "gains", f"twenty candidates, alpha is {alpha}", 20, 3, alpha, k)
    yield _drawn(rng, "gains", "more candidates than dimensions are chosen", 30, 2, 0.95, 15)
    yield _drawn(rng, "gains", "eight dimensions", 40, 8, 0.8, 20)


def _ties(rng: random.Random) -> Iterator[Case]:
    yield _case("ties", "all alike", [1.0] * 5, [[0.5, 0.5]] * 5, 0.5, 5)
    axes = [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    yield _case("ties", "axes of equal quality", [1.0] * 4, axes, 0.5, 4)
    yield _case(
        "ties",
        "equal only after the first choice",
        [2.0, 1.0, 1.0, 1.0],
        [[1.0, 0.0], [0.5, 0.5], [-0.5, 0.5], [0.0, 0.25]],
        0.5,
        4,
    )
    yield _case(
        "ties",
        "equal quality, no variety asked for",
        [1.5, 2.0, 2.0, 1.5],
        [[1.0], [0.5], [1.0], [0.0]],
        0.0,
        4,
    )
    yield _twins(rng)
    close = [1.0, (1 + 4e-9) ** 0.5, 1.0 - 1e-4]
    yield _case("ties", "not equal: they differ in the ninth decimal", close, [[0.0]] * 3, 0.0, 2)
    close = [1.0, (1 + 2e-10) ** 0.5, 1.0 - 1e-4]
    yield _case("ties", "equal: they differ in the tenth decimal", close, [[0.0]] * 3, 0.0, 2)


def _twins(rng: random.Random) -> Case:
    """Every candidate twice, so that gains keep meeting."""
    order = [5, 0, 3, 1, 4, 2, 2, 4, 1, 3, 0, 5]
    quality = [1.0 + at / 8 for at in order]
    while True:
        known = [[round(rng.uniform(-1, 1), 2) for _ in range(3)] for _ in range(6)]
        vectors = [list(known[at]) for at in order]
        if clear(quality, vectors, 0.9, 12):
            return _case("ties", "every candidate twice", quality, vectors, 0.9, 12)


def _bounds() -> Iterator[Case]:
    q, v = [1.0, 2.0, 0.5], [[1.0, 0.5], [0.5, 0.5], [0.0, 1.0]]
    yield _case("bounds", "k is one", q, v, 0.5, 1)
    yield _case("bounds", "largest k", q, v, 0.5, MAX_K)
    yield _case("bounds", "no candidates", [], [], 0.5, 3)
    yield _case("bounds", "one candidate", [0.25], [[1.0]], 0.5, 3)
    yield _case("bounds", "no dimensions", [1, 3, 2], [[], [], []], 0.75, 3)
    yield _case("bounds", "vectors of zeros", [1.0, 3.0, 2.0], [[0.0, 0.0]] * 3, 0.75, 2)
    yield _case("bounds", "alpha is 0, as a whole number", q, v, 0, 3)
    refused = {
        "alpha is 1": (q, v, 1.0, 2),
        "alpha is negative": (q, v, -1e-9, 2),
        "alpha is NaN, and no candidates": ([], [], nan, 2),
        "k is 0": (q, v, 0.5, 0),
        "k is negative, and no candidates": ([], [], 0.5, -1),
        "fewer vectors than qualities": (q, v[:2], 0.5, 2),
        "more vectors than qualities": (q[:2], v, 0.5, 2),
        "one quality for all": (q[:1], v, 0.5, 2),
        "one vector for all": (q, v[:1], 0.5, 2),
        "dimensions differ": (q, [[1.0, 0.5], [0.5], [0.0, 1.0]], 0.5, 2),
        "a quality is 0": ([1.0, 0.0, 0.5], v, 0.5, 1),
        "a quality is negative": ([1.0, -1.0, 0.5], v, 0.5, 1),
        "a quality is NaN": ([1.0, nan, 0.5], v, 0.5, 1),
        "a quality is infinite": ([1.0, inf, 0.5], v, 0.5, 1),
        "an entry is NaN": (q, [[1.0, 0.5], [0.5, nan], [0.0, 1.0]], 0.5, 1),
        "an entry is infinite": (q, [[1.0, 0.5], [0.5, 0.5], [-inf, 1.0]], 0.5, 1),
    }
    for note, args in refused.items():
        yield Case(args=args, group="bounds", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _drawn(rng, "scale", "4 000 candidates, sixty chosen", MAX_CANDIDATES, 6, 0.9, MAX_CHOSEN)
    yield _drawn(rng, "scale", "2 000 candidates, twenty chosen", 2_000, 3, 0.5, 20)
