"""Cases for AdamW on a sparse table: few rows, a number or two each, and long absences."""

import random
from collections.abc import Iterator, Sequence

from readyroom import Case

MAX_ROWS, MAX_WIDTH, MAX_ENTRIES, MAX_CALLS = 200, 8, 64, 300
ASKED = ([[0.4142]], 0.7321, 0.5, 0.75, 0.25)
"""The constructor's arguments where the diagnosis is asked for: as own input it would show the answer."""
USUAL = (0.1, 0.9, 0.999)
HALF = (0.1, 0.5, 0.75)


def validate(args: Sequence[object], calls: Sequence[tuple] | None) -> None:
    """Raise ValueError unless this is an input the statement allows."""
    rows, rate, beta1, beta2, decay = args
    _vectors("rows", rows, MAX_ROWS)
    if not (0 < rate <= 1 and 0 <= beta1 <= 0.999 and 0 <= beta2 <= 0.999 and 0 <= decay <= 1):
        raise ValueError("learning_rate must be in (0, 1], betas in [0, 0.999], weight_decay in [0, 1]")
    if len(calls or ()) > MAX_CALLS:
        raise ValueError(f"at most {MAX_CALLS} calls")
    for name, *given in calls or ():
        if name == "diagnosis" and tuple(args) != ASKED:
            raise ValueError("the diagnosis is compared when a solution is submitted, not on your own input")
        if given:
            _ids(given[0], len(rows))
        if len(given) > 1:
            _vectors("gradients", given[1], MAX_ENTRIES)
            if len(given[1]) != len(given[0]) or len(given[1][0]) != len(rows[0]):
                raise ValueError("there must be one gradient per id, as wide as a row")


def _ids(ids: object, rows: int) -> None:
    if not isinstance(ids, list) or not ids or not all(type(row) is int and 0 <= row < rows for row in ids):
        raise ValueError(f"ids must be a list of whole numbers from 0 to {rows - 1}, one or more")
    if len(ids) > MAX_ROWS:
        raise ValueError(f"at most {MAX_ROWS} ids are taken at once")


def _vectors(what: str, vectors: object, most: int) -> None:
    if not isinstance(vectors, list) or not 1 <= len(vectors) <= most:
        raise ValueError(f"{what}: a list of 1 to {most} lists is needed")
    for vector in vectors:
        if (
            not isinstance(vector, list)
            or not 1 <= len(vector) <= MAX_WIDTH
            or len(vector) != len(vectors[0])
        ):
            raise ValueError(f"{what}: lists must be of one width up to {MAX_WIDTH}")
        if not all(type(value) in (int, float) and abs(value) <= 100 for value in vector):
            raise ValueError(f"{what}: numbers must lie between -100 and 100")


def cases(rng: random.Random) -> Iterator[Case]:
    for group in (_samples(), _absent(), _newcomers(), _repeats(), _collateral(rng)):
        yield from group
    yield Case(
        args=ASKED, calls=[("diagnosis",)], group="diagnosis", note="fault and signal of three reports"
    )


def fresh(rng: random.Random) -> Iterator[Case]:
    """Another seed: a stream in which some rows are in every batch and others hardly ever."""
    for group in ("absent", "newcomers", "repeats"):
        yield _stream(rng, group, "drawn for this submission", 12, 25)


def _case(group: str, note: str, rows: list[list[float]], settings: tuple, calls: list[tuple]) -> Case:
    return Case(
        args=(rows, *settings), calls=[*calls, ("lookup", list(range(len(rows))))], group=group, note=note
    )


def _samples() -> Iterator[Case]:
    steps = [("update", [0], [[4.0]]), ("lookup", [0, 1]), ("update", [0, 1, 1], [[4.0], [1.0], [1.0]])]
    yield _case("samples", "one row absent, then twice in a batch", [[1.0], [2.0]], (*HALF, 0.5), steps)
    steps = [("update", [0], [[1.0]]), ("update", [0], [[0.0]]), ("update", [0], [[-1.0]])]
    yield _case("samples", "three updates of one row", [[0.5]], (*HALF, 0.0), steps)


