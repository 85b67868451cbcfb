"""Cases for the in-batch loss: a few rows each, with copies, sessions and popular items where they matter."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_ITEMS, MAX_ROWS, MAX_WIDTH, MAX_CALLS = 1_000, 64, 16, 20
ASKED = ([3, 4, 14], 0.7321)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""

Batch = tuple[list[list[float]], list[list[float]], list[int], list[list[int]]]


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    counts, temperature = args
    _whole("counts", counts, 1, 10**9, MAX_ITEMS)
    if type(temperature) not in (int, float) or not 0.01 <= temperature <= 10:
        raise ValueError("temperature must lie between 0.01 and 10")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if name in ("loss", "gradients"):
            _batch(given, len(counts))
        if name == "score":
            user, items = given
            if not isinstance(items, list) or not 1 <= len(items) <= MAX_ROWS:
                raise ValueError(f"score: a list of 1 to {MAX_ROWS} items is needed")
            _vectors("score", [user, *items], 1 + len(items))


def _batch(given: list, known: int) -> None:
    users, items, ids, watched = given
    _whole("ids", ids, 0, known - 1, MAX_ROWS)
    _vectors("users and items", [*users, *items], 2 * len(ids))
    if not len(users) == len(items) == len(watched) == len(ids):
        raise ValueError("users, items, ids and watched must have one entry per row")
    for row in watched:
        if row != []:
            _whole("a row of watched", row, 0, known - 1, 100)


def _whole(what: str, values: object, low: int, high: int, most: int) -> None:
    if not isinstance(values, list) or not 1 <= len(values) <= most:
        raise ValueError(f"{what}: a list of 1 to {most} whole numbers is needed")
    if not all(type(value) is int and low <= value <= high for value in values):
        raise ValueError(f"{what}: whole numbers must lie between {low} and {high}")


def _vectors(what: str, rows: list, count: int) -> None:
    widths = {len(row) if isinstance(row, list) else 0 for row in rows}
    if len(rows) != count or len(widths) != 1 or not 1 <= min(widths) <= MAX_WIDTH:
        raise ValueError(f"{what}: {count} vectors of one width up to {MAX_WIDTH} are needed")
    if not all(type(value) in (int, float) and abs(value) <= 10 for row in rows for value in row):
        raise ValueError(f"{what}: numbers must lie between -10 and 10")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _excluded(rng), _popularity(rng), _collateral(rng)):
        yield from group
    yield Case(args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of both reports")


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: batches with copies, sessions and popular items."""
    counts, batch = _drawn(rng, 8, 7)
    yield _case("excluded", "drawn for this submission", counts, 0.5, batch)
    counts, batch = _drawn(rng, 12, 5)
    yield _case("popularity", "drawn for this submission", counts, 0.2, batch)


def _case(group: str, note: str, counts: list[int], temperature: float, batch: Batch) -> Case:
    return Case(
        args=(counts, temperature), calls=[("loss", *batch), ("gradients", *batch)], group=group, note=note
    )


def _drawn(rng: random.Random, items: int, rows: int, width: int = 3) -> tuple[list[int], Batch]:
    counts = [round(1_000 / (rank + 1)) for rank in range(items)]
    ids = rng.choices(range(items), weights=counts, k=rows)
    watched = [rng.sample(range(items), rng.randrange(3)) for _ in range(rows)]

    def vectors() -> list[list[float]]:
        return [[round(rng.gauss(0, 0.6), 2) for _ in range(width)] for _ in range(rows)]

    return counts, (vectors(), vectors(), ids, watched)


def _samples() -> Iterator[Case]:
    users, items = [[1.0], [2.0], [0.0]], [[1.0], [0.0], [1.0]]
    batch: Batch = (users, items, [0, 1, 0], [[], [], []])
    yield Case(args=([3, 1], 1.0), calls=[("loss", *batch)], note="two rows show the same video")
    batch = ([[0.0], [0.0]], [[0.5], [1.0]], [0, 1], [[], [0]])
    yield Case(
        args=([3, 1], 0.5),
        calls=[("loss", *batch), ("gradients", *batch), ("score", [0.5], [[1.0], [-2.0]])],
        note="the second user has watched the first one's video",
    )


