"""Cases for speculative decoding. Probabilities are multiples of a power of two, so sums and differences are exact in any order.

Random numbers of drawn cases are odd multiples of half that power: no comparison is then an equality, and none is closer than
about 1e-12, far beyond what rounding can blur. Cases written by hand have equalities, but only such as floats get right.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

from readyroom import Case

NAMES = ("target", "draft", "start", "length", "k", "uniforms")
MAX_TOKENS = 100
MAX_LENGTH = 2_000
MAX_K = 32
MAX_UNIFORMS = 50_000
GRID = 2**20

Rows = list[list[float]]


def validate(
    args: Sequence[object], calls: object = None, kwargs: Mapping[str, object] | None = None
) -> None:
    """Raise ValueError unless this is an input the statement allows (lengths to be refused included)."""
    given = {**dict(zip(NAMES, args, strict=False)), **(kwargs or {})}
    if len(args) + len(kwargs or {}) != len(NAMES) or set(given) != set(NAMES):
        raise ValueError(f"speculate takes {', '.join(NAMES)}")
    size = len(given["target"]) if type(given["target"]) is list else 0
    if not 1 <= size <= MAX_TOKENS:
        raise ValueError(f"target must be a list of 1 to {MAX_TOKENS} rows")
    for name in ("target", "draft"):
        _rows(name, given[name], size)
    _whole("start", given["start"], 0, size - 1)
    _whole("length", given["length"], -MAX_LENGTH, MAX_LENGTH)
    _whole("k", given["k"], -MAX_K, MAX_K)
    uniforms, needed = given["uniforms"], max(0, given["length"]) * (2 * max(0, given["k"]) + 1)
    if type(uniforms) is not list or len(uniforms) > MAX_UNIFORMS:
        raise ValueError(f"uniforms must be a list of at most {MAX_UNIFORMS}")
    if len(uniforms) < needed:
        raise ValueError(f"there must be at least length * (2 * k + 1) = {needed} uniforms")
    if any(type(number) not in (int, float) or not 0 <= number < 1 for number in uniforms):
        raise ValueError("uniforms must be numbers from 0 to below 1")


def _rows(name: str, rows: object, size: int) -> None:
    if type(rows) is not list or len(rows) != size:
        raise ValueError(f"{name} must be a list of {size} rows")
    for number, row in enumerate(rows):
        if type(row) is not list or len(row) != size:
            raise ValueError(f"{name}[{number}] must be a list of {size} numbers")
        if any(type(value) not in (int, float) or not 0 <= value <= 1 for value in row):
            raise ValueError(f"{name}[{number}] must hold numbers from 0 to 1")
        if abs(sum(row) - 1) > 1e-9:
            raise ValueError(f"{name}[{number}] must sum to 1")


def _whole(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int:
        raise ValueError(f"{name} must be an integer, not {type(value).__name__}")
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}")


def cases(rng: random.Random) -> Iterator[Case]:
    yield from _samples()
    yield from _sampling(rng)
    yield from _verification(rng)
    yield from _residual(rng)
    yield from _rounds(rng)
    yield from _bounds(rng)


def fresh(rng: random.Random) -> Iterator[Case]:
    note = "drawn for this submission"
    yield _drawn("verification", note, rng, 6, 60, 4, near=0.5)
    yield _drawn("residual", note, rng, 8, 60, 3, near=0.0)
    yield _drawn("rounds", note, rng, 4, 45, 5, near=0.9)


def _case(
    group: str, note: str, rows: tuple[Rows, Rows], length: int, k: int, uniforms: list[float], start: int = 0
) -> Case:
    """Uniforms are filled up with quarters and halves to as many as are promised."""
    spare = [0.25, 0.5] * (length * (2 * k + 1) // 2 + 1)
    return Case(args=(*rows, start, length, k, uniforms + spare), group=group, note=note)


def _drawn(group: str, note: str, rng: random.Random, size: int, length: int, k: int, near: float) -> Case:
    """Random models; each row of the draft is a mixture of the target's (`near`) and one of its own."""
    target = [_row(rng, size) for _ in range(size)]
    draft = []
    for row in target:
        other = _row(rng, size)
        mixed = [int(near * a * GRID) + int((1 - near) * b * GRID) for a, b in zip(row, other, strict=True)]
        mixed[mixed.index(max(mixed))] += GRID - sum(mixed)
        draft.append([weight / GRID for weight in mixed])
    uniforms = [(2 * rng.randrange(GRID) + 1) / (2 * GRID) for _ in range(length * (2 * k + 1))]
    return Case(args=(target, draft, rng.randrange(size), length, k, uniforms), group=group, note=note)


