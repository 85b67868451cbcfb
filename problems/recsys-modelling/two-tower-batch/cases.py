"""Cases for the two-tower batch: small batches that separate the formulas, repeated items, ties, logits in the thousands."""

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf, isfinite, log, nan

from readyroom import Case

MAX_ROWS = 480
MAX_DIMENSIONS = 8
MAX_ENTRY = 50
MAX_LOGIT = 5_000
MAX_ID = 10**12
MAX_K = 10**9

Vectors = list[list[float]]
Batch = tuple[Vectors, Vectors, list[int], list[float]]
NAMES = ("users", "items", "ids", "log_q", "temperature", "k")


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (values to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or given.keys() != set(NAMES):
        raise ValueError(f"two_tower_batch takes {', '.join(NAMES)}")
    for name in ("users", "items"):
        if type(given[name]) is not list or len(given[name]) > MAX_ROWS:
            raise ValueError(f"{name} must be a list of at most {MAX_ROWS} vectors")
        for vector in given[name]:
            if type(vector) is not list or len(vector) > MAX_DIMENSIONS:
                raise ValueError(f"{name} must hold lists of at most {MAX_DIMENSIONS} numbers")
            for part in vector:
                _number(f"an entry of {name}", part, MAX_ENTRY)
    if any(type(given[name]) is list and len(given[name]) > MAX_ROWS for name in ("ids", "log_q")):
        raise ValueError(f"ids and log_q may have at most {MAX_ROWS} entries")
    if type(given["ids"]) is not list or not all(type(i) is int and abs(i) <= MAX_ID for i in given["ids"]):
        raise ValueError("ids must be a list of integers")
    if type(given["log_q"]) is not list:
        raise ValueError("log_q must be a list")
    for q in given["log_q"]:
        _number("an entry of log_q", q, 50)
    _number("temperature", given["temperature"], 1e6)
    if type(given["k"]) is not int or abs(given["k"]) > MAX_K:
        raise ValueError(f"k must be an integer of at most {MAX_K}")
    _within(given["users"], given["items"], given["temperature"])


def _number(name: str, value: object, bound: float) -> None:
    if type(value) not in (int, float) or (isfinite(value) and abs(value) > bound):
        raise ValueError(f"{name} must be a number of at most {bound:g} in absolute value")


def _within(users: Vectors, items: Vectors, temperature: float) -> None:
    largest = max((_length(u) for u in users), default=0) * max((_length(v) for v in items), default=0)
    if temperature > 0 and isfinite(largest) and largest > MAX_LOGIT * temperature:
        raise ValueError(f"inner products over the temperature may be at most {MAX_LOGIT}")


def _length(vector: list[float]) -> float:
    return sum(part * part for part in vector) ** 0.5


def clear(users: Vectors, items: Vectors, ids: list[int]) -> bool:
    """Whether the inner products to be compared are far apart, or equal and exact however they are summed."""
    exact = all(float(part * 64).is_integer() for vector in users + items for part in vector)
    distinct = dict(zip(ids, items, strict=True))
    for user, own in zip(users, ids, strict=True):
        score = {
            a: sum(Fraction(x) * Fraction(y) for x, y in zip(user, v, strict=True))
            for a, v in distinct.items()
        }
        gaps = [abs(value - score[own]) for a, value in score.items() if a != own]
        if any(gap <= Fraction(1, 10**9) and not (gap == 0 and exact) for gap in gaps):
            return False
    return True


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _loss(rng), _hits(rng), _recall(rng), _large(rng), _errors(), _scale(rng)):
        yield from group


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _case("loss", note, _clear_batch(rng, 9, 30), rng.uniform(0.3, 2), 2)
    yield _case("hits", note, _clear_batch(rng, 14, 6), rng.uniform(0.3, 2), rng.randint(1, 4))


def _clear_batch(rng: random.Random, rows: int, catalogue: int) -> Batch:
    """Drawn again in the rare case that two inner products nearly meet."""
    while not clear(*(batch := _batch(rng, rows, catalogue, 3, 1.0))[:3]):
        pass
    return batch


def _case(group: str, note: str, batch: Batch, temperature: float = 1.0, k: int = 1) -> Case:
    if not clear(*batch[:3]):
        raise ValueError(f"{group}, {note}: a comparison hangs on the last digits")
    return Case(args=(*batch, temperature, k), group=group, note=note)