def _absent() -> Iterator[Case]:
    often = [("update", [0], [[1.0, -2.0]])]
    two = [[1.0, 1.0], [3.0, -2.0]]
    yield _case("absent", "never in a batch", two, (*USUAL, 0.1), often * 20)
    once = [("update", [1], [[0.5, 0.5]])]
    yield _case("absent", "once, then away", two, (*USUAL, 0.0), once + often * 10)
    yield _case("absent", "away and back: moments have waited", two, (*HALF, 0.0), once + often * 6 + once)
    yield _case("absent", "decay only where a row is", two, (*HALF, 0.5), once + often * 5 + once + often)


def _newcomers() -> Iterator[Case]:
    old, new = ("update", [0], [[1.0]]), ("update", [1], [[-0.25]])
    yield _case(
        "newcomers", "first seen after forty steps", [[0.0], [0.0]], (*USUAL, 0.0), [old] * 40 + [new]
    )
    yield _case("newcomers", "its first three updates", [[0.0], [0.0]], (*USUAL, 0.0), [old] * 9 + [new] * 3)
    both = ("update", [1, 0], [[2.0], [-1.0]])
    yield _case(
        "newcomers", "in a batch with an old row", [[0.0], [0.0]], (*USUAL, 0.0), [old] * 5 + [both, both]
    )


def _repeats() -> Iterator[Case]:
    yield _case(
        "repeats",
        "three gradients of one row",
        [[0.0], [1.0]],
        (*HALF, 0.0),
        [("update", [1, 1, 1], [[1.0], [2.0], [4.0]])],
    )
    cancel = [("update", [0, 0], [[3.0], [-3.0]]), ("update", [0], [[1.0]])]
    yield _case("repeats", "gradients that cancel", [[0.0]], (*HALF, 0.0), cancel)
    first, second = ("update", [0, 1, 0], [[1.0], [5.0], [2.0]]), ("update", [0, 1], [[-1.0], [1.0]])
    yield _case(
        "repeats", "a repeat counts as one update", [[0.0], [0.0]], (*USUAL, 0.0), [first, second, first]
    )
    yield _case(
        "repeats",
        "unsorted ids",
        [[0.0], [0.0], [0.0]],
        (*HALF, 0.1),
        [("update", [2, 0, 2], [[1.0], [-1.0], [0.5]]), ("update", [0, 2], [[3.0], [1.0]])],
    )


def _collateral(rng: random.Random) -> Iterator[Case]:
    every = [("update", [0, 1], [[1.0, -0.5], [0.25, 2.0]]), ("update", [1, 0], [[-1.0, 1.0], [2.0, 0.5]])]
    yield _case("collateral", "every row in every batch", [[1.0, 2.0], [3.0, 4.0]], (*USUAL, 0.1), every * 3)
    tiny = [("update", [0], [[1e-8, 0.0]]), ("update", [0], [[1e-8, 0.0]])]
    yield _case("collateral", "gradients as small as epsilon, and zero", [[1.0, 1.0]], (*USUAL, 0.0), tiny)
    large = [("update", [0], [[100.0]]), ("update", [0], [[0.01]])]
    yield _case("collateral", "large, then small", [[10.0]], (*USUAL, 0.5), large)
    yield _case(
        "collateral",
        "no memory",
        [[1.0], [1.0]],
        (0.1, 0.0, 0.0, 0.0),
        [("update", [1], [[0.5]]), ("update", [1], [[-2.0]])],
    )
    order = [("lookup", [2, 0, 2]), ("update", [0], [[1]]), ("lookup", [1])]
    yield _case("collateral", "lookups in any order, whole numbers", [[1], [2], [3]], (*HALF, 0.0), order)
    yield _stream(rng, "collateral", "a hundred steps", 60, 100)


def _stream(rng: random.Random, group: str, note: str, rows: int, steps: int) -> Case:
    """Row r is in a batch about as often as 1 / (r + 1)."""
    weights = [1 / (row + 1) for row in range(rows)]

    def vector() -> list[float]:
        # Eighths add up exactly, so that no order of summation leaves a rest where gradients cancel.
        return [rng.choice([-1, 1]) * rng.randint(1, 16) / 8 for _ in range(2)]

    calls: list[tuple] = []
    for _ in range(steps):
        ids = rng.choices(range(rows), weights=weights, k=rng.randint(1, 6))
        calls.append(("update", ids, [vector() for _ in ids]))
    return _case(group, note, [vector() for _ in range(rows)], (0.05, 0.9, 0.99, 0.2), calls)
