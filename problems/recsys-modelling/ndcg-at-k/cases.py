"""Cases for NDCG: ties inside, across and beyond the cut-off, queries that have none, long lists."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf, nan

from readyroom import Case

MAX_ITEMS = 30_000
MAX_WHOLE = 10**15  # far from where integers and floats part
MAX_K = 10**9

Query = tuple[list[float], list[int]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(("queries", "k"), args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 2 or given.keys() != {"queries", "k"}:
        raise ValueError("ndcg takes queries and k")
    queries, k = given["queries"], given["k"]
    if type(queries) is not list or len(queries) > MAX_ITEMS:
        raise ValueError(f"queries must be a list of at most {MAX_ITEMS} queries")
    for number, query in enumerate(queries):
        if type(query) is not tuple or [type(part) for part in query] != [list, list]:
            raise ValueError(f"queries[{number}] must be a tuple of two lists, scores and grades")
        if not all(type(score) in (int, float) for score in query[0]):
            raise ValueError(f"queries[{number}]: scores must be numbers")
        if any(type(score) is int and abs(score) > MAX_WHOLE for score in query[0]):
            raise ValueError(f"queries[{number}]: a score that is an integer is at most {MAX_WHOLE}")
        if not all(type(grade) is int and abs(grade) <= 99 for grade in query[1]):
            raise ValueError(f"queries[{number}]: grades must be integers")
    if sum(max(len(scores), len(grades)) for scores, grades in queries) > MAX_ITEMS:
        raise ValueError(f"the queries may hold at most {MAX_ITEMS} items together")
    if type(k) is not int or abs(k) > MAX_K:
        raise ValueError(f"k must be an integer of at most {MAX_K}")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _gains(rng), _ties(rng), _empty(), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("gains", note, [_query(rng, 12, rng.random) for _ in range(4)], rng.randint(2, 9))
    yield _case(
        "ties", note, [_query(rng, 15, lambda: rng.randint(0, 4) / 4) for _ in range(4)], rng.randint(2, 12)
    )


def _case(group: str, note: str, queries: list[Query], k: int) -> Case:
    return Case(args=(queries, k), group=group, note=note)


def _query(rng: random.Random, items: int, draw: Callable[[], float]) -> Query:
    return [draw() for _ in range(items)], [rng.choice([0, 0, 0, 1, 1, 2, 3]) for _ in range(items)]


def _samples() -> Iterator[Case]:
    queries = [([0.9, 0.5, 0.5, 0.1], [0, 2, 0, 1]), ([0.3, 0.7], [0, 0]), ([1.0, 2.0], [1, 3])]
    yield _case("samples", "the sample of the statement", queries, 2)
    yield _case("samples", "no cut-off", queries, 10)


def _gains(rng: random.Random) -> Iterator[Case]:
    one = ([3.0, 2.0, 1.0, 0.5, -1.0], [0, 1, 3, 0, 2])
    for k in (1, 2, 3, 4, 5, 6, MAX_K):
        yield _case("gains", f"five items, k is {k}", [one], k)
    yield _case("gains", "the best order", [([5.0, 4.0, 3.0, 2.0], [4, 2, 1, 0])], 3)
    yield _case("gains", "the worst order", [([1.0, 2.0, 3.0, 4.0], [4, 2, 1, 0])], 4)
    yield _case(
        "gains", "the relevant items are below the cut-off", [([4.0, 3.0, 2.0, 1.0], [0, 0, 1, 2])], 2
    )
    yield _case("gains", "largest grades", [([1.0, 2.0, 3.0], [30, 29, 0])], 3)
    yield _case("gains", "one item", [([0.0], [1]), ([7.0], [30])], 1)
    large = [([-1e300, 1e300, 5e-324, 0.0], [1, 0, 2, 3])]
    yield _case("gains", "scores of any size", large, 4)
    yield _case(
        "gains", "queries of different length", [_query(rng, n, rng.random) for n in (1, 3, 8, 20, 2)], 5
    )


def _ties(rng: random.Random) -> Iterator[Case]:
    for grades in ([2, 0, 1], [0, 1, 2], [1, 2, 0]):
        yield _case("ties", f"all scores equal, grades {grades}", [([0.5] * 3, grades)], 2)
    across = ([0.9, 0.4, 0.4, 0.4, 0.4, 0.1], [1, 0, 3, 1, 0, 2])
    for k in (1, 2, 3, 5, 6):
        yield _case("ties", f"places 2 to 5 are shared, k is {k}", [across], k)
    beyond = ([0.9, 0.8, 0.1, 0.1], [0, 1, 2, 3])
    yield _case("ties", "a tie that begins behind the cut-off", [beyond], 2)
    yield _case("ties", "a tie that ends at the cut-off", [([0.9, 0.9, 0.1, 0.0], [0, 2, 1, 3])], 2)
    pairs = ([0.3, 0.7, 0.3, 0.7, 0.1, 0.1], [1, 0, 0, 2, 3, 0])
    yield _case("ties", "three ties of two", [pairs], 5)
    yield _case("ties", "zero and minus zero are equal", [([0.0, -0.0, 1.0], [0, 3, 1])], 2)
    near = ([0.1 + 0.2, 0.3, 0.1], [0, 2, 1])
    yield _case("ties", "neighbouring doubles are not equal", [near], 1)
    yield _case("ties", "a constant model", [_query(rng, 40, lambda: 0.5)], 10)
    yield _case(
        "ties", "few different scores", [_query(rng, 30, lambda: rng.randint(0, 5) / 5) for _ in range(5)], 7
    )


def _empty() -> Iterator[Case]:
    yield _case("empty", "no queries", [], 3)
    yield _case("empty", "no query has a relevant item", [([0.1, 0.2], [0, 0]), ([], [])], 3)
    good = ([0.1, 0.2, 0.3], [2, 0, 1])
    mixed = [([0.4], [0]), good, ([], []), ([0.1, 0.1], [1, 0]), ([0.6, 0.2], [0, 0])]
    yield _case("empty", "they leave the mean alone", mixed, 2)
    yield _case("empty", "relevant items, but none above the cut-off", [([0.9, 0.1], [0, 1]), good], 1)


def _errors() -> Iterator[Case]:
    good: Query = ([0.1, 0.2], [1, 0])
    refused = {
        "k is zero": ([good], 0),
        "k is negative, and no queries": ([], -3),
        "fewer grades than scores": ([good, ([0.1, 0.2], [1])], 2),
        "more grades than scores": ([good, ([0.1], [0, 0])], 2),
        "grades without scores": ([([], [0])], 2),
        "a negative grade": ([good, ([0.1, 0.2], [-1, 0])], 2),
        "a grade of 31": ([good, ([0.1, 0.2], [31, 0])], 2),
        "a score is NaN": ([good, ([nan, 0.2], [1, 0])], 2),
        "a score is NaN, and nothing is relevant": ([([0.2, nan], [0, 0])], 2),
        "a score is infinite": ([([inf, 0.2], [1, 0]), good], 2),
        "a score is minus infinity": ([([0.2, -inf], [1, 0]), good], 2),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case(
        "scale", "one query of 15 000 scores", [_query(rng, 15_000, lambda: round(rng.random(), 9))], 14_000
    )
    tied = _query(rng, 10_000, lambda: 1.5)
    yield _case(
        "scale",
        "10 000 items of one score, and 300 short queries",
        [tied, *[_query(rng, 9, rng.random) for _ in range(300)]],
        9_000,
    )