def _excluded(rng: random.Random) -> Iterator[Case]:
    pair = ([[1.0, 0.5], [-0.5, 1.0]], [[0.5, 0.0], [1.0, -1.0]])
    yield _case("excluded", "one video in all rows", [5, 5], 1.0, (*pair, [0, 0], [[], []]))
    yield _case("excluded", "each has watched the other's video", [5, 5], 1.0, (*pair, [0, 1], [[1], [0]]))
    yield _case("excluded", "only one of them has", [5, 5], 1.0, (*pair, [0, 1], [[1], []]))
    yield _case("excluded", "a watched video that is in no row", [5, 5, 5], 1.0, (*pair, [0, 1], [[2], [2]]))
    three = ([[2.0], [-1.0], [0.5]], [[1.0], [-2.0], [0.25]])
    yield _case("excluded", "a copy of a watched video", [1, 1], 1.0, (*three, [0, 1, 1], [[1], [], []]))
    yield _case("excluded", "logits below zero", [1, 1, 1], 0.1, (*three, [0, 1, 2], [[2], [0], []]))
    counts, batch = _drawn(rng, 6, 8)
    yield _case("excluded", "eight rows, six videos", counts, 0.5, batch)


def _popularity(rng: random.Random) -> Iterator[Case]:
    nothing: Batch = ([[0.0], [0.0]], [[0.0], [0.0]], [0, 1], [[], []])
    for temperature in (1.0, 0.1, 4.0):
        yield _case("popularity", f"vectors of zero at {temperature:g}", [9, 1], temperature, nothing)
    three = ([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]], [[1.0, 0.25], [0.5, 1.0], [-0.5, 0.5]])
    yield _case("popularity", "popular and rare", [1_000, 30, 1], 0.2, (*three, [0, 1, 2], [[], [], []]))
    yield _case("popularity", "equally popular", [7, 7, 7], 0.2, (*three, [2, 0, 1], [[], [], []]))
    counts, batch = _drawn(rng, 40, 12)
    yield _case("popularity", "twelve rows, forty videos", counts, 0.3, batch)


def _collateral(rng: random.Random) -> Iterator[Case]:
    yield _case("collateral", "a single row", [2, 3], 0.5, ([[1.0]], [[0.5]], [1], [[0]]))
    pair = ([[1.0, 0.5], [-0.5, 1.0]], [[0.5, 0.0], [1.0, -1.0]])
    yield _case("collateral", "the own video is among the watched", [5, 4], 1.0, (*pair, [0, 1], [[0], [1]]))
    three = ([[2.0], [-1.0], [0.5]], [[1.0], [-2.0], [0.25]])
    yield _case(
        "collateral",
        "one row of three has no negative",
        [1, 2, 3],
        1.0,
        (*three, [0, 1, 2], [[1, 2], [], []]),
    )
    far = ([[3.0, 3.0], [-3.0, 3.0]], [[2.0, -3.0], [-3.0, 3.0]])
    yield _case("collateral", "large logits", [4, 1], 0.01, (*far, [0, 1], [[], []]))
    yield Case(
        args=([1, 50], 0.1),
        calls=[("score", [1, 2], [[3, 1], [0, -1]]), ("score", [0.5, -1.5], [[1.0, 1.0]])],
        group="collateral",
        note="serving ranks by the dot product",
    )
    yield _case("collateral", "whole numbers", [2, 3], 1, ([[1], [0]], [[2], [1]], [1, 0], [[], []]))
    counts, batch = _drawn(rng, 300, 48, width=8)
    yield _case("collateral", "forty-eight rows", counts, 0.5, batch)
