"""Cases for the LambdaRank loss: pairs, places, scores far apart, and a query long enough to punish work per pair."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, isfinite, nan

from readyroom import Case

MAX_ITEMS = 700
MAX_SCORE = 1e6
MAX_SIGMA = 100.0
MAX_K = 10**9


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    names = ("scores", "grades", "sigma", "k")
    given = {**dict(zip(names, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 4 or given.keys() != set(names):
        raise ValueError("lambda_loss takes scores, grades, sigma and k")
    for name in ("scores", "grades"):
        if type(given[name]) is not list or len(given[name]) > MAX_ITEMS:
            raise ValueError(f"{name} must be a list of at most {MAX_ITEMS} numbers")
    if not all(type(s) in (int, float) and not (isfinite(s) and abs(s) > MAX_SCORE) for s in given["scores"]):
        raise ValueError(f"scores must be numbers of at most {MAX_SCORE:g}")
    if not all(type(g) is int and abs(g) <= 99 for g in given["grades"]):
        raise ValueError("grades must be integers")
    sigma, k = given["sigma"], given["k"]
    if type(sigma) not in (int, float) or (isfinite(sigma) and sigma > MAX_SIGMA):
        raise ValueError(f"sigma must be a number of at most {MAX_SIGMA:g}")
    if type(k) is not int or abs(k) > MAX_K:
        raise ValueError(f"k must be an integer of at most {MAX_K}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _pairs(rng), _places(rng), _large(rng), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn(rng, "pairs", note, 12, lambda: rng.gauss(0, 2), 1.0, 12)
    yield _drawn(rng, "places", note, 15, lambda: rng.randint(0, 6) / 2, 0.5, rng.randint(2, 9))


def _case(group: str, note: str, scores: list[float], grades: list[int], sigma: float, k: int) -> Case:
    return Case(args=(scores, grades, sigma, k), group=group, note=note)


def _drawn(
    rng: random.Random, group: str, note: str, items: int, draw: Callable[[], float], sigma: float, k: int
) -> Case:
    grades = [rng.choice([0, 0, 1, 1, 2, 3]) for _ in range(items - 2)] + [0, 4]
    return _case(group, note, [draw() for _ in range(items)], grades, sigma, k)


def _samples() -> Iterator[Case]:
    yield _case("samples", "the sample of the statement", [0.0, 1.0, 1.0], [2, 0, 1], 1.0, 2)
    yield _case("samples", "two items in the right order", [2.0, 0.5], [1, 0], 2.0, 5)


def _pairs(rng: random.Random) -> Iterator[Case]:
    yield _case("pairs", "two items in the wrong order", [-0.5, 1.0], [3, 1], 1.0, 2)
    yield _case("pairs", "equal grades make no pair", [0.3, 0.1, 0.2], [1, 1, 0], 1.0, 3)
    yield _case("pairs", "no pairs", [0.3, 0.1, 0.2], [2, 2, 2], 1.0, 3)
    yield _case("pairs", "nothing relevant", [0.3, 0.1], [0, 0], 1.0, 3)
    yield _case("pairs", "one item", [0.3], [2], 1.0, 3)
    yield _case("pairs", "no items", [], [], 1.0, 3)
    yield _case("pairs", "grades apart", [0.5, -0.25, 0.75, 0.0], [4, 0, 2, 1], 1.0, 4)
    yield _case("pairs", "a flat slope", [0.5, -0.25, 0.75, 0.0], [0, 4, 1, 2], 0.1, 4)
    yield _case("pairs", "a steep slope", [0.5, -0.25, 0.75, 0.0], [0, 4, 1, 2], 7.5, 4)
    yield _case("pairs", "largest grades", [0.5, -0.25, 0.75], [30, 0, 29], 1.0, 3)
    yield _drawn(rng, "pairs", "thirty items", 30, lambda: rng.gauss(0, 1), 1.0, 30)


def _places(rng: random.Random) -> Iterator[Case]:
    scores, grades = [0.9, 0.7, 0.4, 0.2, -0.1], [0, 2, 1, 3, 1]
    for k in (1, 2, 3, 4, 5, MAX_K):
        yield _case("places", f"five items, k is {k}", scores, grades, 1.0, k)
    yield _case(
        "places", "both items of a pair below the cut-off", [3.0, 2.0, 1.0, 0.0], [0, 0, 1, 2], 1.0, 2
    )
    for mirrored in ([1, 0, 2], [2, 0, 1], [0, 2, 1]):
        yield _case("places", f"all scores equal, grades {mirrored}", [0.5] * 3, mirrored, 1.0, 3)
    yield _case("places", "zero and minus zero are equal", [-0.0, 0.0, -0.0], [0, 1, 2], 1.0, 2)
    rows = [lambda: rng.randint(0, 4) / 4, lambda: rng.randint(-2, 2)]
    yield _drawn(rng, "places", "many equal scores", 25, rows[0], 1.0, 10)
    yield _drawn(rng, "places", "whole numbers as scores", 25, rows[1], 2, 25)


def _large(rng: random.Random) -> Iterator[Case]:
    yield _case("large", "800 apart, in the right order", [400.0, -400.0], [1, 0], 1.0, 2)
    yield _case("large", "800 apart, in the wrong order", [-400.0, 400.0], [1, 0], 1.0, 2)
    yield _case("large", "scores near 1000, one apart", [1000.0, 1001.0, 999.0], [2, 1, 0], 1.0, 3)
    yield _case("large", "the largest scores and slope", [1e6, -1e6, 0.0], [0, 2, 1], 100.0, 3)
    yield _case("large", "a loss of 1e-18", [20.0, -20.0], [1, 0], 1.0, 2)
    yield _case("large", "a loss of 1e-90", [100.0, -108.0, -111.0], [2, 1, 0], 1.0, 1)
    yield _case("large", "probability of the wrong order next to one", [-18.0, 18.0, 0.0], [1, 0, 0], 1.0, 3)
    yield _case("large", "differences of 1e-9", [1.0, 1.000000001, 0.999999999], [0, 1, 2], 50.0, 3)
    yield _drawn(rng, "large", "scores in the thousands", 30, lambda: rng.gauss(0, 3_000), 1.0, 20)
    yield _drawn(rng, "large", "scores in the tens", 30, lambda: rng.gauss(0, 25), 2.0, 30)


def _errors() -> Iterator[Case]:
    scores, grades = [0.1, 0.2], [1, 0]
    refused = {
        "sigma is zero": (scores, grades, 0.0, 2),
        "sigma is negative": (scores, grades, -1.0, 2),
        "sigma is infinite": (scores, grades, inf, 2),
        "sigma is NaN": (scores, grades, nan, 2),
        "k is zero": (scores, grades, 1.0, 0),
        "k is negative, and no items": ([], [], 1.0, -1),
        "fewer grades than scores": (scores, [1], 1.0, 2),
        "fewer grades than scores, none relevant": (scores, [0], 1.0, 2),
        "more grades than scores": (scores, [1, 0, 2], 1.0, 2),
        "a negative grade": (scores, [0, -1], 1.0, 2),
        "a grade of 31": (scores, [31, 0], 1.0, 2),
        "a score is NaN": ([0.1, nan], grades, 1.0, 2),
        "a score is infinite, and no pairs": ([inf, 0.2], [0, 0], 1.0, 2),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _drawn(rng, "scale", "700 items", MAX_ITEMS, lambda: rng.gauss(0, 1), 1.0, MAX_ITEMS)
    yield _drawn(
        rng, "scale", "700 items, some of equal score", MAX_ITEMS, lambda: round(rng.gauss(0, 1), 1), 1.0, 500
    )
