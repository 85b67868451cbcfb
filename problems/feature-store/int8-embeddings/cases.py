"""Cases for the int8 embeddings: tables whose trouble is of one kind each, and small ones at the edges."""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import exp, isfinite

from readyroom import Case

MAX_NUMBERS = 10_000
MAX_CHANNELS = 32
MAX_QUERIES = 60
MAX_BUDGET = 10**9
NAMES = ("vectors", "queries", "k", "floor", "budget")

ROWS, CHANNELS, QUERIES = 500, 16, 48
CODES, PER_CHANNEL, PER_ROW = ROWS * CHANNELS, 4 * CHANNELS, 4 * ROWS  # bytes

Table = list[list[float]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (k and budgets to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != 5 or given.keys() != set(NAMES):
        raise ValueError("quantise takes vectors, queries, k, floor and budget")
    channels = _table("vectors", given["vectors"], MAX_NUMBERS)
    if channels > MAX_CHANNELS:
        raise ValueError(f"vectors may have at most {MAX_CHANNELS} channels")
    if _table("queries", given["queries"], MAX_QUERIES * channels) != channels:
        raise ValueError("queries must have as many channels as vectors")
    for name in ("k", "budget"):
        if type(given[name]) is not int or abs(given[name]) > MAX_BUDGET:
            raise ValueError(f"{name} must be an integer of at most {MAX_BUDGET}")
    if type(given["floor"]) not in (int, float) or not 0 <= given["floor"] <= 1:
        raise ValueError("floor must be a number from 0 to 1")


def _table(name: str, rows: object, most: int) -> int:
    """The number of channels of a table of usable numbers."""
    if type(rows) is not list or not rows or any(type(row) is not list for row in rows):
        raise ValueError(f"{name} must be a list of rows, at least one")
    channels = len(rows[0])
    if not channels or any(len(row) != channels for row in rows):
        raise ValueError(f"{name} must have rows of equal length, at least 1")
    if len(rows) * channels > most:
        raise ValueError(f"{name} may hold at most {most} numbers")
    for number in (number for row in rows for number in row):
        if type(number) not in (int, float) or not isfinite(number):
            raise ValueError(f"{name} must hold finite numbers")
        if number and not 1e-15 <= abs(number) <= 1e6:
            raise ValueError(f"{name}: numbers are 0 or between 1e-15 and 1e6 in size")
    return channels


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _codes(rng)
    yield from _channels(rng)
    yield from _offset(rng)
    yield from _range(rng)
    yield from _rows(rng)
    yield from _degenerate(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _channels_case(rng, note, 2)
    yield _offset_case(rng, note, 60, CODES + PER_CHANNEL)
    yield _outliers_case(rng, note, CODES + PER_CHANNEL)


def _case(
    group: str, note: str, vectors: Table, queries: Table, floor: float, budget: int, k: int = 10
) -> Case:
    return Case(args=(vectors, queries, k, floor, budget), group=group, note=note)


def _gauss(rng: random.Random, rows: int, spread: Sequence[float]) -> Table:
    """Independent numbers; `spread` is their standard deviation per channel."""
    return [[rng.gauss(0, size) for size in spread] for _ in range(rows)]


def _plain(rng: random.Random, size: float = 1.0) -> tuple[Table, Table]:
    return _gauss(rng, ROWS, [size] * CHANNELS), _gauss(rng, QUERIES, [1.0] * CHANNELS)


def _samples() -> Iterator[Case]:
    vectors = [[0.0, 1.0], [2.0, 0.0], [-1.0, -1.0]]
    yield _case("samples", "three rows", vectors, [[1.0, 0.0], [0.0, 1.0]], 0.9, 6, 1)
    args = ([[5.0]], [[1.0]], 1, 1.0, 0)
    yield Case(args=args, group="samples", note="no room for the codes", raises="ValueError")
    table = [[0.4, -0.9], [0.8, 0.6], [-0.7, 0.2], [0.1, 1.0]]
    yield _case("samples", "four rows, any encoding", table, [[1.0, 0.5]], 1.0, 8 + 16 + 8 + 8, 2)


def _codes(rng: random.Random) -> Iterator[Case]:
    yield _case("codes", "nothing but codes", *_plain(rng), 0.95, CODES)
    yield _case("codes", "small numbers", *_plain(rng, 3e-7), 0.95, CODES + PER_CHANNEL)
    yield _case("codes", "large numbers, ample budget", *_plain(rng, 9e4), 0.95, MAX_BUDGET)
    yield _case("codes", "one byte too few for the channels", *_plain(rng), 0.95, CODES + PER_CHANNEL - 1)
    yield _case("codes", "one byte too few for the rows", *_plain(rng), 0.95, CODES + PER_ROW - 1)
    short = CODES + PER_ROW + PER_CHANNEL - 1
    yield _case("codes", "one byte too few for rows and channels", *_plain(rng), 0.95, short)
    centres = _gauss(rng, 30, [3.0] * CHANNELS)
    vectors, queries = (
        [[x + rng.gauss(0, noise) for x in rng.choice(centres)] for _ in range(count)]
        for count, noise in ((ROWS, 0.4), (QUERIES, 0.5))
    )
    yield _case("codes", "clusters", vectors, queries, 0.92, CODES + PER_CHANNEL)


def _channels(rng: random.Random) -> Iterator[Case]:
    yield _channels_case(rng, "scales from 0.01 to 100", 2)
    yield _channels_case(rng, "scales from 0.001 to 1000", 3)
    sizes = [4.0] + [1.0] * (CHANNELS - 1)
    rng.shuffle(sizes)
    wide = _gauss(rng, ROWS, sizes), _gauss(rng, QUERIES, [1.0] * CHANNELS)
    yield _case("channels", "one channel four times as wide, room for nothing but codes", *wide, 0.92, CODES)


def _channels_case(rng: random.Random, note: str, decades: float) -> Case:
    return _case("channels", note, *_scaled(rng, decades), 0.95, CODES + PER_CHANNEL)


def _scaled(rng: random.Random, decades: float) -> tuple[Table, Table]:
    """Small channels matter as much as large ones, since queries are large where vectors are small."""
    sizes = [10 ** (decades * (2 * place / (CHANNELS - 1) - 1)) for place in range(CHANNELS)]
    rng.shuffle(sizes)
    return _gauss(rng, ROWS, sizes), _gauss(rng, QUERIES, [1 / size for size in sizes])


def _offset(rng: random.Random) -> Iterator[Case]:
    yield _offset_case(rng, "means of 60", 60, CODES + 2 * PER_CHANNEL)
    yield _offset_case(rng, "means of 90, room for one number per channel", 90, CODES + PER_CHANNEL)
    yield _offset_case(rng, "means of 70, room for nothing but codes", 70, CODES)


def _offset_case(rng: random.Random, note: str, mean: float, budget: int) -> Case:
    vectors, queries = _plain(rng)
    means = [rng.choice((-1, 1)) * mean * rng.uniform(0.8, 1.2) for _ in range(CHANNELS)]
    moved = [[x + shift for x, shift in zip(row, means, strict=True)] for row in vectors]
    return _case("offset", note, moved, queries, 0.95, budget)


def _range(rng: random.Random) -> Iterator[Case]:
    yield _outliers_case(rng, "a few rows far out, where no query looks", CODES + 2 * PER_CHANNEL)
    yield _outliers_case(rng, "a few rows far out, room for nothing but codes", CODES)
    vectors, queries = _plain(rng)
    heavy = [[x * weight for x in row] for row, weight in ((row, exp(rng.gauss(0, 0.8))) for row in vectors)]
    yield _case("range", "long tails that are the neighbours", heavy, queries, 0.95, CODES + PER_CHANNEL)
    for note, budget in (
        ("long tails on the side where queries look, short ones on the other", CODES + PER_CHANNEL),
        ("the same, room for nothing but codes", CODES),
    ):
        vectors = [[-(rng.expovariate(1) ** 2) for _ in range(CHANNELS)] for _ in range(ROWS)]
        queries = [[-abs(rng.gauss(0, 1)) for _ in range(CHANNELS)] for _ in range(QUERIES)]
        yield _case("range", note, vectors, queries, 0.94, budget)


def _outliers_case(rng: random.Random, note: str, budget: int) -> Case:
    """Queries look to the positive side of channel 0; two rows lie far to the negative one."""
    vectors, queries = _plain(rng)
    for query in queries:
        query[0] = abs(query[0]) + 1
    for row in rng.sample(vectors, 2):
        row[:] = [-rng.uniform(200, 400)] + [0.0] * (CHANNELS - 1)
    return _case("range", note, vectors, queries, 0.93, budget)


def _rows(rng: random.Random) -> Iterator[Case]:
    for note, budget, decades in (
        ("single numbers far out", CODES + PER_ROW + 2 * PER_CHANNEL, 0),
        ("single numbers far out, room for one number per row", CODES + PER_ROW, 0),
        ("single numbers far out, channels of different scale", CODES + PER_ROW + PER_CHANNEL, 2),
    ):
        vectors, queries = _scaled(rng, decades)
        for row in rng.sample(vectors, 10):
            row[rng.randrange(CHANNELS)] *= 80
        yield _case("rows", note, vectors, queries, 0.95, budget)


def _degenerate(rng: random.Random) -> Iterator[Case]:
    for note, k, budget in (
        ("a budget one byte too small", 1, 7),
        ("a negative budget", 1, -8),
        ("k is zero", 0, 99),
        ("k is negative", -1, 99),
        ("k is more than there are rows", 5, 99),
    ):
        args = ([[1.0, 2.0]] * 4, [[1.0, 0.0]], k, 0.0, budget)
        yield Case(args=args, group="degenerate", note=note, raises="ValueError")
    ample = 10_000
    flat = [[x, 7.0, -x] for x in (1.0, 2.0, 3.0, 4.0, 5.0)]
    yield _case("degenerate", "a constant channel", flat, [[1.0, 1.0, 0.0]], 1.0, ample, 2)
    zeros = [[0.0, 0.0], [3.0, 1.0], [-2.0, -2.0], [0.0, 0.0]]
    yield _case("degenerate", "rows of zeros", zeros, [[1.0, 1.0], [1.0, -1.0]], 0.0, ample, 1)
    yield _case("degenerate", "nothing but zeros", [[0.0, 0.0]] * 3, [[1.0, 2.0]], 1.0, 6, 2)
    yield _case("degenerate", "equal rows", [[4.0, -1.0]] * 3, [[1.0, 2.0]], 1.0, ample, 2)
    yield _case("degenerate", "one row", [[4.0, -1.0, 0.5]], [[1.0, 2.0, 0.0]], 1.0, 3, 1)
    yield _case("degenerate", "k is the number of rows", [[1.0, 5.0], [2.0, 0.1]], [[0.0, 1.0]], 1.0, 4, 2)
    one = [[float(x)] for x in rng.sample(range(-100, 100), 40)]
    yield _case("degenerate", "one channel", one, [[1.0], [2.5]], 1.0, 40 + 4, 5)
    yield _case(
        "degenerate", "whole numbers", [[3, 0], [0, 4], [-5, 1], [1, 1]], [[1, 0], [0, 1]], 0.0, ample, 1
    )