def _row(rng: random.Random, size: int) -> list[float]:
    """A distribution with some zeros, in multiples of 1 / GRID."""
    weights = [rng.random() ** 3 * (rng.random() < 0.8) for _ in range(size)]
    weights[rng.randrange(size)] += 0.1
    parts = [int(weight / sum(weights) * GRID) for weight in weights]
    parts[parts.index(max(parts))] += GRID - sum(parts)
    return [part / GRID for part in parts]


def _alike(*row: float) -> Rows:
    """The same row after every token."""
    return [[*row] for _ in row]


def _samples() -> Iterator[Case]:
    target = [[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [0.25, 0.25, 0.5]]
    draft = [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25], [0.5, 0.5, 0.0]]
    uniforms = [0.6, 0.3, 0.4, 0.9, 0.7, 0.1, 0.8, 0.2, 0.35] + [0.0] * 11
    yield Case(args=(target, draft, 0, 4, 2, uniforms), note="the sample of the statement")
    target, draft = [[0.25, 0.75], [0.75, 0.25]], [[0.5, 0.5], [0.5, 0.5]]
    uniforms = [0.6, 0.2, 0.9, 0.9, 0.3] + [0.0] * 10
    yield Case(args=(target, draft, 0, 3, 2, uniforms), note="both guesses are accepted")
    yield Case(args=(target, draft, 1, 3, 0, [0.7, 0.2, 0.9]), note="no guesses: the target alone")


def _sampling(rng: random.Random) -> Iterator[Case]:
    edges = _alike(0.25, 0.0, 0.5, 0.25)
    uniforms = [0.0, 0.25, 0.249, 0.251, 0.75, 0.749, 0.999]
    yield _case("sampling", "on the edges, without guesses", (edges, edges), 7, 0, uniforms)
    zeros = _alike(0.0, 0.0, 1.0, 0.0)
    yield _case(
        "sampling", "leading zeros, and a random number of zero", (zeros, zeros), 3, 0, [0.0, 0.5, 0.0]
    )
    yield _case("sampling", "guesses on the edges", (edges, edges), 3, 2, [0.25, 0.0, 0.5, 0.5, 0.75])
    chain = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    yield _case("sampling", "a chain that turns in a circle", (chain, chain), 8, 3, [], start=1)
    yield _drawn("sampling", "no guesses", rng, 7, 40, 0, near=0.5)


def _verification(rng: random.Random) -> Iterator[Case]:
    models = _alike(0.25, 0.25, 0.5), _alike(0.5, 0.25, 0.25)
    for number, note in ((0.5, "equal to the ratio"), (0.499, "below the ratio"), (0.501, "above the ratio")):
        yield _case("verification", f"a random number {note}", models, 2, 1, [0.1, number, 0.3, 0.3])
    never = _alike(0.0, 0.5, 0.5), _alike(0.5, 0.25, 0.25)
    yield _case(
        "verification", "the target never says it, and the random number is 0", never, 2, 1, [0.1, 0.0, 0.3]
    )
    yield _case(
        "verification", "likelier in the target: always accepted", models, 3, 2, [0.9, 0.8, 0.999, 0.999, 0.1]
    )
    equal = _alike(0.25, 0.75), _alike(0.25, 0.75)
    yield _case(
        "verification", "equal models accept everything", equal, 5, 4, [0.9, 0.1, 0.9, 0.1, *[0.999] * 4, 0.1]
    )
    third = [0.1, 0.1, 0.1, 0.2, 0.3, 0.9, 0.3, 0.1]
    yield _case("verification", "the third of three is rejected", models, 4, 3, third)
    first = [0.1, 0.9, 0.9, 0.9, 0.3, 0.6, 0.1, 0.7]
    yield _case("verification", "nothing is checked after a rejection", models, 4, 3, first)
    target = [[0.0, 1.0, 0.0], [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]]
    draft = [[0.0, 1.0, 0.0], [0.25, 0.25, 0.5], [1.0, 0.0, 0.0]]
    yield _case(
        "verification",
        "each guess by the row of the token before it",
        (target, draft),
        4,
        3,
        [0.5, 0.9, 0.2, 0.9, 0.4, 0.3],
    )
    for size, k, near in ((3, 2, 0.3), (5, 3, 0.6), (8, 4, 0.8)):
        yield _drawn("verification", f"{size} tokens, {k} guesses", rng, size, 50, k, near)