def _batch(rng: random.Random, rows: int, catalogue: int, dimensions: int, spread: float) -> Batch:
    """Rows drawn by popularity; users lie near their item."""

    def vector() -> list[float]:
        return [round(rng.gauss(0, spread), 4) for _ in range(dimensions)]

    known = {rng.randrange(10**6): (vector(), 1 / (place + 1)) for place in range(catalogue)}
    total = sum(share for _, share in known.values())
    ids = rng.choices(list(known), [share for _, share in known.values()], k=rows)
    users = [[round(x + y, 4) for x, y in zip(known[a][0], vector(), strict=True)] for a in ids]
    return users, [list(known[a][0]) for a in ids], ids, [log(known[a][1] / total) for a in ids]


def _samples() -> Iterator[Case]:
    users, items = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], [[1.0, 0.5], [0.5, 1.0], [1.0, 0.5]]
    batch = users, items, [7, 9, 7], [-0.5, -1.5, -0.5]
    yield _case("samples", "the sample of the statement", batch, 0.5)
    yield _case(
        "samples", "two rows, one dimension", ([[1.0], [-2.0]], [[0.5], [0.25]], [1, 2], [-1.0, -2.0])
    )


def _loss(rng: random.Random) -> Iterator[Case]:
    u, v, a = [[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.25], [0.5, 1.0]], [1, 2]
    yield _case("loss", "equally popular", (u, v, a, [-1.0, -1.0]))
    yield _case("loss", "the own item is popular", (u, v, a, [-0.25, -3.0]))
    yield _case("loss", "always drawn: ln Q is 0", (u, v, a, [0.0, -3.0]))
    yield _case("loss", "low temperature", (u, v, a, [-1.0, -2.0]), 0.25)
    yield _case("loss", "high temperature", (u, v, a, [-1.0, -2.0]), 8)
    yield _case("loss", "one row", ([[1.0, 2.0]], [[0.5, 1.0]], [5], [-2.0]))
    long = [[3.0, 0.0], [0.0, 0.5]], [[0.0, 2.0], [2.0, 0.5]], [4, 3], [-1.0, -1.5]
    yield _case("loss", "vectors of length other than one", long, 2.0)
    yield _case("loss", "twelve rows", _batch(rng, 12, 500, 4, 1.0), 0.7, 3)


def _hits(rng: random.Random) -> Iterator[Case]:
    u, v, w = [[1.0, 0.5], [0.5, 0.0], [0.0, 1.0], [1.0, 1.0]], [1.0, 0.25], [0.5, 1.0]
    yield _case("hits", "one item in all rows", (u, [v] * 4, [1] * 4, [-0.5] * 4))
    yield _case("hits", "an item twice", (u, [v, w, v, [0.0, 0.25]], [1, 2, 1, 3], [-1.0, -2.0, -1.0, -3.0]))
    pairs = u, [v, v, w, w], [5, 5, 4, 4], [-1.0, -1.0, -2.0, -2.0]
    yield _case("hits", "two items twice, side by side", pairs, 0.5)
    yield _case("hits", "three of four rows", (u, [v, w, w, w], [1, 2, 2, 2], [-3.0, -0.5, -0.5, -0.5]))
    alike = u, [v, v, v, w], [1, 2, 3, 4], [-1.0, -2.0, -2.0, -0.5]
    yield _case("hits", "equal vectors of different items compete", alike, k=2)
    again = [[1.0, 0.5]] * 3, [v, w, v], [1, 2, 1], [-1.0, -2.0, -1.0]
    yield _case("hits", "one user twice, with different items", again)
    yield _case("hits", "twenty rows of few items", _batch(rng, 20, 5, 3, 1.0), 0.5, 2)
    yield _case("hits", "thirty rows by popularity", _batch(rng, 30, 60, 4, 0.8), 1.0, 4)


def _recall(rng: random.Random) -> Iterator[Case]:
    users, ids, q = [[1.0, 0.0]] * 4, [1, 2, 3, 4], [-1.0, -2.0, -3.0, -4.0]
    items = [[0.25, 0.0], [0.5, 0.0], [1.0, 0.0], [2.0, 0.0]]
    for k in (1, 2, 3, 4, MAX_K):
        yield _case("recall", f"four items in order, k is {k}", (users, items, ids, q), k=k)
    for k in (1, 3, 4):
        same = users, [[0.5, 0.0]] * 4, ids, q
        yield _case("recall", f"a model that gives everything one score, k is {k}", same, k=k)
    copies = [[0.5, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.75, 0.0]]
    batch = [[1.0, 0.0]] * 5, copies, [1, 2, 2, 2, 3], [-3.0, -1.0, -1.0, -1.0, -2.0]
    yield _case("recall", "copies of a rival are one item", batch, k=2)
    batch = users, [[1.0, 0.0]] * 3 + [[0.5, 0.0]], [1, 1, 1, 2], [-0.5, -0.5, -0.5, -3.0]
    yield _case("recall", "copies of the own item are no rivals", batch)
    batch = [[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.75], [0.5, 1.0]], [1, 2], [-0.125, -9.0]
    yield _case("recall", "ranks by inner product, not by logit", batch)
    batch = [[-1.0, 0.0], [0.0, -1.0]], [[1.0, 0.5], [0.5, 1.0]], [1, 2], [-1.0, -2.0]
    yield _case("recall", "negative inner products", batch)
    for k in (1, 3, 8):
        yield _case("recall", f"forty rows, k is {k}", _batch(rng, 40, 80, 2, 0.7), 0.5, k)


def _large(rng: random.Random) -> Iterator[Case]:
    u, v, q = [[50.0, 0.0], [0.0, 50.0]], [[50.0, 0.0], [0.0, 40.0]], [-1.0, -1.0]
    yield _case("large", "logits of 2500, right", (u, v, [1, 2], q))
    yield _case("large", "logits of 2500, wrong", (u, v[::-1], [1, 2], q))
    close = [[1.0, 0.25], [1.0, 0.5]], [[8.0, 0.0], [8.0, 0.125]], [1, 2], [-0.5, -1.5]
    yield _case("large", "logits of 800, all close", close, 0.01)
    low = [[-40.0, 0.0], [-40.0, 1.0]], [[50.0, 1.0], [50.0, 2.0]], [1, 2], [-2.0, -50.0]
    yield _case("large", "logits of -2000", low)
    users = [[50.0, 0.0], [-40.0, 0.0], [0.0, 1.0]]
    mixed = users, [[50.0, 0.0], [49.0, 1.0], [48.0, 0.5]], [1, 2, 3], [-2.0, -1.0, -3.0]
    yield _case("large", "one row far below another", mixed)
    yield _case("large", "logits in the hundreds", _batch(rng, 15, 9, 4, 6.0), 0.5, 2)


def _errors() -> Iterator[Case]:
    u, v, a, q = [[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.5], [0.5, 1.0]], [1, 2], [-1.0, -2.0]
    refused = {
        "no rows": ([], [], [], [], 1.0, 1),
        "no dimensions": ([[], []], [[], []], a, q, 1.0, 1),
        "fewer items than users": (u, v[:1], a, q, 1.0, 1),
        "fewer ids": (u, v, [1], q, 1.0, 1),
        "fewer users": (u[:1], v, a, q, 1.0, 1),
        "fewer ids and entries of log_q": (u, v, [1], [-1.0], 1.0, 1),
        "more entries in log_q": (u, v, a, [*q, -1.0], 1.0, 1),
        "dimensions differ between towers": (u, [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0]], a, q, 1.0, 1),
        "dimensions differ within a tower": ([[1.0, 0.0], [1.0]], [[1.0, 0.0], [1.0]], a, q, 1.0, 1),
        "one item with two vectors": (u, v, [3, 3], [-1.0, -1.0], 1.0, 1),
        "one item with two probabilities": (u, [v[0], v[0]], [3, 3], q, 1.0, 1),
        "a log_q above 0": (u, v, a, [-1.0, 0.001], 1.0, 1),
        "a log_q is NaN": (u, v, a, [-1.0, nan], 1.0, 1),
        "a log_q is minus infinity": (u, v, a, [-1.0, -inf], 1.0, 1),
        "a user's entry is infinite": ([[1.0, inf], [0.0, 1.0]], v, a, q, 1.0, 1),
        "an item's entry is NaN": (u, [[1.0, nan], [0.5, 1.0]], a, q, 1.0, 1),
        "temperature is 0": (u, v, a, q, 0.0, 1),
        "temperature is negative": (u, v, a, q, -1.0, 1),
        "temperature is infinite": (u, v, a, q, inf, 1),
        "temperature is NaN": (u, v, a, q, nan, 1),
        "k is 0": (u, v, a, q, 1.0, 0),
        "k is negative": (u, v, a, q, 1.0, -1),
    }
    for note, args in refused.items():
        yield Case(args=args, group="errors", note=note, raises="ValueError")


def _scale(rng: random.Random) -> Iterator[Case]:
    yield _case("scale", "480 rows of many items", _batch(rng, MAX_ROWS, 2_000, 4, 0.8), 0.5, 10)
    yield _case("scale", "480 rows of sixty items", _batch(rng, MAX_ROWS, 60, MAX_DIMENSIONS, 0.5), 0.3, 5)