def _residual(rng: random.Random) -> Iterator[Case]:
    models = _alike(0.125, 0.375, 0.5), _alike(0.625, 0.125, 0.25)
    for number in (0.0, 0.499, 0.5, 0.999):
        yield _case(
            "residual", f"replaced with random number {number}", models, 2, 1, [0.1, 0.9, number, 0.3]
        )
    one = _alike(0.25, 0.5, 0.25), _alike(0.5, 0.25, 0.25)
    yield _case("residual", "only one token can replace it", one, 2, 1, [0.1, 0.9, 0.999, 0.3])
    small = _alike(0.5, 0.25, 0.125, 0.125), _alike(0.5, 0.375, 0.0625, 0.0625)
    yield _case("residual", "little is left to draw from", small, 2, 1, [0.6, 0.9, 0.4, 0.3])
    apart = _alike(0.0, 0.0, 0.5, 0.5), _alike(0.5, 0.5, 0.0, 0.0)
    yield _case(
        "residual",
        "models that agree on nothing",
        apart,
        4,
        3,
        [0.6, 0.1, 0.9, 0.0, 0.6, 0.1, 0.7, 0.4, 0.0, 0.6],
    )
    target = [[0.5, 0.5, 0.0], [0.125, 0.375, 0.5], [0.25, 0.25, 0.5]]
    draft = [[0.25, 0.5, 0.25], [0.625, 0.125, 0.25], [0.5, 0.25, 0.25]]
    later = [0.5, 0.2, 0.9, 0.9, 0.45, 0.2]
    yield _case(
        "residual", "rejected after an accepted guess: the residual of its row", (target, draft), 3, 2, later
    )
    for size, k in ((3, 1), (4, 2), (12, 3), (30, 2)):
        yield _drawn("residual", f"{size} tokens, {k} guesses, far-off draft", rng, size, 50, k, near=0.0)


def _rounds(rng: random.Random) -> Iterator[Case]:
    chain = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    for length in (1, 2, 3, 4, 5, 8, 9):
        yield _case(
            "rounds", f"all accepted, {length} tokens by rounds of up to four", (chain, chain), length, 3, []
        )
    target = [[0.25, 0.75], [0.75, 0.25]]
    draft = [[0.5, 0.5], [0.5, 0.5]]
    bonus = [0.6, 0.2, 0.1, 0.1, 0.3, 0.8, 0.1, 0.6]
    yield _case("rounds", "the bonus token follows the last guess", (target, draft), 5, 2, bonus)
    yield _case(
        "rounds", "more guesses than tokens to come", (target, draft), 3, 9, [0.6, 0.2, 0.1, 0.1, 0.3]
    )
    yield _case("rounds", "one token to come: no guess", (target, draft), 1, 5, [0.3, 0.9, 0.9])
    yield _case("rounds", "rejected until the end", (_alike(0.0, 1.0), _alike(1.0, 0.0)), 4, 2, [])
    for length in (17, 30):
        yield _drawn("rounds", f"{length} tokens, close models", rng, 5, length, 4, near=0.95)
    yield _drawn("rounds", "a long text", rng, 40, 600, 5, near=0.8)


def _bounds(rng: random.Random) -> Iterator[Case]:
    two = _alike(0.5, 0.5), _alike(0.25, 0.75)
    yield _case("bounds", "no tokens asked for", two, 0, 3, [])
    yield _case("bounds", "no tokens asked for, and no guesses", two, 0, 0, [])
    yield _case("bounds", "a language of one token", (_alike(1.0), _alike(1.0)), 5, 2, [0.9, 0.0])
    yield _drawn("bounds", "a hundred tokens", rng, MAX_TOKENS, 40, MAX_K, near=0.9)
    for note, length, k in (
        ("length is negative", -1, 2),
        ("k is negative", 2, -1),
        ("k is negative, and no tokens asked for", 0, -1),
    ):
        args = (*two, 0, length, k, [0.5] * 4)
        yield Case(args=args, group="bounds", note=note, raises="ValueError")
